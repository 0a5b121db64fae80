using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What staff gave to cards at a terminal, held against the rules that it was enrolled with, by the same sums as it
/// holds them itself. Whoever has stolen a terminal's key cannot make money with it beyond them.
/// </summary>
internal sealed class StaffBook
{
    private ValueList<StaffShare> given = [];

    /// <summary>Some of it is of a day that nobody knows yet.</summary>
    public bool IsUndated => given.IsUndated();

    /// <summary>A day is known: <see cref="StaffShares.Dated"/>.</summary>
    public void Date(long day) => given = given.Dated(day);

    /// <summary>What staff gave: who, and what to.</summary>
    /// <returns>Null: it is not theirs to give.</returns>
    public static (CardToken Staff, Payment Payment)? GivenBy(Fact fact) => fact switch
    {
        Fact.Refill refill => (refill.Staff, refill.Payment),
        Fact.DepositReturn deposit => (deposit.Staff, deposit.Payment),
        _ => null,
    };

    /// <summary>Why a terminal cannot have given this; null: it may have.</summary>
    /// <param name="made">When it says so, and what it may have been told.</param>
    /// <param name="fact">What it says.</param>
    /// <param name="held">What the cards of staff may have held then, the last first; at least one.</param>
    public string? FlawOf(
        MadeRecord made, Fact fact, Func<CardToken, MadeRecord, IEnumerable<ValueList<Entitlement>>> held)
    {
        if (GivenBy(fact) is not var (staff, payment))
            return null;
        var flaws = (
            from limits in made.Told
            from badges in held(staff, made)
            select FlawOf(made, fact, staff, payment, limits, badges)).ToList();
        return flaws.Contains(null) ? null : flaws[0];
    }

    /// <summary>It was booked on the card that it was given to.</summary>
    public void Note(MadeRecord made, Fact fact)
    {
        if (GivenBy(fact) is var (staff, payment))
            given = given.With(new StaffShare(
                made.Position,
                staff,
                made.Day,
                payment.Parts.Select(part => part.Amount).SumOrLimit().MinorUnits));
    }

    private string? FlawOf(
        MadeRecord made, Fact fact, CardToken staff, Payment payment, TerminalLimits limits,
        ValueList<Entitlement> held)
    {
        if (limits.Staff is not { } rules)
            return "nobody is staff at this terminal";
        var amount = payment.Parts.Select(part => part.Amount).SumOrLimit();
        var before = new Money(given.On(staff, made.Day));
        return payment.Parts.Any(part => part.Asset != rules.Asset) ? $"staff give {rules.Asset} only"
            : !rules.Roles.Any(role => Allows(role, fact) && Holds(held, role.Badge, made.Stamp))
                ? $"card {staff} holds no badge that allows it"
            : amount > rules.MostAtOnce ? $"{amount} at once; allowed are {rules.MostAtOnce}"
            : MoneySums.SumOrLimit([before, amount]) > rules.MostADay
                ? $"{amount} behind {before} of the same day; allowed are {rules.MostADay}"
            : null;
    }

    private static bool Allows(StaffRole role, Fact fact) =>
        fact is Fact.Refill ? role.Refills : role.TakesDeposits;

    /// <summary>Where the terminal knew no time it let the badge pass, whenever it is held.</summary>
    private static bool Holds(ValueList<Entitlement> held, AssetId badge, Stamp stamp) =>
        held.Any(row => row.Asset == badge && (!stamp.Trusted || row.IsValidAt(stamp.WallMilliseconds)));
}
