using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The sale at a kiosk: ready, article chosen, card presented, approved or refused, shown. Each pair of phase and input
/// has an arm of its own: it acts, or says why it does not.
/// </summary>
internal sealed class Kiosk(TerminalSetup setup)
{
    private const string VerdictFirst = "the last verdict comes first";

    private readonly KioskSetup kiosk = setup.Kiosk;

    /// <summary>
    /// Where a kiosk rests: selling its fixed article, ready for a choice, or out of service; at first it listens.
    /// </summary>
    public static KioskPhase Idle(TerminalSetup setup, ImmutableSortedSet<Fault> faults, Present present) =>
        FaultRules.Forbids(faults) is { } reason ? new KioskPhase.OutOfService(reason)
        : present.FirstWordBy is { } until ? new KioskPhase.Listening(until)
        : setup.Kiosk.IdleBasket is { IsEmpty: false } basket ? new KioskPhase.ArticleChosen(basket, Until: null)
        : new KioskPhase.Ready();

    /// <summary>What a resting kiosk shows.</summary>
    public static GuestScreen ScreenOf(KioskPhase phase) => phase switch
    {
        KioskPhase.ArticleChosen chosen => new GuestScreen.AmountDue(chosen.Basket),
        KioskPhase.OutOfService on => new GuestScreen.OutOfService(on.Reason),
        KioskPhase.Stopped => new GuestScreen.Closed(),
        KioskPhase.Listening => new GuestScreen.Starting(),
        _ => new GuestScreen.Ready(),
    };

    public Decision Decide(TerminalState state, Now now, Input input) => (state.Present.Kiosk, input) switch
    {
        (KioskPhase.Stopped, _) => Ignore(state, "stopped"),
        (KioskPhase.Starting, Input.StopRequested) => Stop(state),
        (KioskPhase.Starting, Input.TimePassed or Input.VerdictShown) => Ignore(state, "the journal is being read"),

        (not KioskPhase.Starting, Input.FaultBegan began) => OnFaultBegan(state, began),
        (not KioskPhase.Starting, Input.FaultEnded ended) => OnFaultEnded(state, ended),

        (not KioskPhase.Starting, Input.SetupChanged) =>
            state.Present.Kiosk.IsAtRest ? Rest(state) : Ignore(state, "a guest is being served"),

        (KioskPhase.OutOfService or KioskPhase.Listening, Input.StopRequested) => Stop(state),
        (KioskPhase.OutOfService, _) => Ignore(state, "out of service"),

        (KioskPhase.Listening on, Input.TimePassed) =>
            now.MonotonicMilliseconds < on.Until ? Ignore(state, "too early") : FirstWord.Decide(setup, state),
        (KioskPhase.Listening, _) => Ignore(state, "the ledger's first word is waited for"),

        (KioskPhase.Ready or KioskPhase.Shown, Input.ArticleChosen chosen) => Choose(state, now, Basket.Empty, chosen),
        (KioskPhase.ArticleChosen on, Input.ArticleChosen chosen) => Choose(state, now, BeforeChoice(on), chosen),
        (KioskPhase.Approved or KioskPhase.Refused, Input.ArticleChosen) => Ignore(state, VerdictFirst),

        (KioskPhase.ArticleChosen or KioskPhase.Shown, Input.BasketCleared) => Rest(state),
        (KioskPhase.Ready, Input.BasketCleared) => Ignore(state, "nothing was chosen"),
        (KioskPhase.Approved or KioskPhase.Refused, Input.BasketCleared) => Ignore(state, VerdictFirst),

        (KioskPhase.Ready, Input.CardPresented tap) => TellBalance(state, now, tap),
        (KioskPhase.ArticleChosen on, Input.CardPresented tap) => Sell(state, now, on.Basket, tap),
        (KioskPhase.Shown shown, Input.CardPresented tap) => TapAfterVerdict(state, now, shown, tap),
        (KioskPhase.Approved or KioskPhase.Refused, Input.CardPresented) => Ignore(state, VerdictFirst),

        (KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.Shown, Input.SeveralCardsPresented tap) =>
            RefuseSeveral(state, now, tap),
        (KioskPhase.Approved or KioskPhase.Refused, Input.SeveralCardsPresented) => Ignore(state, VerdictFirst),

        (KioskPhase.Ready or KioskPhase.ArticleChosen, Input.CardLeftEarly) => AskToHoldLonger(state, now),
        (KioskPhase.Shown shown, Input.CardLeftEarly) => AskNextToHoldLonger(state, now, shown),
        (KioskPhase.Approved or KioskPhase.Refused, Input.CardLeftEarly) => Ignore(state, VerdictFirst),

        (KioskPhase.Approved approved, Input.VerdictShown) => ApprovalSeen(state, now, approved),
        (KioskPhase.Refused, Input.VerdictShown) => Become(state, new KioskPhase.Shown(null, VerdictEnd(now))),
        (KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.Shown, Input.VerdictShown) =>
            Ignore(state, "it is not waited for any more"),

        (KioskPhase.Approved approved, Input.TimePassed) => ApprovalUnseen(state, now, approved),
        (KioskPhase.ArticleChosen or KioskPhase.Refused or KioskPhase.Shown, Input.TimePassed) => OnTime(state, now),
        (KioskPhase.Ready, Input.TimePassed) => Ignore(state, "nothing was waited for"),

        (KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.Approved or KioskPhase.Refused or KioskPhase.Shown,
            Input.FieldEmptied) => Ignore(state, "a sale needs its card no longer"),

        (KioskPhase.Approved approved, Input.StopRequested) => Become(state, approved with { StopAfter = true }),
        (KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.Refused or KioskPhase.Shown, Input.StopRequested) =>
            Stop(state),

        var (phase, what) => throw new InvalidOperationException(
            $"A kiosk in {phase.GetType().Name} has no arm for {what.GetType().Name}."),
    };

