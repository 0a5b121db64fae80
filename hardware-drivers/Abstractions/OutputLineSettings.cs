namespace HardwareDrivers.Abstractions;

/// <summary>How an output line is wired.</summary>
/// <param name="Line">Its number on the chip: GPIO17 of a Raspberry Pi is 17.</param>
/// <param name="Consumer">What it is for, as the kernel shows it: <c>valve</c>.</param>
public sealed record OutputLineSettings(int Line, string Consumer)
{
    /// <summary>The device is on while the line is low.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Drives low only; a resistor pulls it up. For lines that two devices share, such as RSTPD_N.</summary>
    public bool OpenDrain { get; init; }

    /// <summary>
    /// The state in which nothing can happen to anybody: taken when the line is opened and when it is closed.
    /// </summary>
    public bool SafeIsActive { get; init; }
}
