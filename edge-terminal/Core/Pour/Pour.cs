using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// A pour: a hold of the most that the card may pour, the valve open, marks on the way, and a capture of what flowed.
/// Beside it what staff do at a tap.
/// </summary>
internal sealed partial class Pour(TerminalSetup setup, PourSetup pour) : StationMachine(setup)
{
    private const string PourFirst = "a pour is under way";
    private const string GlassFirst = "the measured glass comes first";

    /// <summary>What staff put right by being there: until then it stays, over restarts as well.</summary>
    private static readonly ImmutableSortedSet<Fault> ForStaff =
        [Fault.KegEmpty, Fault.MeterDead, Fault.ValveLeaks, Fault.ValveLost];

    public override Decision Decide(TerminalState state, Now now, Input input)
    {
        var decision = On(input is Input.AtMeter said ? Metered(state, said) : state, now, input);
        return decision.Present.Phase is PourPhase.Ready { LookAt: not 0 } ready
            ? decision with { Present = decision.Present with { OffersShown = ready.Offers } }
            : decision;
    }

    public override ImmutableArray<Fact> Settle(TerminalState state) =>
    [
        .. from hold in state.Past.Holds.Values
           where !state.Past.Pours.ContainsKey(hold.Held)
           orderby hold.Held
           select new Fact.Release(hold.Held, PourEnd.PowerCut.Word()),
        .. from open in state.Past.Pours.Values
           orderby open.Held
           select Bill(open, open.Pulses, open.MeterTotal, PourEnd.PowerCut),
    ];

    protected override StationPhase RestingPhase(TerminalState state) =>
        new PourPhase.Ready(OffersOf(state, null), pour.HasPriceWindows ? 0 : null);

    protected override StationPhase Shown(long until) => new PourPhase.Shown(until);

    protected override GuestScreen ScreenAtRest(StationPhase phase) =>
        phase is PourPhase.Ready { Offers: [var only] } ? new GuestScreen.PourReady(only.Product)
        : phase is PourPhase.Ready ready ? new GuestScreen.TapsReady(ready.Offers)
        : throw new InvalidOperationException($"Nothing is shown at rest in {phase.GetType().Name}.");

    /// <summary>An empty keg closes its own tap, see <see cref="Idle"/>.</summary>
    protected override Reason? Forbids(ImmutableSortedSet<Fault> faults) =>
        base.Forbids(faults) ?? (ForStaff.Remove(Fault.KegEmpty).Overlaps(faults) ? Reason.DeviceFault : null);

    protected override StationPhase Idle(TerminalState state) =>
        base.Idle(state) is var idle && idle is PourPhase.Ready ready && ready.Offers.All(offer => offer.IsDry)
            ? new StationPhase.OutOfService(Reason.DeviceFault)
            : idle;

    protected override bool GivesWay(StationPhase phase) =>
        phase.IsAtRest || phase is PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring;

