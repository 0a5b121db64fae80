using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The checks of DESIGN section 6 for a sale, in their order: the first that fails gives the reason. One object judges
/// one tap.
/// </summary>
internal sealed class SaleRules(TerminalSetup setup, TerminalState state, Now now, CardPresentation card, Basket basket)
{
    private readonly Remembered past = state.Past;
    private readonly TerminalLimits limits = setup.Limits;
    private readonly CardClass proved = Counters.ProvedBy(card, state, setup.Limits);
    private readonly ListJudgement list = ListJudgement.Of(state, now, setup.Limits);
    private readonly List<Unlisted> unlisted = [.. Balances.UnlistedOf(card, state, now)];
    private readonly List<TimedCheck> assumed = [];

    /// <summary>What is asked of this card: the basket's price, or a part of it beside another card.</summary>
    public ValueList<(AssetCategory? PaidWith, Money Price)> Due { get; init; } = [.. basket.Prices];

    /// <summary>Ordinary money that another card pays in the same record.</summary>
    public Money Beside { get; init; }

    /// <summary>It pays for what another card buys: what is asked of a buyer is not asked of it.</summary>
    public bool BuysNothing { get; init; }

    /// <summary>
    /// What a station checks of its own behind entitlement, hours and age: why not; null: it may. It is given what a
    /// check of dates comes to.
    /// </summary>
    public Func<Func<TimedCheck, bool, bool>, Reason?> OwnChecks { get; init; } = _ => null;

    /// <summary>What is free is given also while there is no card list at all.</summary>
    public bool GoesWithoutList { get; init; }

    /// <summary>
    /// Staff have seen the guest and let the card have it once: beyond the allowance, and where nobody knows the age.
    /// </summary>
    public bool IsApprovedByStaff { get; init; }

    /// <summary>What it proved, its counter judged.</summary>
    public CardClass Proved => proved;

    /// <summary>It proves less than it was enrolled as: whoever holds it may have copied it.</summary>
    public bool IsTooWeak => card.Entry is { } entry && proved < entry.Class;

    /// <summary>The reading of its counter that an answer uses up; null when none counts.</summary>
    public CounterReading? UsesUp =>
        proved == CardClass.Counter && card.Counter is { } value ? new CounterReading(card.Card, value) : null;

    /// <summary>Here, or at another terminal of the site; the list does not know it yet.</summary>
    private bool IsBlockedByStaff =>
        past.BlockedHere.ContainsKey(card.Card) || state.Present.Peers.HasBlocked(card.Card);

    private ClassLimits ClassLimits => limits.For(card.Entry?.Class ?? proved);

    /// <summary>Ordinary money: time and loyalty have their balances as limits.</summary>
    private Money Price => Due.Where(way => way.PaidWith is null).Sum(way => way.Price);

    /// <summary>What the wallet would have spent that the list does not know of.</summary>
    private Money UnlistedWithThis => unlisted.Select(row => row.Debit).Append(Price).SumOrLimit();

    public SaleJudgement Judge(bool journalHasRoom)
    {
        ValueList<AssetAmount> parts = [];
        var reason = CardReason() ?? ArticlesReason() ?? OwnChecks(Fails) ?? SplitReason(out parts) ?? LimitReason() ??
            (journalHasRoom ? null : (Reason?)Reason.JournalFull) ?? FaultRules.Forbids(past.Faults);
        // What is refused takes nothing: the card has what it had.
        return new SaleJudgement(reason, parts, Left(reason is null ? parts : []), Verdict());
    }

    /// <summary>For a card that asks for its balance: nothing but the card itself is judged.</summary>
    public SaleJudgement JudgeCard() => new(CardReason(), [], Left([]), Verdict());

