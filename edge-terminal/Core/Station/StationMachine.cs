using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What all stations do alike. A station has an arm for each pair of its own phases and inputs, and leaves the others
/// to <see cref="Decide"/>: it acts, or says why it does not.
/// </summary>
internal abstract class StationMachine(TerminalSetup setup)
{
    protected const string VerdictFirst = "the last verdict comes first";

    /// <summary>The station that a terminal is set up to be.</summary>
    public static StationMachine Of(TerminalSetup setup) => setup.Station switch
    {
        KioskSetup kiosk => new Kiosk(setup, kiosk),
        PourSetup pour => new Pour(setup, pour),
        GateSetup gate => new Gate(setup, gate),
        var other => throw new InvalidOperationException($"No station for {other.GetType().Name}."),
    };

    /// <summary>What it and every rule are told.</summary>
    protected TerminalSetup Setup => setup;

    /// <summary>What a guest's screen says in a phase of the station's own, at rest.</summary>
    protected abstract GuestScreen ScreenAtRest(StationPhase phase);

    /// <summary>Where the station rests when nothing forbids it to serve.</summary>
    protected abstract StationPhase RestingPhase(TerminalState state);

    /// <summary>The phase in which an answer is on the display that needs nothing more.</summary>
    protected abstract StationPhase Shown(long until);

    /// <summary>Why these faults forbid serving; null when they do not.</summary>
    protected virtual Reason? Forbids(ImmutableSortedSet<Fault> faults) => FaultRules.Forbids(faults);

    /// <summary>
    /// Does a phase of the station's own end at once when a fault forbids serving? A verdict does not.
    /// </summary>
    protected virtual bool GivesWay(StationPhase phase) => phase.IsAtRest;

    /// <summary>A station's own arms come first; what they do not have is decided here.</summary>
    /// <exception cref="InvalidOperationException">No arm: the input cannot come in this phase.</exception>
    public virtual Decision Decide(TerminalState state, Now now, Input input) => (state.Present.Phase, input) switch
    {
        (StationPhase.Stopped, _) => Ignore(state, "stopped"),
        (StationPhase.Starting, Input.StopRequested) => Stop(state),
        (StationPhase.Starting, Input.TimePassed or Input.VerdictShown) => Ignore(state, "the journal is being read"),
        (StationPhase.Starting, _) => throw NoArm(state, input),

        (_, Input.FaultBegan began) => OnFaultBegan(state, began),
        (_, Input.FaultEnded ended) => OnFaultEnded(state, ended),
        (_, Input.CommandHeard command) =>
            Commanding.Answer(state.Present, command, "a station of this kind cannot do that"),

        (var phase, Input.SetupChanged) => phase.IsAtRest ? Rest(state) : Ignore(state, "a guest is being served"),

        (StationPhase.OutOfService or StationPhase.Listening or StationPhase.Refused, Input.StopRequested) =>
            Stop(state),
        (StationPhase.OutOfService, _) => Ignore(state, "out of service"),

        (StationPhase.Listening on, Input.TimePassed) =>
            now.MonotonicMilliseconds < on.Until ? Ignore(state, "too early") : FirstWord.Decide(this, state),
        (StationPhase.Listening, _) => Ignore(state, "the ledger's first word is waited for"),

        (StationPhase.Refused, Input.VerdictShown) => Become(state, Shown(VerdictEnd(now))),
        (StationPhase.Refused, Input.TimePassed) => OnTime(state, now),
        (StationPhase.Refused, _) => Ignore(state, VerdictFirst),

        _ => throw NoArm(state, input),
    };

    /// <summary>At a start: what settles what the journal left open, and is known since before it.</summary>
    public virtual ImmutableArray<Fact> Settle(TerminalState state) => [];

    /// <summary>Where the station rests as things are: out of service, at first listening, else ready.</summary>
    protected virtual StationPhase Idle(TerminalState state) =>
        Forbids(state.Past.Faults) is { } reason ? new StationPhase.OutOfService(reason)
        : state.Present.FirstWordBy is { } until ? new StationPhase.Listening(until)
        : RestingPhase(state);

    /// <summary>Goes to where the station rests, and shows it.</summary>
    public Decision Rest(TerminalState state)
    {
        var idle = Idle(state);
        return Become(state, idle, new Effect.Show(ScreenOf(idle)));
    }

    protected long VerdictEnd(Now now) => now.MonotonicMilliseconds + setup.Station.VerdictMilliseconds;

    protected Decision Refuse(
        TerminalState state, Now now, Reason reason, CardToken? card, Basket basket, SaleJudgement judgement,
        bool journalHasRoom) => Answer(
            state,
            new StationPhase.Refused(now.MonotonicMilliseconds + setup.Station.ShowingMilliseconds),
            Cue.Refused,
            new GuestScreen.Refused(reason, basket, judgement.Left),
            // The last room is for what must be written; a refusal moves no money.
            journalHasRoom ? [new Fact.Refusal(reason, card, basket.Lines, judgement.Verdict)] : []);

    protected Decision RefuseSeveral(TerminalState state, Now now, Basket basket, Input.SeveralCardsPresented tap)
    {
        var list = ListJudgement.Of(state, now, setup.Limits);
        var verdict = list.ToVerdict(
            state.Past, presented: null, counter: null, setup.Station.PriceListVersion, assumedGood: []);
        return Refuse(
            state, now, Reason.TwoCards, card: null, basket, new SaleJudgement(Reason.TwoCards, [], null, verdict),
            tap.JournalHasRoom);
    }