    /// <summary>The fixed article is not yet a choice: a key replaces it.</summary>
    private static Basket BeforeChoice(KioskPhase.ArticleChosen on) => on.Until is null ? Basket.Empty : on.Basket;

    private long VerdictEnd(Now now) => now.MonotonicMilliseconds + kiosk.VerdictMilliseconds;

    private long RepeatEnd(KioskPhase.Approved approval) => approval.At + kiosk.RepeatMilliseconds;

    private Decision Choose(TerminalState state, Now now, Basket before, Input.ArticleChosen chosen)
    {
        if (FaultRules.Forbids(state.Past.Faults) is not null)
            return Rest(state);
        var basket = before.Add(chosen.Article);
        return Become(
            state,
            new KioskPhase.ArticleChosen(basket, now.MonotonicMilliseconds + kiosk.BasketMilliseconds),
            new Effect.Show(new GuestScreen.AmountDue(basket)));
    }

    private Decision Sell(TerminalState state, Now now, Basket basket, Input.CardPresented tap)
    {
        var rules = new SaleRules(setup, state, now, tap.Card, basket);
        if (ApprovedEarlier(state, now, basket, tap, rules) is { } decision)
            return decision;
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started: it may have paid already");
        var judgement = rules.Judge(tap.JournalHasRoom);
        return judgement.Reason is { } reason
            ? Refuse(state, now, reason, tap.Card.Card, basket, judgement, tap.JournalHasRoom)
            : Approve(state, now, basket, tap.Card, judgement);
    }

    private Decision Approve(
        TerminalState state, Now now, Basket basket, CardPresentation card, SaleJudgement judgement)
    {
        ValueList<Payment> payments = judgement.Parts.Count == 0
            ? []
            : [new Payment(card.Card, card.Entry?.Wallet, judgement.Parts)];
        var screen = new GuestScreen.Approved(basket, judgement.Left ?? []);
        return Answer(
            state,
            AwaitSeen(now, card.Card, screen),
            Cue.Approved,
            screen,
            [new Fact.Sale(card.Card, payments, basket.Lines, judgement.Verdict)]);
    }

    private Decision Refuse(
        TerminalState state, Now now, Reason reason, CardToken? card, Basket basket, SaleJudgement judgement,
        bool journalHasRoom) => Answer(
            state,
            new KioskPhase.Refused(now.MonotonicMilliseconds + kiosk.ShowingMilliseconds),
            Cue.Refused,
            new GuestScreen.Refused(reason, basket, judgement.Left),
            // The last room is for what must be written; a refusal moves no money.
            journalHasRoom ? [new Fact.Refusal(reason, card, basket.Lines, judgement.Verdict)] : []);

