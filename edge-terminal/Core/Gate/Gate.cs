using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// An entry at a gate: card presented, entry in the journal, turnstile released, passed or given back. The fire input
/// opens it in every phase.
/// </summary>
internal sealed partial class Gate(TerminalSetup setup, GateSetup gate) : StationMachine(setup)
{
    private const string SomebodyGoes = "somebody is let through";
    private const string NobodyGoes = "nobody is let through";

    public override Decision Decide(TerminalState state, Now now, Input input) => (state.Present.Phase, input) switch
    {
        (_, Input.FireBegan) => state.Present.FireIsOn ? Ignore(state, "it is open already") : OpenForFire(state),
        (_, Input.FireEnded) => state.Present.FireIsOn ? EndFire(state) : Ignore(state, "there was none"),

        (StationPhase.OutOfService, Input.SetupChanged) when StandsOpen(state) => Rest(state) with { AtOnce = Opening },

        (GatePhase.Ready or GatePhase.Shown, Input.CardPresented tap) => TakeCard(state, now, people: 1, tap),
        (GatePhase.Counting on, Input.CardPresented tap) => TakeCard(state, now, on.People, tap),
        (GatePhase.Resetting, Input.CardPresented tap) => Reset(state, now, tap),
        (GatePhase.Ready or GatePhase.Counting or GatePhase.Resetting or GatePhase.Shown,
            Input.SeveralCardsPresented tap) => TakeSeveral(state, now, tap),
        (GatePhase.Ready or GatePhase.Counting or GatePhase.Resetting, Input.CardLeftEarly) =>
            AskToHoldLonger(state, now, Basket.Empty),
        (GatePhase.Shown, Input.CardLeftEarly) => AskNextToHoldLonger(state, now),

        (GatePhase.Ready or GatePhase.Shown, Input.PersonAdded) => Count(state, now, 2),
        (GatePhase.Counting on, Input.PersonAdded) => Count(state, now, on.People + 1),
        (GatePhase.Ready or GatePhase.Counting or GatePhase.Shown, Input.ResetChosen) => AskForReset(state, now),
        (GatePhase.Counting or GatePhase.Resetting or GatePhase.Shown, Input.ChoiceCleared) => Rest(state),
        (GatePhase.Ready, Input.ChoiceCleared) => Ignore(state, "nothing was chosen"),
        (GatePhase.Resetting, Input.PersonAdded or Input.ResetChosen) => Ignore(state, "a card is waited for"),

        (_, Input.CommandHeard { Command: CommandKind.OpenOnce } command) => OpenOnce(state, now, command),

        (GatePhase.Released on, Input.TurnstilePassed) => Passed(state, now, on.Going, on.StopAfter, locking: null),
        (GatePhase.Locking on, Input.TurnstilePassed) => Passed(state, now, on.Going, on.StopAfter, on),
        (GatePhase.Ready or GatePhase.Counting or GatePhase.Resetting or GatePhase.Shown or GatePhase.Open,
            Input.TurnstilePassed) => Ignore(state, NobodyGoes),

        (GatePhase.Released on, Input.TimePassed) => ReleaseEnded(state, now, on),
        (GatePhase.Locking on, Input.TimePassed) =>
            now.MonotonicMilliseconds < on.Until ? Ignore(state, "too early") : LockingEnded(state, now, on),
        (GatePhase.Counting or GatePhase.Resetting or GatePhase.Shown, Input.TimePassed) => OnTime(state, now),
        (GatePhase.Ready or GatePhase.Open, Input.TimePassed) => Ignore(state, "nothing was waited for"),

        (GatePhase.Released on, Input.StopRequested) => Become(state, on with { StopAfter = true }),
        (GatePhase.Locking on, Input.StopRequested) => Become(state, on with { StopAfter = true }),
        (GatePhase, Input.StopRequested) => Stop(state),

        (GatePhase.Released or GatePhase.Locking, Input.CardPresented or Input.SeveralCardsPresented or
            Input.CardLeftEarly or Input.AtGate) => Ignore(state, SomebodyGoes),
        (GatePhase.Open, Input.CardPresented or Input.SeveralCardsPresented or Input.CardLeftEarly or Input.AtGate) =>
            Ignore(state, "all may pass"),
        (GatePhase, Input.VerdictShown) => Ignore(state, "whoever goes through has seen it"),
        (GatePhase, Input.FieldEmptied) => Ignore(state, "an entry needs its card no longer"),

        _ => base.Decide(state, now, input),
    };

    /// <summary>
    /// What was under way when the power went is given back: nobody saw anybody go through. A fire that was there first
    /// is said now.
    /// </summary>
    public override ImmutableArray<Fact> Settle(TerminalState state) =>
        state.Present.FireIsOn ? [.. GivenBack(state), new Fact.FireOpened(gate.Zone)] : GivenBack(state);

