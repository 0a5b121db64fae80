namespace HardwareDrivers.Simulated;

/// <summary>What an I2C bus sees of a chip whose firmware hangs.</summary>
public enum HungBus
{
    /// <summary>It acknowledges its address, and never has anything to read.</summary>
    Acknowledges,

    /// <summary>It does not acknowledge.</summary>
    KeepsSilent,

    /// <summary>It stretches the clock without end: nobody can use the bus.</summary>
    HoldsTheClock,
}
