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
}
