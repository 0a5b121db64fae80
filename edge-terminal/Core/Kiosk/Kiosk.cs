using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The sale at a kiosk: ready, article chosen, card presented, approved or refused, shown.</summary>
internal sealed partial class Kiosk(TerminalSetup setup, KioskSetup kiosk) : StationMachine(setup)
{
    public override Decision Decide(TerminalState state, Now now, Input input) => (state.Present.Phase, input) switch
    {
        (KioskPhase.Ready or KioskPhase.Shown, Input.ArticleChosen chosen) => Choose(state, now, Basket.Empty, chosen),
        (KioskPhase.ArticleChosen on, Input.ArticleChosen chosen) => Choose(state, now, BeforeChoice(on), chosen),
        (KioskPhase.SecondCardAsked on, Input.ArticleChosen chosen) => Choose(state, now, on.Basket, chosen),

        (KioskPhase.Ready or KioskPhase.Shown, Input.KnobTurned turned) =>
            Turn(state, now, Basket.Empty, from: null, turned.Steps),
        (KioskPhase.ArticleChosen { Knob: { } knob }, Input.KnobTurned turned) =>
            Turn(state, now, knob.Before, knob.Index, turned.Steps),
        (KioskPhase.ArticleChosen on, Input.KnobTurned turned) =>
            Turn(state, now, BeforeChoice(on), from: null, turned.Steps),
        (KioskPhase.SecondCardAsked on, Input.KnobTurned turned) =>
            Turn(state, now, on.Basket, from: null, turned.Steps),
        (KioskPhase.ArticleChosen { Knob: { } knob } on, Input.Confirmed) =>
            Turn(state, now, on.Basket, knob.Index, steps: 0),

        (KioskPhase.PinAsked on, Input.AtKiosk or Input.CardPresented or Input.SeveralCardsPresented or
            Input.CardLeftEarly) => AtPin(state, now, on, input),
        (KioskPhase.PinTyped on, Input.PinTried tried) when tried.Attempt == on.Attempt =>
            OnPinTried(state, now, on.Staff, tried.IsRight),
        (KioskPhase, Input.PinTried) => Ignore(state, "no such PIN is waited for"),
        (KioskPhase.PinTyped, Input.AtKiosk or Input.CardPresented or Input.SeveralCardsPresented or
            Input.CardLeftEarly) => Ignore(state, PinFirst),
        (KioskPhase.AtWork on, Input.AtKiosk or Input.CardPresented or Input.SeveralCardsPresented or
            Input.CardLeftEarly) => AtWork(state, now, on, input),

        (KioskPhase.Approved, Input.ArticleChosen or Input.KnobTurned) => Ignore(state, VerdictFirst),
        (KioskPhase, Input.DigitTyped or Input.Confirmed) => Ignore(state, NoMeaning),

        (KioskPhase.ArticleChosen or KioskPhase.SecondCardAsked or KioskPhase.Shown, Input.BasketCleared) =>
            Rest(state),
        (KioskPhase.Ready, Input.BasketCleared) => Ignore(state, "nothing was chosen"),
        (KioskPhase.Approved, Input.BasketCleared) => Ignore(state, VerdictFirst),

        (KioskPhase.Ready, Input.CardPresented tap) => SignIn(state, now, tap) ?? TellBalance(state, now, tap),
        (KioskPhase.ArticleChosen { Until: null } on, Input.CardPresented tap) =>
            SignIn(state, now, tap) ?? Sell(state, now, on.Basket, tap),
        (KioskPhase.ArticleChosen on, Input.CardPresented tap) => Sell(state, now, on.Basket, tap),
        (KioskPhase.SecondCardAsked on, Input.CardPresented tap) => TakeSecond(state, now, on, tap),
        (KioskPhase.Shown shown, Input.CardPresented tap) => TapAfterVerdict(state, now, shown, tap),
        (KioskPhase.Approved, Input.CardPresented) => Ignore(state, VerdictFirst),

        (KioskPhase.ArticleChosen on, Input.SeveralCardsPresented tap) => RefuseSeveral(state, now, on.Basket, tap),
        (KioskPhase.SecondCardAsked on, Input.SeveralCardsPresented tap) =>
            RefuseSeveral(state, now, on.Basket, tap),
        (KioskPhase.Ready or KioskPhase.Shown, Input.SeveralCardsPresented tap) =>
            RefuseSeveral(state, now, Basket.Empty, tap),
        (KioskPhase.Approved, Input.SeveralCardsPresented) => Ignore(state, VerdictFirst),

        (KioskPhase.Ready, Input.CardLeftEarly) => AskToHoldLonger(state, now, Basket.Empty),
        (KioskPhase.ArticleChosen on, Input.CardLeftEarly) => AskToHoldLonger(state, now, on.Basket),
        (KioskPhase.SecondCardAsked on, Input.CardLeftEarly) => Become(
            state, on, new Effect.Show(new GuestScreen.SecondCardAsked(on.First.Missing, IsToHoldLonger: true))),
        (KioskPhase.Shown shown, Input.CardLeftEarly) => AskNextToHoldLonger(state, now, shown),
        (KioskPhase.Approved, Input.CardLeftEarly) => Ignore(state, VerdictFirst),

        (KioskPhase.Approved approved, Input.VerdictShown) => ApprovalSeen(state, now, approved),
        (KioskPhase.AtWork { Served: not null }, Input.VerdictShown) => CreditSeen(state),
        (KioskPhase, Input.VerdictShown) => Ignore(state, "it is not waited for any more"),

        (KioskPhase.Approved approved, Input.TimePassed) => ApprovalUnseen(state, now, approved),
        (KioskPhase.Ready, Input.TimePassed) => Ignore(state, "nothing was waited for"),
        (KioskPhase, Input.TimePassed) => OnTime(state, now),

        (KioskPhase, Input.FieldEmptied) => Ignore(state, "a sale needs its card no longer"),

        (KioskPhase.Approved approved, Input.StopRequested) => Become(state, approved with { StopAfter = true }),
        (KioskPhase, Input.StopRequested) => Stop(state),

        _ => base.Decide(state, now, input),
    };