    /// <summary>
    /// The power went, or the display did, before this card's last approval could be seen: show it now, charge nothing.
    /// </summary>
    private Decision? ApprovedEarlier(
        TerminalState state, Now now, Basket basket, Input.CardPresented tap, SaleRules rules)
    {
        var (past, card) = (state.Past, tap.Card.Card);
        if (past.Unshown.GetValueOrDefault(card) is not { } sale || sale.Basket != basket.Lines)
            return null;
        if (!MayHearAgain(tap, rules))
            return null;
        // Time without power is not known: a sale of an earlier start counts from this one.
        var since = sale.Boot == past.Boots ? sale.AtMilliseconds : past.StartedAtMilliseconds;
        if (now.MonotonicMilliseconds - since > kiosk.UnshownMilliseconds)
            return null;
        var left = rules.JudgeCard().Left;
        var screen = new GuestScreen.ApprovedEarlier(basket, left ?? []);
        // Not the yes of a payment: whoever only listens would hear two.
        return Answer(state, AwaitSeen(now, card, screen), Cue.Noticed, screen, UsedUp(rules));
    }

    /// <summary>A yes is goods, also when it is said once more: not to a copy, and not for one reading twice.</summary>
    private static bool MayHearAgain(Input.CardPresented tap, SaleRules rules) =>
        !rules.IsTooWeak && (tap.JournalHasRoom || rules.UsesUp is null);

    private static ImmutableArray<Fact> UsedUp(SaleRules rules) =>
        rules.UsesUp is { } reading ? [new Fact.CounterUsed(reading.Card, reading.Value)] : [];

    private KioskPhase.Approved AwaitSeen(Now now, CardToken card, GuestScreen screen)
    {
        var at = now.MonotonicMilliseconds;
        return new KioskPhase.Approved(card, screen, at, at + kiosk.ShowingMilliseconds, StopAfter: false);
    }

    private Decision ApprovalSeen(TerminalState state, Now now, KioskPhase.Approved approved)
    {
        var next = approved.StopAfter
            ? Stop(state)
            : Become(state, new KioskPhase.Shown(approved, VerdictEnd(now)) { RepeatUntil = RepeatEnd(approved) });
        return next with { Facts = [new Fact.SaleShown(state.Past.Unshown[approved.Card].Position)] };
    }

    /// <summary>
    /// The display did not say that it showed the approval: the sale stays one that nobody may have seen.
    /// </summary>
    private Decision ApprovalUnseen(TerminalState state, Now now, KioskPhase.Approved approved) =>
        now.MonotonicMilliseconds < approved.Until ? Ignore(state, "too early")
        : approved.StopAfter ? Stop(state)
        : Rest(state);

    private Decision TapAfterVerdict(TerminalState state, Now now, KioskPhase.Shown shown, Input.CardPresented tap)
    {
        var isRepeat = shown.Approval?.Card == tap.Card.Card && now.MonotonicMilliseconds < shown.RepeatUntil;
        var rules = new SaleRules(setup, state, now, tap.Card, Basket.Empty);
        if (isRepeat && MayHearAgain(tap, rules))
            return Become(
                state, shown with { Until = VerdictEnd(now) }, new Effect.Show(shown.Approval!.Screen)) with
            {
                Facts = UsedUp(rules),
            };
        return kiosk.IdleBasket.IsEmpty ? TellBalance(state, now, tap) : Sell(state, now, kiosk.IdleBasket, tap);
    }

    /// <summary>
    /// Nothing was chosen: say what the card has. Nothing has happened that is to be recorded, but that a counter
    /// counted.
    /// </summary>
    private Decision TellBalance(TerminalState state, Now now, Input.CardPresented tap)
    {
        var rules = new SaleRules(setup, state, now, tap.Card, Basket.Empty);
        var judgement = rules.JudgeCard();
        var reason = judgement.Reason ?? (judgement.Left is null ? Reason.CardUnknown
            : MayHearAgain(tap, rules) ? null
            : (Reason?)Reason.JournalFull);
        return reason is { } why
            ? Refuse(state, now, why, tap.Card.Card, Basket.Empty, judgement, tap.JournalHasRoom)
            : Answer(
                state,
                new KioskPhase.Shown(null, VerdictEnd(now)),
                Cue.Noticed,
                new GuestScreen.Balance(judgement.Left!.Value),
                UsedUp(rules));
    }

    /// <summary>
    /// The card was not yet read to its end. The amount stays to be seen; where nothing was chosen, the advice goes
    /// after a while.
    /// </summary>
    private Decision AskToHoldLonger(TerminalState state, Now now)
    {
        var phase = state.Present.Kiosk;
        var basket = (phase as KioskPhase.ArticleChosen)?.Basket ?? Basket.Empty;
        return Become(
            state,
            phase.IsAtRest ? new KioskPhase.Shown(null, VerdictEnd(now)) : phase,
            new Effect.Show(new GuestScreen.HoldLonger(basket)));
    }