    /// <summary>
    /// The most that may be bought for: every check of money passes up to here, and none beyond. The other checks do
    /// not depend on the price.
    /// </summary>
    /// <param name="paidWith">The price's tag; null for an ordinary price.</param>
    public Money MostPrice(AssetCategory? paidWith)
    {
        var bounds = new List<Money>();
        if (card.Entry is { } entry)
            bounds.Add(SpendOrder.Spendable(Balances.Of(entry, unlisted), paidWith)
                .Select(row => row.Amount).SumOrLimit());
        else if (paidWith is not null)
            bounds.Add(Money.Zero);
        if (paidWith is not null)
            return bounds.Min();
        var unlistedDebits = unlisted.Select(row => row.Debit).SumOrLimit();
        bounds.Add(Less(list.IsFresh ? ClassLimits.FreshLimit : ClassLimits.OfflineLimit, unlistedDebits));
        bounds.Add(ClassLimits.FloorLimit);
        bounds.Add(Less(limits.OfflineTotal, past.UnlistedDebits));
        if (!list.IsFresh && card.Entry is { EverUsed: false })
            bounds.Add(Less(ClassLimits.FirstUseLimit, unlistedDebits));
        if (card.Entry is null)
            bounds.AddRange(
                [Less(limits.UnknownCards.PerCard, unlistedDebits), Less(limits.UnknownCards.PerDay, UnknownToday)]);
        return bounds.Min() is { IsPositive: true } most ? most : Money.Zero;
    }

    /// <summary>As much as it may give of what is asked of it, in each way of paying.</summary>
    public ValueList<(AssetCategory? PaidWith, Money Price)> MostOfDue() =>
        [.. Due.Select(way => (way.PaidWith, Money.Min(way.Price, MostPrice(way.PaidWith))))];

    /// <summary>How many pieces of a daily allowance are left; null: it is not limited.</summary>
    public long? PiecesLeft(string name) =>
        IsBeyondAllowances || limits.Allowances.FirstOrDefault(row => row.Name == name) is not { } allowance ? null
        // What was used today is not known, and it was let pass: a day's are the most.
        : now.Trusted ? Math.Max(0, allowance.For(Age) - UsedToday(name))
        : allowance.For(Age);

    /// <summary>Has the guest this membership or badge now?</summary>
    public bool IsEntitled(AssetId asset)
    {
        var rows = card.Entry?.Entitlements.Where(row => row.Asset == asset).ToList() ?? [];
        return rows.Count > 0 &&
            !Fails(TimedCheck.Entitlement, !rows.Any(row => row.IsValidAt(now.WallMilliseconds)));
    }

    /// <summary>What the decision is made on.</summary>
    private Verdict Verdict() => list.ToVerdict(
        past, proved, card.Counter, setup.Station.PriceListVersion, [.. assumed]);

    private ValueList<AssetAmount>? Left(ValueList<AssetAmount> parts) =>
        card.Entry is { State: CardState.Ok } entry && !IsTooWeak && !IsBlockedByStaff
            ? Balances.Less(Balances.Of(entry, unlisted), parts)
            : null;

    /// <summary>1. The card itself.</summary>
    private Reason? CardReason()
    {
        if (card.HasRandomUid)
            return Reason.RandomUid;
        if (list.Mode == ListMode.Missing)
            return !GoesWithoutList ? Reason.ListExpired : IsBlockedByStaff ? Reason.CardBlocked : null;
        if (IsBlockedByStaff)
            return Reason.CardBlocked;
        if (card.Entry is not { } entry)
            return UnknownCardReason();
        if (entry.State == CardState.Blocked)
            return Reason.CardBlocked;
        if (entry.ValidThroughMilliseconds is { } end && Fails(TimedCheck.Expiry, now.WallMilliseconds > end))
            return Reason.CardExpired;
        return !IsTooWeak ? null : card.KeysLost ? Reason.DeviceFault : Reason.ClassTooWeak;
    }

    private Reason? UnknownCardReason()
    {
        var rules = limits.UnknownCards;
        if (rules.Policy == UnknownCardPolicy.Refuse || UnlistedWithThis > rules.PerCard)
            return Reason.CardUnknown;
        return MoneySums.SumOrLimit([UnknownToday, Price]) > rules.PerDay ? Reason.CardUnknown : null;
    }

    /// <summary>What cards that the list does not have spent here today.</summary>
    private Money UnknownToday => UnknownCardsTotal.At(past, now.WallMilliseconds, now.Trusted, limits).Spent;

    private static Money Less(Money limit, Money spent) => MoneySums.SumOrLimit([limit, -spent]);