    protected override StationPhase RestingPhase(TerminalState state) =>
        kiosk.IdleBasket is { IsEmpty: false } basket
            ? new KioskPhase.ArticleChosen(basket, Until: null)
            : new KioskPhase.Ready();

    protected override StationPhase Shown(long until) => new KioskPhase.Shown(null, until);

    protected override GuestScreen ScreenAtRest(StationPhase phase) =>
        phase is KioskPhase.ArticleChosen chosen ? new GuestScreen.AmountDue(chosen.Basket) : new GuestScreen.Ready();

    /// <summary>What waits for a card or a key has taken nothing yet.</summary>
    protected override bool GivesWay(StationPhase phase) =>
        phase is KioskPhase.Ready or KioskPhase.ArticleChosen or KioskPhase.SecondCardAsked or KioskPhase.PinAsked or
            KioskPhase.PinTyped or KioskPhase.AtWork;

    /// <summary>The fixed article is not yet a choice: a key replaces it.</summary>
    private static Basket BeforeChoice(KioskPhase.ArticleChosen on) => on.Until is null ? Basket.Empty : on.Basket;

    private long RepeatEnd(KioskPhase.Approved approval) => approval.At + kiosk.RepeatMilliseconds;

    private Decision Choose(TerminalState state, Now now, Basket before, Input.ArticleChosen chosen) =>
        Offer(state, now, Add(before, chosen.Article), knob: null);

    /// <summary>Turning changes the last piece; pressing keeps it, and takes another of the same.</summary>
    /// <param name="state">All that is known.</param>
    /// <param name="now">When.</param>
    /// <param name="before">What is kept.</param>
    /// <param name="from">Where the knob stood; null: nowhere yet.</param>
    /// <param name="steps">How far it was turned.</param>
    private Decision Turn(TerminalState state, Now now, Basket before, int? from, int steps)
    {
        var count = kiosk.Articles.Count;
        if (count == 0)
            return Ignore(state, "there is nothing to choose among");
        var index = ((from ?? (steps > 0 ? -1 : 0)) + steps % count + count) % count;
        return Offer(state, now, Add(before, kiosk.Articles[index]), new KnobChoice(before, index));
    }

