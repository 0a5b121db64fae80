using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What staff gave to a card last, while nobody may have seen that they did.</summary>
/// <param name="Position">The record that says so.</param>
/// <param name="Fact">What it says.</param>
/// <param name="Stamp">When.</param>
public sealed record LastCredit(RecordPosition Position, Fact Fact, Stamp Stamp)
{
    /// <summary>
    /// How long ago it was, in milliseconds: by the monotonic clock within one start of the daemon; over starts by the
    /// time, where it was known then and is now; else since this start.
    /// </summary>
    internal long ElapsedAt(Now now, Remembered past) =>
        Stamp.Boot == past.Boots ? now.MonotonicMilliseconds - Stamp.MonotonicMilliseconds
        : Stamp.Trusted && now.Trusted ? now.WallMilliseconds - Stamp.WallMilliseconds
        : now.MonotonicMilliseconds - past.StartedAtMilliseconds;

    /// <summary>The same to the same card, whoever of the staff gives it and whatever wallet it goes to.</summary>
    internal static bool AreAlike(Fact one, Fact other) => (one, other) switch
    {
        (Fact.Refill first, Fact.Refill second) => AreAlike(first.Payment, second.Payment),
        (Fact.DepositReturn first, Fact.DepositReturn second) => AreAlike(first.Payment, second.Payment),
        _ => false,
    };

    private static bool AreAlike(Payment one, Payment other) => (one.Card, one.Parts) == (other.Card, other.Parts);
}