    private Decision On(TerminalState state, Now now, Input input) => (state.Present.Phase, input) switch
    {
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen, Input.CardPresented tap) => Begin(state, now, tap),
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked,
            Input.SeveralCardsPresented tap) => RefuseSeveral(state, now, AskedFor(state, now), tap),
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked, Input.CardLeftEarly) =>
            AskToHoldLonger(state, now, Basket.Empty),
        (PourPhase.Ready or PourPhase.Shown, Input.TapChosen chosen) => Choose(state, now, chosen),
        (PourPhase.Ready or PourPhase.Shown, Input.WorkChosen work) => Ask(state, now, work.Work),
        (PourPhase.Ready, Input.TimePassed) => LookAtPrices(state, now),
        (PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring, Input.TimePassed) =>
            OnTime(state, now),
        (PourPhase.Ready or PourPhase.Shown, Input.WorkDropped) => Ignore(state, "nothing was chosen"),
        (PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring, Input.WorkDropped) => Rest(state),
        (PourPhase.Chosen or PourPhase.Asked, Input.TapChosen chosen) => Choose(state, now, chosen),
        (PourPhase.Chosen or PourPhase.Asked, Input.WorkChosen work) => Ask(state, now, work.Work),
        (PourPhase.Asked on, Input.CardPresented tap) => OnBadge(state, now, on, tap),

        (PourPhase.Measuring on, Input.VolumeChanged by) => Correct(state, now, on, by.Steps),
        (PourPhase.Measuring on, Input.WorkChosen { Work: StaffWork.Calibration }) => Accept(state, now, on),
        (PourPhase.Measuring, Input.CardPresented or Input.SeveralCardsPresented or Input.CardLeftEarly or
            Input.TapChosen or Input.WorkChosen) => Ignore(state, GlassFirst),
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked, Input.VolumeChanged) =>
            Ignore(state, "no glass is measured"),

        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring,
            Input.FieldEmptied) => Ignore(state, "nothing is poured"),
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring,
            Input.PulsesCounted or Input.ValveClosed or Input.PourStopped) => Ignore(state, "that pour is settled"),
        (PourPhase.Ready or PourPhase.Shown or PourPhase.Chosen or PourPhase.Asked or PourPhase.Measuring,
            Input.StopRequested) => Stop(state),

        (PourPhase.Pouring on, Input.PulsesCounted counted) when counted.Opening == on.Guest.Opening =>
            OnPulses(state, now, on, counted.Pulses),
        (PourPhase.Pouring on, Input.ValveClosed closed) when closed.Opening == on.Guest.Opening =>
            Settle(state, now, on.Guest, PourEnds.Of(closed.Why), closed.Pulses, closed.FlowsOn, stopAfter: false),
        (PourPhase.Closing on, Input.PulsesCounted counted) when counted.Opening == on.Guest.Opening =>
            Become(state, on with { Pulses = Math.Max(on.Pulses, counted.Pulses) }),
        (PourPhase.Closing on, Input.ValveClosed closed) when closed.Opening == on.Guest.Opening =>
            OnClosed(state, now, on, closed),
        (PourPhase.Pouring or PourPhase.Closing, Input.PulsesCounted or Input.ValveClosed) =>
            Ignore(state, "that is of another opening"),

        (PourPhase.Pouring on, Input.TimePassed) => OnLook(state, now, on),
        (PourPhase.Pouring on, Input.FieldEmptied or Input.SeveralCardsPresented) =>
            Become(state, MissCard(now, on)),
        (PourPhase.Pouring on, Input.FaultBegan { Fault: Fault.ReaderLost } lost) => LoseReader(state, now, on, lost),
        (PourPhase.Pouring on, Input.CardPresented tap) => OnCard(state, now, on, tap),
        (PourPhase.Pouring on, Input.PourStopped) => Shut(state, now, on, PourEnd.StoppedByStaff),
        (PourPhase.Pouring on, Input.CommandHeard { Command: CommandKind.StopPour } command) =>
            Shut(state, now, on, PourEnd.StoppedByCommand) with { Facts = [Commanding.Done(command, "stopped")] },
        (PourPhase.Pouring on, Input.StopRequested) => Shut(state, now, on, PourEnd.Stopped, stopAfter: true),
        (PourPhase.Pouring or PourPhase.Closing, Input.CardLeftEarly or Input.TapChosen or Input.WorkChosen or
            Input.VolumeChanged or Input.WorkDropped) => Ignore(state, PourFirst),
        (PourPhase.Pouring on, Input.PulsesWhileShut dripped) when dripped.Tap == on.Guest.Offer.Tap =>
            Ignore(state, "the valve is open"),

        (PourPhase.Closing, Input.CommandHeard { Command: CommandKind.StopPour } command) =>
            Commanding.Answer(state.Present, command, "it was stopped already"),
        (PourPhase.Closing on, Input.TimePassed) => OnSilence(state, now, on),
        (PourPhase.Closing on, Input.StopRequested) => Become(state, on with { StopAfter = true }),
        (PourPhase.Closing on, Input.PulsesWhileShut dripped) when dripped.Tap == on.Guest.Offer.Tap =>
            Ignore(state, "the valve has not said that it is shut"),
        (PourPhase.Closing, Input.CardPresented or Input.SeveralCardsPresented or Input.FieldEmptied or
            Input.PourStopped) => Ignore(state, PourFirst),

        (PourPhase, Input.VerdictShown) => Ignore(state, "a pour waits for no display"),

        (StationPhase.OutOfService, Input.CardPresented tap) => OnStaff(state, now, tap),
        (not (StationPhase.Starting or StationPhase.Stopped), Input.PulsesWhileShut dripped) => OnDrip(state, dripped),
        (not (StationPhase.Starting or StationPhase.Stopped),
            Input.CommandHeard { Command: CommandKind.StopPour } command) =>
            Commanding.Answer(state.Present, command, "nothing was poured"),

        _ => base.Decide(state, now, input),
    };

    /// <summary>What the meter says of its total is kept, whatever else it means.</summary>
    private static TerminalState Metered(TerminalState state, Input.AtMeter said) => state with
    {
        Present = state.Present with
        {
            Meters = state.Present.Meters.SetItem(said.Tap, Math.Max(said.MeterTotal, MeterOf(state, said.Tap))),
        },
    };

    /// <summary>All that a tap's meter has ever counted, as far as it was said.</summary>
    private static long MeterOf(TerminalState state, int tap) =>
        Math.Max(state.Present.Meters.GetValueOrDefault(tap), state.Past.TapOf(tap).MeterTotal);

    private static OpenPour OpenPourOf(TerminalState state) =>
        state.Past.Pours.Values.MaxBy(open => open.Position) ??
        throw new InvalidOperationException("A valve is open and nothing is held.");

    /// <summary>Capture or release: never more than was held; overshoot is the house's.</summary>
    private static Fact Bill(OpenPour open, long pulses, long meterTotal, PourEnd end)
    {
        var (terms, microlitres) = (open.Terms, Volumes.OfPulses(pulses, open.PulsesPerLitre));
        var flowed = new PourFlowed(terms.Tap, Math.Max(meterTotal, open.MeterTotal), pulses, microlitres);
        if (open.Payment is not { } held)
            return new Fact.Drawn(open.Held, open.Purpose, end.Word(), flowed);
        var billed = terms.Billed(microlitres);
        var cost = Volumes.Due(billed, open.PricePerLitre, held.Total());
        return cost.IsPositive
            ? new Fact.Capture(
                open.Held,
                held with { Parts = Volumes.Taken(cost, held.Parts) },
                pulses,
                microlitres,
                end.Word(),
                new PourSold(
                    terms.Tap, flowed.MeterTotal, open.Product, terms.TaxBasisPoints, billed, terms.Allowance,
                    terms.Pieces(billed)))
            : new Fact.Release(open.Held, end.Word(), flowed);
    }

    private ValueList<Offer> OffersOf(TerminalState state, Now? now) =>
        [.. pour.Taps.Select(tap => OfferOf(state, now, tap))];

    /// <param name="state">For the keg.</param>
    /// <param name="now">Null: at the usual price, until somebody looks at the clock.</param>
    /// <param name="tap">Which.</param>
    private Offer OfferOf(TerminalState state, Now? now, PourTap tap) => new(
        tap.Number,
        now is { } at ? tap.SoldAt(at) : tap.Product,
        state.Past.TapOf(tap.Number).IsDry || KegLeft(state, tap.Number) < pour.LeastMicrolitres);

    private long? KegLeft(TerminalState state, int tap)
    {
        var sums = state.Past.TapOf(tap);
        return pour.Tap(tap).KegMicrolitres is { } full
            ? (sums.KegMicrolitres ?? full) - sums.KegPouredMicrolitres
            : null;
    }

    /// <summary>By measured glasses, unless the configuration has said something else since.</summary>
    private long PulsesPerLitre(TerminalState state, int tap)
    {
        var written = pour.Tap(tap).PulsesPerLitre;
        var sums = state.Past.TapOf(tap);
        return sums.InsteadOf == written ? sums.PulsesPerLitre ?? written : written;
    }
}
