namespace HardwareDrivers.Pn532;

/// <summary>Why bytes that began like a frame are none.</summary>
public enum FrameFault
{
    /// <summary>LEN and LCS do not add up to zero.</summary>
    LengthChecksum,

    /// <summary>A length that no frame has: 0, or more than the chip can hold.</summary>
    Length,

    /// <summary>The data and DCS do not add up to zero.</summary>
    DataChecksum,

    /// <summary>The first byte of the data names neither direction.</summary>
    Identifier,

    /// <summary>The rest did not come in time.</summary>
    Truncated,
}
