namespace HardwareDrivers.Pn532;

/// <summary>First byte of a command's data; its response begins with the code + 1 (UM0701-02, chapter 7).</summary>
public enum CommandCode : byte
{
    /// <summary>Self-tests (7.2.1).</summary>
    Diagnose = 0x00,

    /// <summary>Which chip and firmware (7.2.2).</summary>
    GetFirmwareVersion = 0x02,

    /// <summary>What the chip is doing (7.2.3).</summary>
    GetGeneralStatus = 0x04,

    /// <summary>Reads registers (7.2.4).</summary>
    ReadRegister = 0x06,

    /// <summary>Writes registers (7.2.5).</summary>
    WriteRegister = 0x08,

    /// <summary>Rate of the serial line (7.2.8).</summary>
    SetSerialBaudRate = 0x10,

    /// <summary>What the firmware does by itself (7.2.9).</summary>
    SetParameters = 0x12,

    /// <summary>How the security module is used; also ends the low-battery mode (7.2.10).</summary>
    SamConfiguration = 0x14,

    /// <summary>Sleeps until woken (7.2.11).</summary>
    PowerDown = 0x16,

    /// <summary>Field, time-outs, retries, analogue settings (7.3.1).</summary>
    RfConfiguration = 0x32,

    /// <summary>Exchanges data with a listed target, by its protocol (7.3.8).</summary>
    InDataExchange = 0x40,

    /// <summary>Exchanges data with whatever is in the field (7.3.9).</summary>
    InCommunicateThru = 0x42,

    /// <summary>Puts a target to sleep and remembers it (7.3.10).</summary>
    InDeselect = 0x44,

    /// <summary>Finds and activates targets (7.3.5).</summary>
    InListPassiveTarget = 0x4A,

    /// <summary>Another rate over the air to a listed target (7.3.7).</summary>
    InPsl = 0x4E,

    /// <summary>Puts a target to sleep and forgets it (7.3.11).</summary>
    InRelease = 0x52,

    /// <summary>Wakes a remembered target (7.3.12).</summary>
    InSelect = 0x54,

    /// <summary>Looks for several kinds of targets in turn (7.3.13).</summary>
    InAutoPoll = 0x60,
}
