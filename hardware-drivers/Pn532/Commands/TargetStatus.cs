namespace HardwareDrivers.Pn532;

/// <summary>First byte of the response of a command to a target (UM0701-02, 7.1).</summary>
/// <param name="Value">Bit 6: more data follows; bits 5 to 0: the error code.</param>
public readonly record struct TargetStatus(byte Value)
{
    /// <summary>Done.</summary>
    public const byte Success = 0x00;

    /// <summary>The target has not answered.</summary>
    public const byte TimedOut = 0x01;

    /// <summary>The checksum of what came over the air is wrong, or there was none.</summary>
    public const byte WrongChecksum = 0x02;

    /// <summary>The chip's buffer is too small for what came.</summary>
    public const byte BufferTooSmall = 0x07;

    /// <summary>The target does not keep to its protocol.</summary>
    public const byte ProtocolError = 0x0B;

    /// <summary>The target's data are not what the chip expects of such a card.</summary>
    public const byte WrongFormat = 0x13;

    /// <summary>A MIFARE Classic card does not take the key.</summary>
    public const byte NotAuthenticated = 0x14;

    /// <summary>The command cannot be carried out now: for example, there is no such target.</summary>
    public const byte NotAcceptable = 0x27;

    /// <summary>The target was released by its side.</summary>
    public const byte Released = 0x29;

    /// <summary>In <see cref="Value"/>: the answer is longer, and the rest is to be asked for.</summary>
    public const byte MoreInformation = 0x40;

    /// <summary>The error code.</summary>
    public byte Error => (byte)(Value & 0x3F);

    /// <summary>The answer goes on.</summary>
    public bool GoesOn => (Value & MoreInformation) != 0;

    /// <inheritdoc/>
    public override string ToString() => Error switch
    {
        Success => "done",
        TimedOut => "error 01, no answer",
        WrongChecksum => "error 02, wrong checksum",
        0x03 => "error 03, wrong parity",
        0x05 => "error 05, wrong frame",
        BufferTooSmall => "error 07, answer too long",
        0x0A => "error 0A, no field",
        ProtocolError => "error 0B, wrong protocol",
        WrongFormat => "error 13, unexpected data",
        NotAuthenticated => "error 14, key not taken",
        NotAcceptable => "error 27, not now",
        Released => "error 29, released by the card",
        0x2A => "error 2A, another card",
        0x2B => "error 2B, card gone",
        _ => $"error {Error:X2}",
    };
}
