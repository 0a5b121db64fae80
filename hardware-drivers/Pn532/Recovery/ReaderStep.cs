namespace HardwareDrivers.Pn532;

/// <summary>What the driver has to do next.</summary>
internal enum ReaderStep
{
    /// <summary>Open the link.</summary>
    Open,

    /// <summary>Find the chip on a link that was just opened, and set it up.</summary>
    SetUp,

    /// <summary>Look for cards.</summary>
    Watch,

    /// <summary>Try a rung of the ladder.</summary>
    Recover,

    /// <summary>Close the link and let time pass before it is opened again.</summary>
    Pause,
}
