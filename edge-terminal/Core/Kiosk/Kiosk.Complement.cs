using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>
/// Two cards that pay together. Nothing is taken before the second was judged: then both payments are one fact.
/// </content>
internal sealed partial class Kiosk
{
    /// <summary>It has some of the price, and another card may have the rest.</summary>
    /// <returns>Null: it is refused.</returns>
    private Decision? AskForSecond(
        TerminalState state, Now now, Basket basket, Input.CardPresented tap, SaleRules rules)
    {
        if (kiosk.SecondCardMilliseconds == 0 || tap.Card.Entry is null)
            return null;
        var gives = rules.MostOfDue();
        var first = new FirstCard(
            // What it proved was judged now; its counter counts once.
            tap.Card with { Proved = rules.Proved, Counter = null },
            state.Present.ListInUse,
            gives,
            [
                .. rules.Due.Zip(gives, (due, given) => (due.PaidWith, Price: due.Price - given.Price))
                    .Where(way => way.Price.IsPositive),
            ]);
        return gives.All(way => !way.Price.IsPositive) ||
            RulesOf(state, now, basket, first).Judge(tap.JournalHasRoom).Reason is not null
                ? null
                : Answer(
                    state,
                    new KioskPhase.SecondCardAsked(
                        basket, first, now.MonotonicMilliseconds + kiosk.SecondCardMilliseconds),
                    Cue.Noticed,
                    new GuestScreen.SecondCardAsked(first.Missing, IsToHoldLonger: false),
                    // It was told what is missing, and so what it has.
                    UsedUp(rules));
    }

    private Decision TakeSecond(
        TerminalState state, Now now, KioskPhase.SecondCardAsked on, Input.CardPresented tap)
    {
        var first = on.First;
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started");
        if (tap.Card.Card == first.Card.Card)
            return Ignore(state, "it is the first card: another one is waited for");
        var ofFirst = RulesOf(state, now, on.Basket, first).Judge(tap.JournalHasRoom);
        // What it had may have been spent elsewhere meanwhile, or a list may say otherwise.
        if (first.List != state.Present.ListInUse || ofFirst.Reason is not null)
            return Sell(state, now, on.Basket, tap);
        var alone = new SaleRules(Setup, state, now, tap.Card, on.Basket);
        if (ApprovedEarlier(state, now, on.Basket, tap, alone) is { } earlier)
            return earlier;
        var rules = new SaleRules(Setup, state, now, tap.Card, on.Basket)
        {
            Due = first.Missing,
            Beside = ofFirst.Parts.OrdinarySum(),
            BuysNothing = true,
        };
        var judgement = rules.Judge(tap.JournalHasRoom);
        // The first has given what their wallet may give.
        if (judgement.Reason is null && SharesWallet(first.Card, tap.Card))
            judgement = judgement with { Reason = Reason.BalanceTooLow, Parts = [] };
        return judgement.Reason is { } reason
            ? Refuse(state, now, reason, tap.Card.Card, on.Basket, judgement, tap.JournalHasRoom)
            : ApproveBoth(state, now, on, tap.Card, (ofFirst, judgement), rules);
    }

    private Decision ApproveBoth(
        TerminalState state, Now now, KioskPhase.SecondCardAsked on, CardPresentation second,
        (SaleJudgement First, SaleJudgement Second) judged, SaleRules rules)
    {
        var first = on.First.Card;
        var screen = new GuestScreen.Approved(on.Basket, judged.Second.Left ?? []);
        var verdict = judged.First.Verdict;
        var sale = new Fact.Sale(
            first.Card,
            [
                new Payment(first.Card, first.Entry?.Wallet, judged.First.Parts),
                new Payment(second.Card, second.Entry?.Wallet, judged.Second.Parts),
            ],
            on.Basket.Lines,
            verdict with
            {
                AssumedGood = [.. verdict.AssumedGood.Union(judged.Second.Verdict.AssumedGood)],
            });
        return Answer(
            state,
            AwaitSeen(now, second.Card, screen) with { Beside = first.Card },
            Cue.Approved,
            screen,
            InOrder([.. UsedUp(rules), .. Counted(state, sale)]));
    }

    private SaleRules RulesOf(TerminalState state, Now now, Basket basket, FirstCard first) =>
        new(Setup, state, now, first.Card, basket) { Due = first.Gives };

    private static bool SharesWallet(CardPresentation first, CardPresentation second) =>
        Balances.PursesOf(first).Intersect(Balances.PursesOf(second)).Any();
}
