using System.Collections.Immutable;

namespace HardwareDrivers.Pn532;

/// <summary>What has happened to a reader since its driver began. A snapshot; never changes.</summary>
public sealed record ReaderStatistics
{
    /// <summary>A reader that nothing has happened to.</summary>
    public static ReaderStatistics Nothing { get; } = new();

    /// <summary>One for each rung, mildest first.</summary>
    public ImmutableArray<RungStatistics> Rungs { get; private init; } =
        [.. Enum.GetValues<RecoveryRung>().Select(RungStatistics.Untried)];

    /// <summary>How often a working chip failed to answer as it should.</summary>
    public int ChipFailures { get; private init; }

    /// <summary>How often the link was lost or could not be opened.</summary>
    public int LinkLosses { get; private init; }

    /// <summary>How often a line of the ladder could not be driven.</summary>
    public int LineFailures { get; private init; }

    /// <summary>
    /// From the failure noticed to the chip working again, the last time; zero when it has never failed. A loss of the
    /// link is counted in.
    /// </summary>
    public TimeSpan LastRecovery { get; private init; }

    /// <summary>The longest of them.</summary>
    public TimeSpan LongestRecovery { get; private init; }

    /// <summary>How a rung has done.</summary>
    public RungStatistics this[RecoveryRung rung] => Rungs[(int)rung];

    internal ReaderStatistics AfterRung(RecoveryRung rung, bool helped, TimeSpan duration) =>
        this with { Rungs = Rungs.SetItem((int)rung, this[rung].After(helped, duration)) };

    internal ReaderStatistics AfterChipFailure() => this with { ChipFailures = ChipFailures + 1 };

    internal ReaderStatistics AfterLinkLoss() => this with { LinkLosses = LinkLosses + 1 };

    internal ReaderStatistics AfterLineFailure() => this with { LineFailures = LineFailures + 1 };

    internal ReaderStatistics AfterRecovery(TimeSpan duration) => this with
    {
        LastRecovery = duration,
        LongestRecovery = duration > LongestRecovery ? duration : LongestRecovery,
    };
}
