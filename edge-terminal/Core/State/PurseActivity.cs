using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What our own records did to a purse.</summary>
/// <param name="Unlisted">Records above the list's watermark, in order: not in its balances yet.</param>
/// <param name="Taps">Latest approved taps, in order, for the velocity check; listed or not.</param>
public sealed record PurseActivity(ValueList<Unlisted> Unlisted, ValueList<TapTime> Taps)
{
    /// <summary>None.</summary>
    public static PurseActivity None { get; } = new([], []);

    /// <summary>Nothing is left to remember.</summary>
    public bool IsEmpty => Unlisted.Count == 0 && Taps.Count == 0;

    /// <summary>One record more.</summary>
    public PurseActivity With(Unlisted unlisted) => this with { Unlisted = [.. Unlisted, unlisted] };

    /// <summary>Only these taps are remembered.</summary>
    public PurseActivity WithTaps(Func<TapTime, bool> isRemembered) =>
        this with { Taps = [.. Taps.Where(isRemembered)] };

    /// <summary>One approved tap more.</summary>
    public PurseActivity With(TapTime tap) =>
        this with { Taps = [.. Taps.Skip(Math.Max(0, Taps.Count - ClassLimits.MostVelocityTaps + 1)), tap] };

    /// <summary>One entry more: of the tap before where the record before said so at the same moment.</summary>
    public PurseActivity WithEntry(TapTime tap) =>
        Taps.Count > 0 && Taps[^1] is var last &&
        last == tap with { Position = tap.Position.Before(), Records = last.Records }
            ? this with { Taps = [.. Taps.SkipLast(1), tap with { Records = last.Records + 1 }] }
            : With(tap);

    /// <summary>What a record approved was given back; a tap of which nothing is left never was.</summary>
    public PurseActivity WithoutTap(RecordPosition record) => this with
    {
        Taps =
        [
            .. from tap in Taps
               let left = tap.IsSaidBy(record) ? tap with { Records = tap.Records - 1 } : tap
               where left.Records > 0
               select left,
        ],
    };
}
