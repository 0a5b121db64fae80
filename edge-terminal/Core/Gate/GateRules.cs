using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Who is let in. One object judges one tap.</summary>
internal sealed class GateRules(
    TerminalSetup setup, GateSetup gate, TerminalState state, Now now, CardPresentation card, int people)
{
    private readonly Inside inside = new(setup, gate, state, now);

    /// <summary>
    /// The first admission that the card meets; else that which got furthest: the numbers of reasons rise in the order
    /// of the checks.
    /// </summary>
    public GateJudgement Judge(bool journalHasRoom)
    {
        if (gate.WithoutList == WithoutList.LetIn &&
            ListJudgement.Of(state, now, setup.Limits).Mode == ListMode.Missing)
            return JudgeBy(null, Basket.Empty, journalHasRoom);
        GateJudgement? furthest = null;
        foreach (var admission in gate.Admissions)
        {
            var judged = JudgeBy(admission, admission.For(people), journalHasRoom);
            if (judged.Sale.Reason is null)
                return judged;
            if (furthest is null || judged.Sale.Reason > furthest.Sale.Reason)
                furthest = judged;
        }
        return furthest ?? throw new InvalidOperationException("A way in without admissions.");
    }

    private GateJudgement JudgeBy(Admission? admission, Basket basket, bool journalHasRoom)
    {
        var rules = new SaleRules(setup, state, now, card, basket)
        {
            OwnChecks = fails => Refusal(admission, fails),
            GoesWithoutList = admission is null,
        };
        return new GateJudgement(admission, basket, rules.Judge(journalHasRoom));
    }

    private Reason? Refusal(Admission? admission, Func<TimedCheck, bool, bool> fails) =>
        people > 1 && admission is { MayBeAGroups: false } ? Reason.NotEntitled
        : gate.PassBack.IsOn && inside.Has(card.Card) ? Reason.PassedBack
        : admission is not null && IsUsedUp(admission, fails) ? Reason.AllowanceUsed
        : gate.Capacity is { } most && inside.People + people > most ? Reason.ZoneFull
        : null;

    /// <summary>Entries of earlier builds do not say by what they were: all that were free count.</summary>
    private bool IsUsedUp(Admission admission, Func<TimedCheck, bool, bool> fails)
    {
        var used = state.Past.Gate.EntriesOf(card.Card, setup.Limits)
            .Concat(state.Present.Peers.Passages.EntriesOf(card.Card, setup.Limits))
            .Where(entries => entries.Admission is { } by ? by == admission.Article.Id : entries.IsFree)
            .ToList();
        if (admission.Entries is { } most && People(used, IsWithinTicket) + people > most)
            return true;
        if (admission.EntriesPerDay is not { } daily)
            return false;
        var today = setup.Limits.DayOf(now.WallMilliseconds);
        return people > daily || fails(
            TimedCheck.Allowance,
            People(used, entries => entries.Day == today) + people > daily);

        bool IsWithinTicket(EntriesOfDay entries) =>
            entries.LatestMilliseconds is not { } at || at >= ValidFrom(admission);
    }

    private long ValidFrom(Admission admission) => (card.Entry?.Entitlements ?? [])
        .Where(row => row.Asset == admission.Article.Entitlement && row.ThroughMilliseconds >= now.WallMilliseconds)
        .Select(row => row.FromMilliseconds ?? 0)
        .DefaultIfEmpty()
        .Min();

    private static long People(IEnumerable<EntriesOfDay> entries, Func<EntriesOfDay, bool> counts) =>
        entries.Where(counts).Sum(row => (long)row.People);
}