    /// <summary>
    /// Nobody knows whose card it was. The next guest must not take the last one's thank-you for an answer; the last
    /// one, whose card slipped, must not pay again for following the advice. That longer time is not made longer still.
    /// </summary>
    private Decision AskNextToHoldLonger(TerminalState state, Now now, KioskPhase.Shown shown)
    {
        if (FaultRules.Forbids(state.Past.Faults) is not null)
            return Rest(state);
        var until = VerdictEnd(now);
        var mayBeRepeat = shown.Approval is { } approval && now.MonotonicMilliseconds < RepeatEnd(approval);
        return Become(
            state,
            shown with { Until = until, RepeatUntil = mayBeRepeat ? until : shown.RepeatUntil },
            new Effect.Show(new GuestScreen.HoldLonger(kiosk.IdleBasket)));
    }

    private Decision RefuseSeveral(TerminalState state, Now now, Input.SeveralCardsPresented tap)
    {
        var basket = state.Present.Kiosk is KioskPhase.ArticleChosen chosen ? chosen.Basket : Basket.Empty;
        var list = ListJudgement.Of(state, now, setup.Limits);
        var verdict = list.ToVerdict(
            state.Past, presented: null, counter: null, kiosk.PriceListVersion, assumedGood: []);
        return Refuse(
            state, now, Reason.TwoCards, card: null, basket, new SaleJudgement(Reason.TwoCards, [], null, verdict),
            tap.JournalHasRoom);
    }

    private Decision OnTime(TerminalState state, Now now) =>
        state.Present.Kiosk.WakeAtMilliseconds is { } at && now.MonotonicMilliseconds >= at
            ? Rest(state)
            : Ignore(state, "too early");

    private Decision OnFaultBegan(TerminalState state, Input.FaultBegan began)
    {
        if (state.Past.Faults.Contains(began.Fault))
            return Ignore(state, "it is raised already");
        var raised = new Fact.FaultRaised(began.Fault.ToString(), FactText.Fit(began.Detail));
        return OnFaults(state, state.Past.Faults.Add(began.Fault), raised);
    }

    private Decision OnFaultEnded(TerminalState state, Input.FaultEnded ended)
    {
        if (!state.Past.Faults.Contains(ended.Fault))
            return Ignore(state, "it is not raised");
        return OnFaults(
            state, state.Past.Faults.Remove(ended.Fault), new Fact.FaultCleared(ended.Fault.ToString()));
    }

    /// <summary>
    /// Goes out of service, or back into it, where the phase allows; a verdict is shown to its end first.
    /// </summary>
    private Decision OnFaults(TerminalState state, ImmutableSortedSet<Fault> faults, Fact fact)
    {
        var idle = Idle(setup, faults, state.Present);
        var turns = state.Present.Kiosk switch
        {
            KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.Listening => idle is KioskPhase.OutOfService,
            KioskPhase.OutOfService on => idle != on,
            _ => false,
        };
        var decision = turns ? Become(state, idle, new Effect.Show(ScreenOf(idle))) : Ignore(state, "no change");
        return decision with { Facts = [fact], Ignored = null };
    }

    /// <summary>Goes to where a kiosk rests, and shows it.</summary>
    public static Decision Rest(TerminalSetup setup, ImmutableSortedSet<Fault> faults, Present present)
    {
        var idle = Idle(setup, faults, present);
        return new Decision(present with { Kiosk = idle }, [], [new Effect.Show(ScreenOf(idle))]);
    }

    private Decision Rest(TerminalState state) => Rest(setup, state.Past.Faults, state.Present);

    private static Decision Stop(TerminalState state)
    {
        var stopped = new KioskPhase.Stopped();
        return Become(state, stopped, new Effect.Show(ScreenOf(stopped)), new Effect.Stop());
    }

    private static Decision Answer(
        TerminalState state, KioskPhase next, Cue cue, GuestScreen screen, ImmutableArray<Fact> facts) =>
        Become(state, next, new Effect.Show(screen), new Effect.Sound(cue)) with { Facts = facts };

    private static Decision Become(TerminalState state, KioskPhase next, params ImmutableArray<Effect> effects) =>
        new(state.Present with { Kiosk = next }, [], effects);

    private static Decision Ignore(TerminalState state, string why) => Decision.Ignore(state.Present, why);
}