    /// <summary>2. Entitlement, hours, age, allowance. (Anti-passback, 204, is a matter of gates.)</summary>
    private Reason? ArticlesReason()
    {
        if (BuysNothing)
            return null;
        var articles = basket.Articles.Select(row => row.Article).ToList();
        if (articles.Any(article => article.Entitlement is { } asset && !IsEntitled(asset)))
            return Reason.NotEntitled;
        if (articles.Any(article => article.Window is { } window &&
            Fails(TimedCheck.Window, !window.Contains(now.LocalMinuteOfDay))))
            return Reason.OutsideWindow;
        if (articles.Any(article => article.AdultsOnly) && !IsTakenForAdult)
            return Reason.AgeClass;
        return !IsBeyondAllowances && limits.Allowances.Any(allowance => !IsWithin(allowance))
            ? Reason.AllowanceUsed
            : null;
    }

    private AgeClass Age => card.Entry?.Age ?? AgeClass.Unknown;

    /// <summary>Staff give no minor more than the enrolment allows minors.</summary>
    private bool IsBeyondAllowances => IsApprovedByStaff && Age != AgeClass.Minor;

    private bool IsTakenForAdult => Age == AgeClass.Adult || IsApprovedByStaff && Age == AgeClass.Unknown;

    private bool IsWithin(AllowanceLimit allowance)
    {
        var wanted = basket.Lines.Where(line => line.Allowance == allowance.Name).Sum(line => line.Quantity);
        if (wanted == 0)
            return true;
        var perDay = allowance.For(Age);
        return wanted <= perDay &&
            !Fails(TimedCheck.Allowance, UsedToday(allowance.Name) + wanted > perDay);
    }

    private long UsedToday(string allowance)
    {
        var today = limits.DayOf(now.WallMilliseconds);
        return (card.Entry?.AllowancesUsed ?? []).Concat(unlisted.SelectMany(row => row.Allowances))
            .Where(use => use.Name == allowance && use.Day == today)
            .Sum(use => (long)use.Count);
    }

    /// <summary>3. The balance: can the price be paid, and from what?</summary>
    private Reason? SplitReason(out ValueList<AssetAmount> parts)
    {
        var all = new List<AssetAmount>();
        parts = [];
        foreach (var (paidWith, due) in Due)
        {
            if (!TrySplit(due, paidWith, out var some))
                return Reason.BalanceTooLow;
            all.AddRange(some);
        }
        parts = [.. all];
        return null;
    }

    private bool TrySplit(Money due, AssetCategory? paidWith, out ValueList<AssetAmount> parts)
    {
        if (card.Entry is { } entry)
            return SpendOrder.TrySplit(due, Balances.Of(entry, unlisted), paidWith, out parts);
        // An unknown card's balance is not known either: what its policy allows is booked in the policy's asset.
        parts = due.IsPositive ? [new AssetAmount(limits.UnknownCards.Asset, due)] : [];
        return paidWith is null || !due.IsPositive;
    }

    /// <summary>4. How far we go without the ledger.</summary>
    private Reason? LimitReason()
    {
        if (list.Mode == ListMode.Expired)
            return Reason.ListExpired;
        var fresh = list.IsFresh;
        if (Price.IsPositive && UnlistedWithThis > (fresh ? ClassLimits.FreshLimit : ClassLimits.OfflineLimit))
            return Reason.OfflineLimit;
        if (Price > ClassLimits.FloorLimit)
            return Reason.FloorLimit;
        if (TapsInWindow() >= ClassLimits.VelocityTaps)
            return Reason.Velocity;
        if (!fresh && card.Entry is { EverUsed: false } && UnlistedWithThis > ClassLimits.FirstUseLimit)
            return Reason.FirstUse;
        // Whatever the list's age: what all wallets may lose the house is bounded by the sum of these totals.
        var total = MoneySums.SumOrLimit([past.UnlistedDebits, Beside, Price]);
        return Price.IsPositive && total > limits.OfflineTotal ? Reason.TerminalTotal : null;
    }

    private int TapsInWindow() => Balances.PursesOf(card)
        .SelectMany(purse => past.ActivityOf(purse).Taps)
        .Count(tap => tap.ElapsedAt(now.MonotonicMilliseconds, past.MachineBoot) < ClassLimits.VelocitySeconds * 1000L);

    /// <summary>A check of dates or hours: by the clock when it is trusted, else as configured, and recorded.</summary>
    private bool Fails(TimedCheck check, bool failsByTheClock)
    {
        if (now.Trusted)
            return failsByTheClock;
        if (limits.UntrustedTime.For(check) == UntrustedTimeChoice.Refuse)
            return true;
        if (!assumed.Contains(check))
            assumed.Add(check);
        return false;
    }
}
