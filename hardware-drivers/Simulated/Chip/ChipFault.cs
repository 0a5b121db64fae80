namespace HardwareDrivers.Simulated;

/// <summary>What can go wrong on a chip or on its line, once or for a while (docs/pn532-emulator.md).</summary>
public enum ChipFault
{
    /// <summary>The command is carried out, its ACK never sent.</summary>
    LostAcknowledge,

    /// <summary>The ACK's bytes do not add up.</summary>
    WrongAcknowledge,

    /// <summary>A NACK in place of the ACK; the command is not carried out. No data sheet has it.</summary>
    NegativeAcknowledge,

    /// <summary>The response's data checksum is wrong; what NACK asks for is good again.</summary>
    WrongResponse,

    /// <summary>The second half of a response is missing.</summary>
    CutResponse,

    /// <summary>A good command is answered by the error frame.</summary>
    RefusedCommand,

    /// <summary>Bytes in front of a frame, a false start code among them.</summary>
    NoiseBefore,

    /// <summary>A byte too many in the middle of a response.</summary>
    NoiseInside,

    /// <summary>Bytes behind a response, the beginning of a frame among them.</summary>
    NoiseAfter,

    /// <summary>A response in two parts, 50 ms apart: less than a host has to wait.</summary>
    ShortPause,

    /// <summary>A response in two parts, 150 ms apart: more than a host may wait.</summary>
    LongPause,

    /// <summary>A command that was aborted answers all the same, after the next one's ACK at the latest.</summary>
    StaleResponse,

    /// <summary>Every second listing misses a card with a UID of seven bytes.</summary>
    MissedRead,

    /// <summary>The cards are taken away when one has just been selected, or is being talked to.</summary>
    CardRemoved,
}
