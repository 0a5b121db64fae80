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

    /// <summary>Ordinary money: time and loyalty have their balances as limits.</summary>
    private readonly Money price = basket.Prices.Where(way => way.PaidWith is null).Sum(way => way.Price);

    /// <summary>It proves less than it was enrolled as: whoever holds it may have copied it.</summary>
    public bool IsTooWeak => card.Entry is { } entry && proved < entry.Class;

    /// <summary>The reading of its counter that an answer uses up; null when none counts.</summary>
    public CounterReading? UsesUp =>
        proved == CardClass.Counter && card.Counter is { } value ? new CounterReading(card.Card, value) : null;

    /// <summary>Here, or at another terminal of the site; the list does not know it yet.</summary>
    private bool IsBlockedByStaff =>
        past.BlockedHere.ContainsKey(card.Card) || state.Present.Peers.HasBlocked(card.Card);

    private ClassLimits ClassLimits => limits.For(card.Entry?.Class ?? proved);

    /// <summary>What the wallet would have spent that the list does not know of.</summary>
    private Money UnlistedWithThis => unlisted.Select(row => row.Debit).Append(price).SumOrLimit();

    public SaleJudgement Judge(bool journalHasRoom)
    {
        ValueList<AssetAmount> parts = [];
        var reason = CardReason() ?? ArticlesReason() ?? SplitReason(out parts) ?? LimitReason() ??
            (journalHasRoom ? null : (Reason?)Reason.JournalFull) ?? FaultRules.Forbids(past.Faults);
        // What is refused takes nothing: the card has what it had.
        return new SaleJudgement(reason, parts, Left(reason is null ? parts : []), Verdict());
    }

    /// <summary>For a card that asks for its balance: nothing but the card itself is judged.</summary>
    public SaleJudgement JudgeCard() => new(CardReason(), [], Left([]), Verdict());

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
            return Reason.ListExpired;
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
        var total = UnknownCardsTotal.At(past, now.WallMilliseconds, now.Trusted, limits);
        return MoneySums.SumOrLimit([total.Spent, price]) > rules.PerDay ? Reason.CardUnknown : null;
    }

    /// <summary>2. Entitlement, hours, age, allowance. (Anti-passback, 204, is a matter of gates.)</summary>
    private Reason? ArticlesReason()
    {
        var articles = basket.Articles.Select(row => row.Article).ToList();
        if (articles.Any(article => article.Entitlement is { } asset && !IsEntitled(asset)))
            return Reason.NotEntitled;
        if (articles.Any(article => article.Window is { } window &&
            Fails(TimedCheck.Window, !window.Contains(now.LocalMinuteOfDay))))
            return Reason.OutsideWindow;
        if (articles.Any(article => article.AdultsOnly) && card.Entry?.Age != AgeClass.Adult)
            return Reason.AgeClass;
        return limits.Allowances.Any(allowance => !IsWithin(allowance)) ? Reason.AllowanceUsed : null;
    }

    private bool IsEntitled(AssetId asset)
    {
        var rows = card.Entry?.Entitlements.Where(row => row.Asset == asset).ToList() ?? [];
        return rows.Count > 0 && !Fails(TimedCheck.Entitlement, !rows.Any(row =>
            now.WallMilliseconds >= (row.FromMilliseconds ?? 0) && now.WallMilliseconds <= row.ThroughMilliseconds));
    }

    private bool IsWithin(AllowanceLimit allowance)
    {
        var wanted = basket.Lines.Where(line => line.Allowance == allowance.Name).Sum(line => line.Quantity);
        if (wanted == 0)
            return true;
        var today = limits.DayOf(now.WallMilliseconds);
        var used = (card.Entry?.AllowancesUsed ?? []).Concat(unlisted.SelectMany(row => row.Allowances))
            .Where(use => use.Name == allowance.Name && use.Day == today)
            .Sum(use => (long)use.Count);
        return wanted <= allowance.PerDay && !Fails(TimedCheck.Allowance, used + wanted > allowance.PerDay);
    }

    /// <summary>3. The balance: can the price be paid, and from what?</summary>
    private Reason? SplitReason(out ValueList<AssetAmount> parts)
    {
        var all = new List<AssetAmount>();
        parts = [];
        foreach (var (paidWith, due) in basket.Prices)
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
        if (price.IsPositive && UnlistedWithThis > (fresh ? ClassLimits.FreshLimit : ClassLimits.OfflineLimit))
            return Reason.OfflineLimit;
        if (price > ClassLimits.FloorLimit)
            return Reason.FloorLimit;
        if (TapsInWindow() >= ClassLimits.VelocityTaps)
            return Reason.Velocity;
        if (!fresh && card.Entry is { EverUsed: false } && UnlistedWithThis > ClassLimits.FirstUseLimit)
            return Reason.FirstUse;
        // Whatever the list's age: what all wallets may lose the house is bounded by the sum of these totals.
        var total = MoneySums.SumOrLimit([past.UnlistedDebits, price]);
        return price.IsPositive && total > limits.OfflineTotal ? Reason.TerminalTotal : null;
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