    private Decision Offer(TerminalState state, Now now, Basket basket, KnobChoice? knob) =>
        Forbids(state.Past.Faults) is not null
            ? Rest(state)
            : Become(
                state,
                new KioskPhase.ArticleChosen(basket, now.MonotonicMilliseconds + kiosk.BasketMilliseconds)
                {
                    Knob = knob,
                },
                new Effect.Show(new GuestScreen.AmountDue(basket)));

    /// <summary>With its deposit or not at all.</summary>
    private Basket Add(Basket before, Article article)
    {
        var basket = before.Add(article);
        if (!article.HasDeposit || kiosk.Deposit is not { } cup || basket == before)
            return basket;
        var with = basket.Add(cup);
        return with == basket ? before : with;
    }

    /// <summary>Before it a closing, where its rows might not fit into one with those that there are.</summary>
    private static ImmutableArray<Fact> Counted(TerminalState state, Fact fact) =>
        state.Past.Till.HasRoomFor(fact) ? [fact] : [state.Past.Till.Close(staff: null), fact];

    private Decision Sell(TerminalState state, Now now, Basket basket, Input.CardPresented tap)
    {
        var rules = new SaleRules(Setup, state, now, tap.Card, basket);
        if (ApprovedEarlier(state, now, basket, tap, rules) is { } decision)
            return decision;
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started: it may have paid already");
        var judgement = rules.Judge(tap.JournalHasRoom);
        return judgement.Reason switch
        {
            null => Approve(state, now, basket, tap.Card, judgement),
            Reason.BalanceTooLow when AskForSecond(state, now, basket, tap, rules) is { } asked => asked,
            { } reason => Refuse(state, now, reason, tap.Card.Card, basket, judgement, tap.JournalHasRoom),
        };
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
            Counted(state, new Fact.Sale(card.Card, payments, basket.Lines, judgement.Verdict)));
    }

    /// <summary>
    /// The power went, or the display did, before this card's last approval could be seen: show it now, charge nothing.
    /// </summary>
    private Decision? ApprovedEarlier(
        TerminalState state, Now now, Basket basket, Input.CardPresented tap, SaleRules rules)
    {
        var card = tap.Card.Card;
        if (Unseen(state, now, card, basket) is not { } bought || !MayHearAgain(tap, rules))
            return null;
        var left = rules.JudgeCard().Left;
        var screen = new GuestScreen.ApprovedEarlier(bought, left ?? []);
        // Not the yes of a payment: whoever only listens would hear two.
        return Answer(state, AwaitSeen(now, card, screen), Cue.Noticed, screen, UsedUp(rules));
    }

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
        var isRepeat = shown.Approval?.IsOf(tap.Card.Card) == true && now.MonotonicMilliseconds < shown.RepeatUntil;
        var rules = new SaleRules(Setup, state, now, tap.Card, Basket.Empty);
        if (isRepeat && MayHearAgain(tap, rules))
            return Become(
                state, shown with { Until = VerdictEnd(now) }, new Effect.Show(shown.Approval!.Screen)) with
            {
                Facts = UsedUp(rules),
            };
        var answer = SignIn(state, now, tap) ??
            (kiosk.IdleBasket.IsEmpty ? TellBalance(state, now, tap) : Sell(state, now, kiosk.IdleBasket, tap));
        // Read badly it is refused, and is not charged for being read well the next moment.
        return isRepeat && answer.Present.Phase is StationPhase.Refused
            ? answer with { Present = answer.Present with { Phase = shown with { Until = VerdictEnd(now) } } }
            : answer;
    }

    /// <summary>
    /// Nobody knows whose card it was. The next guest must not take the last one's thank-you for an answer; the last
    /// one, whose card slipped, must not pay again for following the advice. That longer time is not made longer still.
    /// </summary>
    private Decision AskNextToHoldLonger(TerminalState state, Now now, KioskPhase.Shown shown)
    {
        if (Forbids(state.Past.Faults) is not null)
            return Rest(state);
        var until = VerdictEnd(now);
        var mayBeRepeat = shown.Approval is { } approval && now.MonotonicMilliseconds < RepeatEnd(approval);
        return Become(
            state,
            shown with { Until = until, RepeatUntil = mayBeRepeat ? until : shown.RepeatUntil },
            new Effect.Show(new GuestScreen.HoldLonger(kiosk.IdleBasket)));
    }
}