    /// <summary>
    /// Nothing was chosen: say what the card has. Nothing has happened that is to be recorded, but that a counter
    /// counted.
    /// </summary>
    protected Decision TellBalance(TerminalState state, Now now, Input.CardPresented tap)
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
                Shown(VerdictEnd(now)),
                Cue.Noticed,
                new GuestScreen.Balance(judgement.Left!.Value),
                UsedUp(rules));
    }

    /// <summary>
    /// The card was not yet read to its end. The amount stays to be seen; where nothing was chosen, the advice goes
    /// after a while.
    /// </summary>
    protected Decision AskToHoldLonger(TerminalState state, Now now, Basket basket)
    {
        var phase = state.Present.Phase;
        return Become(
            state,
            phase.IsAtRest ? Shown(VerdictEnd(now)) : phase,
            new Effect.Show(new GuestScreen.HoldLonger(basket)));
    }

    /// <summary>
    /// The card's last sale was of the same, a while ago at most, and nobody may have seen that it was approved. What
    /// it costs meanwhile is no other wish.
    /// </summary>
    /// <returns>What was bought, at the prices that were paid; null: there is no such sale.</returns>
    protected Basket? Unseen(TerminalState state, Now now, CardToken card, Basket basket)
    {
        var past = state.Past;
        if (past.Unshown.GetValueOrDefault(card) is not { } sale || basket.AsIn(sale.Basket) is not { } bought)
            return null;
        // Time without power is not known: a sale of an earlier start counts from this one.
        var since = sale.Boot == past.Boots ? sale.AtMilliseconds : past.StartedAtMilliseconds;
        return now.MonotonicMilliseconds - since <= setup.Station.UnshownMilliseconds ? bought : null;
    }

    /// <summary>A yes is goods, also when it is said once more: not to a copy, and not for one reading twice.</summary>
    protected static bool MayHearAgain(Input.CardPresented tap, SaleRules rules) =>
        !rules.IsTooWeak && (tap.JournalHasRoom || rules.UsesUp is null);

    protected static ImmutableArray<Fact> UsedUp(SaleRules rules) =>
        rules.UsesUp is { } reading ? [new Fact.CounterUsed(reading.Card, reading.Value)] : [];

    /// <summary>
    /// The order in which facts of one decision are safe to be written, for the power may go between any two: what a
    /// counter showed is used up first, what is wrong is known before what follows from it, and over last.
    /// </summary>
    protected static ImmutableArray<Fact> InOrder(params IEnumerable<Fact> facts) =>
    [
        .. facts.OrderBy(fact => fact switch
        {
            Fact.CounterUsed => 0, Fact.FaultRaised => 1, Fact.FaultCleared => 3, _ => 2,
        }),
    ];

    protected Decision OnTime(TerminalState state, Now now) =>
        state.Present.Phase.WakeAtMilliseconds is { } at && now.MonotonicMilliseconds >= at
            ? Rest(state)
            : Ignore(state, "too early");

    protected Decision OnFaultBegan(TerminalState state, Input.FaultBegan began)
    {
        if (state.Past.Faults.Contains(began.Fault))
            return Ignore(state, "it is raised already");
        var raised = new Fact.FaultRaised(began.Fault.ToString(), FactText.Fit(began.Detail));
        return OnFaults(state, state.Past.Faults.Add(began.Fault), raised);
    }

    protected Decision OnFaultEnded(TerminalState state, Input.FaultEnded ended)
    {
        if (!state.Past.Faults.Contains(ended.Fault))
            return Ignore(state, "it is not raised");
        if (FaultRules.ForGood.Contains(ended.Fault))
            return Ignore(state, "it is for good");
        return OnFaults(
            state, state.Past.Faults.Remove(ended.Fault), new Fact.FaultCleared(ended.Fault.ToString()));
    }

    protected Decision Stop(TerminalState state)
    {
        var stopped = new StationPhase.Stopped();
        return Become(state, stopped, new Effect.Show(ScreenOf(stopped)), new Effect.Stop());
    }

    protected static Decision Answer(
        TerminalState state, StationPhase next, Cue cue, GuestScreen screen, ImmutableArray<Fact> facts) =>
        Become(state, next, new Effect.Show(screen), new Effect.Sound(cue)) with { Facts = facts };

    protected static Decision Become(TerminalState state, StationPhase next, params ImmutableArray<Effect> effects) =>
        new(state.Present with { Phase = next }, [], effects);

    protected static Decision Ignore(TerminalState state, string why) => Decision.Ignore(state.Present, why);

    /// <summary>
    /// Goes out of service, or back into it, where the phase allows; a verdict is shown to its end first.
    /// </summary>
    protected virtual Decision OnFaults(TerminalState state, ImmutableSortedSet<Fault> faults, Fact fact)
    {
        var idle = Idle(state with { Past = state.Past with { Faults = faults } });
        var turns = state.Present.Phase switch
        {
            StationPhase.OutOfService on => idle != on,
            StationPhase.Listening => idle is StationPhase.OutOfService,
            var phase => GivesWay(phase) && idle is StationPhase.OutOfService,
        };
        var decision = turns ? Become(state, idle, new Effect.Show(ScreenOf(idle))) : Ignore(state, "no change");
        return decision with { Facts = [fact], Ignored = null };
    }

    /// <summary>What a resting station shows.</summary>
    private GuestScreen ScreenOf(StationPhase phase) => phase switch
    {
        StationPhase.OutOfService on => new GuestScreen.OutOfService(on.Reason),
        StationPhase.Stopped => new GuestScreen.Closed(),
        StationPhase.Listening => new GuestScreen.Starting(),
        _ => ScreenAtRest(phase),
    };

    private static InvalidOperationException NoArm(TerminalState state, Input input) => new(
        $"A station in {state.Present.Phase.GetType().Name} has no arm for {input.GetType().Name}.");
}
