namespace HardwareDrivers.Abstractions;

/// <summary>The resistor inside the chip that holds a line while nobody drives it.</summary>
public enum LineBias
{
    /// <summary>None: there is one outside.</summary>
    None,

    /// <summary>To the supply.</summary>
    PullUp,

    /// <summary>To ground.</summary>
    PullDown,
}
