using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a staff card may do at a till here and now, where a PIN stands in for what a card cannot prove.
/// </summary>
internal sealed class StaffDesk(
    TerminalSetup setup, StaffRules staff, TerminalState state, Now now, CardPresentation card)
    : StaffCard(setup, state, now, card, [.. staff.Roles.Select(role => role.Badge)])
{
    /// <summary>So many wrong PINs of a card …</summary>
    public const int MostWrongPins = 3;

    /// <summary>… in such a time lock it for the rest of that.</summary>
    public const long PinLockMilliseconds = 15 * 60_000;

    private TillMemory Till => Given.Past.Till;

    /// <summary>It is known by its PIN; null: it must prove itself.</summary>
    public StaffPin? Pin => Rules.Proved < CardClass.Aes ? staff.PinOf(Given.Card) : null;

    /// <summary>What its badges allow.</summary>
    public StaffPowers Powers => staff.Roles.Where(role => Rules.IsEntitled(role.Badge)).Aggregate(
        StaffPowers.None, (powers, role) => powers
            | (role.Refills ? StaffPowers.Refill : 0)
            | (role.Voids ? StaffPowers.Void : 0)
            | (role.TakesDeposits ? StaffPowers.Deposit : 0)
            | (role.Closes ? StaffPowers.Close : 0));

    /// <inheritdoc/>
    protected override bool IsKnownOtherwise => Pin is not null;

    /// <summary>Too many wrong PINs, whatever restarts came between.</summary>
    public bool IsPinLocked => Till.WrongPins.Count(wrong =>
        wrong.Card == Given.Card &&
        wrong.Time.ElapsedAt(Given.Now.MonotonicMilliseconds, Given.Past.MachineBoot) < PinLockMilliseconds)
            >= MostWrongPins;

    /// <summary>Why so much may not be given to a card; null: it may.</summary>
    public Reason? WhyNoCredit(Money amount)
    {
        var (setup, past, now, card) = Given;
        var given = new Money(Till.Credits.On(card, now.DayBy(setup.Limits)));
        return amount > staff.MostAtOnce ? Reason.CreditAtOnce
            : MoneySums.SumOrLimit([given, amount]) > staff.MostADay ? Reason.CreditADay
            : MoneySums.SumOrLimit([past.UnlistedCredits, amount]) > staff.MostUnlisted ? Reason.CreditTotal
            : null;
    }

    /// <summary>The sale that may be taken back; null: none may.</summary>
    public LastSale? Voidable =>
        Till.LastSale is { } sale && sale.MachineBoot == Given.Past.MachineBoot &&
        Given.Now.MonotonicMilliseconds - sale.AtMilliseconds <= staff.VoidSeconds * 1_000L
            ? sale
            : null;
}
