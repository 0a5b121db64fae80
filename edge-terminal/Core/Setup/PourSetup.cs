using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a drink station pours, and how far it trusts its valves and meters.</summary>
/// <param name="Taps">At least one, numbered from 1 in this order. One guest pours at a time.</param>
/// <param name="PriceListVersion">Recorded with each verdict.</param>
public sealed record PourSetup(ValueList<PourTap> Taps, long PriceListVersion) : StationSetup(PriceListVersion)
{
    /// <summary>A mark each 2.5 cl: what a power cut bills is at most so much less than what was poured.</summary>
    public const long MarkMicrolitres = 25_000;

    /// <summary>
    /// <see cref="MostMicrolitres"/> is no more than this: what a pour of it writes, marks and closing facts, fits into
    /// the room that the journal keeps back for what must be written.
    /// </summary>
    public const long LargestPourMicrolitres = 2_000_000;

    /// <summary>The most of one pour.</summary>
    public long MostMicrolitres { get; init; } = 500_000;

    /// <summary>Who cannot pay for so much is refused.</summary>
    public long LeastMicrolitres { get; init; } = 50_000;

    /// <summary>So much of what flows is not billed, in hundredths of a percent: it is foam.</summary>
    public int FoamBasisPoints { get; init; }

    /// <summary>What counts as a piece of a daily allowance.</summary>
    public long PieceMicrolitres { get; init; } = 250_000;

    /// <summary>How far the valve may run beyond the last durable mark; more than a mark.</summary>
    public long LeaseMicrolitres { get; init; } = 50_000;

    /// <summary>How long a card may be away in a pour: hands are wet.</summary>
    public long CardGoneMilliseconds { get; init; } = 1_500;

    /// <summary>How long nothing may flow.</summary>
    public long NoFlowMilliseconds { get; init; } = 10_000;

    /// <summary>The longest that the valve is open, whatever flows.</summary>
    public long LongestMilliseconds { get; init; } = 120_000;

    /// <summary>Over so long less than <see cref="LeastFlowMicrolitres"/> a second is an empty keg.</summary>
    public long SlowMilliseconds { get; init; } = 4_000;

    /// <summary>Microlitres a second.</summary>
    public long LeastFlowMicrolitres { get; init; } = 10_000;

    /// <summary>So much through a valve that is shut is a leak.</summary>
    public long LeakMicrolitres { get; init; } = 20_000;

    /// <summary>
    /// The guest opens a tap behind the valve: nothing flowing is no fault of the meter, and a trickle none of the keg.
    /// </summary>
    public bool HasHandTap { get; init; }

    /// <summary>The badge of those who end pours and put the station back to work; null: nobody does.</summary>
    public AssetId? StaffBadge { get; init; }

    /// <summary>The badge of those whose card draws without being billed; null: nobody's does.</summary>
    public AssetId? MaintenanceBadge { get; init; }

    /// <summary>The most that one card of the staff draws in a day.</summary>
    public long MostDrawnADayMicrolitres { get; init; } = 20_000_000;

    /// <summary>How long a chosen tap, or staff's work, waits for a card.</summary>
    public long ChoiceMilliseconds { get; init; } = 20_000;

    /// <summary>How long a glass may take to be measured.</summary>
    public long MeasuringMilliseconds { get; init; } = 120_000;

    /// <summary>How long to wait for the valve to say that it is shut and what flowed.</summary>
    public long ClosingMilliseconds { get; init; } = 8_000;

    /// <summary>Some price depends on the hour.</summary>
    internal bool HasPriceWindows => Taps.Any(tap => tap.Prices.Count > 0);

    /// <summary>By its number.</summary>
    internal PourTap Tap(int number) => Taps[number - 1];
}