    protected override StationPhase RestingPhase(TerminalState state) => new GatePhase.Ready();

    protected override StationPhase Shown(long until) => new GatePhase.Shown(until);

    protected override GuestScreen ScreenAtRest(StationPhase phase) =>
        phase is GatePhase.Open open ? new GuestScreen.StandsOpen(open.IsFire)
        : gate.IsWayOut ? new GuestScreen.WayOut()
        : new GuestScreen.WayIn(gate.Admissions, People: 1);

    /// <summary>A way out lets out for all that: it stands open where it cannot.</summary>
    protected override Reason? Forbids(ImmutableSortedSet<Fault> faults) =>
        gate.IsWayOut ? null
        : faults.Overlaps(
            [
                Fault.TurnstileLost, Fault.TurnstileContactLost, Fault.TamperContactLost, Fault.TurnstileTampered,
            ])
            ? Reason.DeviceFault
        : base.Forbids(faults);

    protected override bool GivesWay(StationPhase phase) =>
        phase is GatePhase.Ready or GatePhase.Counting or GatePhase.Resetting;

    private static ImmutableArray<Fact> GivenBack(TerminalState state) =>
    [
        .. state.Past.Gate.UnderWay.Select((entry, before) => new Fact.EntryAbandoned(
            entry.Key,
            entry.Value.Payments,
            entry.Value.Zone,
            CountIn(state, entry.Value.Zone, -1 - before))),
    ];

    /// <summary>What others of the zone are told; nobody asks where it has no name.</summary>
    private static long? CountIn(TerminalState state, ZoneId? zone, int change) =>
        zone is null ? null : state.Past.Gate.PeopleIn(zone) + change;

    private Decision TakeCard(TerminalState state, Now now, int people, Input.CardPresented tap)
    {
        if (Forbids(state.Past.Faults) is not null)
            return Rest(state);
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started");
        if (gate.IsWayOut)
            return LetOut(state, now, tap.JournalHasRoom && !tap.Card.HasRandomUid ? tap.Card.Card : null);
        var judged = new GateRules(Setup, gate, state, now, tap.Card, people).Judge(tap.JournalHasRoom);
        return judged.Sale.Reason is { } reason
            ? Refuse(state, now, reason, tap.Card.Card, judged.Basket, judged.Sale, tap.JournalHasRoom)
            : LetIn(state, now, people, tap.Card, judged);
    }

    /// <summary>A group is as many entries as people: each goes through, or is given back, by itself.</summary>
    private Decision LetIn(TerminalState state, Now now, int people, CardPresentation card, GateJudgement judged)
    {
        var entries = Shares.Of(judged.Sale.Parts, people).Select((parts, before) => new Fact.Entry(
            card.Card,
            People: 1,
            parts.Count == 0 ? [] : [new Payment(card.Card, card.Entry?.Wallet, parts)],
            judged.Sale.Verdict,
            gate.Zone,
            judged.Admission?.Article.Line(1),
            CountIn(state, gate.Zone, 1 + before)));
        return Become(
            state,
            Release(now, new Going(card.Card, people, IsOut: false), stopAfter: false),
            Released(new GuestScreen.GoIn(
                judged.Admission?.Article.Name, judged.Basket.Total, people, judged.Sale.Left ?? []))) with
        {
            Facts = [.. entries],
        };
    }

    private Decision LetOut(TerminalState state, Now now, CardToken? card, GuestScreen? screen = null) =>
        Become(
            state,
            Release(now, new Going(card, People: 1, IsOut: true), stopAfter: false),
            Released(screen ?? new GuestScreen.GoOut()));

    private static ImmutableArray<Effect> Released(GuestScreen screen) =>
        [new Effect.ReleaseTurnstile(), new Effect.Show(screen), new Effect.Sound(Cue.Approved)];

    private GatePhase.Released Release(Now now, Going going, bool stopAfter) =>
        new(going, now.MonotonicMilliseconds + gate.PassageMilliseconds, stopAfter);

    /// <summary>Several cards cannot be told apart; whoever leaves is let out all the same.</summary>
    private Decision TakeSeveral(TerminalState state, Now now, Input.SeveralCardsPresented tap) =>
        Forbids(state.Past.Faults) is not null ? Rest(state)
        : gate.IsWayOut ? LetOut(state, now, card: null)
        : RefuseSeveral(state, now, Basket.Empty, tap);

