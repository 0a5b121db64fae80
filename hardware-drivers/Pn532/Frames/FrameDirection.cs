namespace HardwareDrivers.Pn532;

/// <summary>Who speaks: the frame identifier TFI (PN532 User Manual UM0701-02, 6.2.1.1).</summary>
public enum FrameDirection : byte
{
    /// <summary>A command: host controller to PN532.</summary>
    ToChip = 0xD4,

    /// <summary>A response: PN532 to host controller.</summary>
    FromChip = 0xD5,
}
