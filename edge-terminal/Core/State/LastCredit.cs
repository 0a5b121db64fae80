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

    /// <summary>As staff are shown it.</summary>
    internal StaffAct Act => Fact switch
    {
        Fact.DepositReturn back => new StaffAct.Deposit(back.Items, back.Payment.Total()),
        Fact.Refill refill => new StaffAct.Refill(refill.Payment.Total()),
        _ => throw new InvalidOperationException($"Staff give nothing by {Fact.GetType().Name}."),
    };

    /// <summary>
    /// The same to the same card, whoever of the staff gives it and whatever wallet it goes to. What a cup is worth,
    /// and what cash becomes, may have been changed meanwhile: cups are counted, cash is what was taken.
    /// </summary>
    internal static bool AreAlike(Fact one, Fact other) => (one, other) switch
    {
        (Fact.Refill first, Fact.Refill second) =>
            (first.Payment.Card, first.Payment.Total()) == (second.Payment.Card, second.Payment.Total()),
        (Fact.DepositReturn first, Fact.DepositReturn second) =>
            (first.Payment.Card, first.Items) == (second.Payment.Card, second.Items),
        _ => false,
    };
}