    private Decision Passed(
        TerminalState state, Now now, Going going, bool stopAfter, GatePhase.Locking? locking)
    {
        ImmutableArray<Fact> facts = going switch
        {
            { IsOut: true, Card: { } card } => [ExitOf(state, card)],
            { IsOut: true } => [],
            _ => [new Fact.EntryPassed(state.Past.Gate.UnderWay.First().Key)],
        };
        var left = going with { People = going.People - 1 };
        var next =
            left.People == 0 ? Over(state, now, stopAfter)
            : locking is not null ? Become(state, locking with { Going = left })
            : Become(state, Release(now, left, stopAfter), new Effect.ReleaseTurnstile());
        return next with { Facts = facts };
    }

    private Fact.Exit ExitOf(TerminalState state, CardToken card) =>
        new(card, gate.Zone, CountIn(state, gate.Zone, -1));

    /// <summary>Nobody tells that somebody went through, or nobody did, or nobody could.</summary>
    private Decision ReleaseEnded(TerminalState state, Now now, GatePhase.Released on)
    {
        if (now.MonotonicMilliseconds < on.Until)
            return Ignore(state, "too early");
        if (gate.TellsPassing && !IsDeaf(state) || state.Past.Faults.Contains(Fault.TurnstileLost))
            return Locked(Become(
                state,
                new GatePhase.Locking(on.Going, now.MonotonicMilliseconds + gate.LockingMilliseconds, on.StopAfter)));
        return Passed(state, now, on.Going, on.StopAfter, locking: null);
    }

    /// <summary>The contact may have been lost since the release ended: then one went, and the others may.</summary>
    private Decision LockingEnded(TerminalState state, Now now, GatePhase.Locking on) =>
        IsDeaf(state) && !state.Past.Faults.Contains(Fault.TurnstileLost)
            ? Passed(state, now, on.Going, on.StopAfter, locking: null)
            : NotPassed(state, now, on);

    /// <summary>Nobody would be told that somebody goes through: whoever may, does.</summary>
    private bool IsDeaf(TerminalState state) =>
        gate.TellsPassing && state.Past.Faults.Contains(Fault.TurnstileContactLost);

    private Decision NotPassed(TerminalState state, Now now, GatePhase.Locking on)
    {
        var facts = GivenBack(state);
        if (on.StopAfter)
            return Stop(state) with { Facts = facts };
        if (on.Going.IsOut)
            return Rest(state);
        var returned = state.Past.Gate.UnderWay.Values
            .SelectMany(entry => entry.Payments).Sum(payment => payment.Total());
        return Answer(
            state, Shown(VerdictEnd(now)), Cue.Refused, new GuestScreen.NotPassed(on.Going.People, returned), facts);
    }

    /// <summary>All have gone through.</summary>
    private Decision Over(TerminalState state, Now now, bool stopAfter) =>
        Locked(stopAfter ? Stop(state) : Become(state, Shown(VerdictEnd(now))));

    /// <summary>Nobody slips in behind the last while a disk writes down that it was the last.</summary>
    private static Decision Locked(Decision decision) => decision with { AtOnce = [new Effect.LockTurnstile()] };

    private Decision Count(TerminalState state, Now now, int people) =>
        gate.IsWayOut || people > gate.MostPeople ? Ignore(state, "so many do not go in with one card")
        : Forbids(state.Past.Faults) is not null ? Rest(state)
        : Become(
            state,
            new GatePhase.Counting(people, now.MonotonicMilliseconds + gate.ChoiceMilliseconds),
            new Effect.Show(new GuestScreen.WayIn(gate.Admissions, people)));

    private Decision AskForReset(TerminalState state, Now now) =>
        gate.IsWayOut || !gate.PassBack.IsOn ? Ignore(state, "no card is kept out for being inside")
        : Forbids(state.Past.Faults) is not null ? Rest(state)
        : Become(
            state,
            new GatePhase.Resetting(now.MonotonicMilliseconds + gate.ChoiceMilliseconds),
            new Effect.Show(new GuestScreen.ResetAsked()));

    /// <summary>
    /// It is written down as gone out: that is what it comes to, here and at the zone's other gates. Of a card that is
    /// outside nothing is: nobody leaves with it.
    /// </summary>
    private Decision Reset(TerminalState state, Now now, Input.CardPresented tap)
    {
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started");
        var isInside = new Inside(Setup, gate, state, now).Has(tap.Card.Card);
        if (isInside && !tap.JournalHasRoom)
            return Ignore(state, "the journal has no room");
        return Answer(
            state,
            Shown(VerdictEnd(now)),
            Cue.Noticed,
            new GuestScreen.ResetDone(WasInside: isInside),
            isInside ? [ExitOf(state, tap.Card.Card)] : []);
    }

    private Decision AskNextToHoldLonger(TerminalState state, Now now) =>
        Forbids(state.Past.Faults) is not null
            ? Rest(state)
            : Become(
                state, Shown(VerdictEnd(now)), new Effect.Show(new GuestScreen.HoldLonger(Basket.Empty)));
}
