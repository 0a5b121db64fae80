namespace HardwareDrivers.Abstractions;

/// <summary>Can cards be read?</summary>
public enum ReaderHealth
{
    /// <summary>The link is open and the chip is being set up.</summary>
    Starting,

    /// <summary>Cards are read, and what lay there already is known.</summary>
    Working,

    /// <summary>The chip does not answer, or the link is gone; the driver goes on trying.</summary>
    Lost,
}
