namespace HardwareDrivers.Abstractions;

/// <summary>What came of activating a card anew.</summary>
public enum Reactivation
{
    /// <summary>It listens again.</summary>
    Done,

    /// <summary>This card is not there any more.</summary>
    Gone,

    /// <summary>The reader gives no card more time than this one has had.</summary>
    TimeOver,
}
