using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>From the open valve to the bill.</content>
internal sealed partial class Pour
{
    private Decision OnPulses(TerminalState state, Now now, PourPhase.Pouring on, long pulses)
    {
        var open = OpenPourOf(state);
        var next = Look(now, on, on.Flow.Counted(pulses, now.MonotonicMilliseconds, pour));
        var microlitres = Volumes.OfPulses(next.Flow.Pulses, open.PulsesPerLitre);
        if (microlitres - open.Microlitres < PourSetup.MarkMicrolitres)
            return Become(state, next);
        return Become(
            state,
            next,
            new Effect.RenewLease(on.Guest.Offer.Tap, next.Flow.Pulses),
            new Effect.Show(new GuestScreen.Pouring(
                on.Guest.Offer.Product, microlitres, CostOf(open, microlitres), on.Guest.MostMicrolitres))) with
        {
            Facts = [new Fact.Mark(open.Held, next.Flow.Pulses, microlitres, MeterOf(state, open.Terms.Tap))],
        };
    }

    private static Money CostOf(OpenPour open, long microlitres) => open.Payment is { } held
        ? Volumes.Due(open.Terms.Billed(microlitres), open.PricePerLitre, held.Total())
        : Money.Zero;

    private PourPhase.Pouring Look(Now now, PourPhase.Pouring on, Flow flow) => on with
    {
        Flow = flow, LookAt = Math.Max(flow.JudgeAt(pour), now.MonotonicMilliseconds + 1),
    };

    private Decision OnLook(TerminalState state, Now now, PourPhase.Pouring on)
    {
        var at = now.MonotonicMilliseconds;
        if (at < on.WakeAtMilliseconds)
            return Ignore(state, "too early");
        var end = at >= on.CardGoneUntil ? PourEnd.CardGone
            : at >= on.GivenUpAt ? PourEnd.TooLong
            : on.Flow.Judge(at, OpenPourOf(state).PulsesPerLitre, pour);
        // Staff rinse with what they like, and measure as they like: a trickle is no empty keg.
        if (on.Guest.Draws is not null && end is PourEnd.TooSlow or PourEnd.MeterDead)
            end = at - on.Flow.MovedAt >= pour.NoFlowMilliseconds ? PourEnd.NoFlow : null;
        return end is { } why
            ? Shut(state, now, on, why)
            : Become(state, Look(now, on, on.Flow.Judged(at, pour)));
    }

    private PourPhase.Pouring MissCard(Now now, PourPhase.Pouring on) => on with
    {
        CardGoneUntil = on.CardGoneUntil ?? now.MonotonicMilliseconds + pour.CardGoneMilliseconds,
    };

    /// <summary>Nobody sees whether the card still lies there.</summary>
    private Decision LoseReader(TerminalState state, Now now, PourPhase.Pouring on, Input.FaultBegan lost)
    {
        var decision = OnFaultBegan(state, lost);
        return decision with { Present = decision.Present with { Phase = MissCard(now, on) } };
    }

    /// <summary>The guest's card is back; whoever holds another has taken it away.</summary>
    private Decision OnCard(TerminalState state, Now now, PourPhase.Pouring on, Input.CardPresented tap) =>
        tap.Card.Card == on.Guest.Card
            ? Become(state, on with { CardGoneUntil = null })
            : Shut(
                state, now, on,
                StaffOf(state, now, tap, pour.StaffBadge).Judge().Reason is null
                    ? PourEnd.StoppedByStaff
                    : PourEnd.CardGone);

    private Decision Shut(
        TerminalState state, Now now, PourPhase.Pouring on, PourEnd end, bool stopAfter = false) => Become(
            state,
            new PourPhase.Closing(
                on.Guest, on.Flow.Pulses, end, now.MonotonicMilliseconds + pour.ClosingMilliseconds, stopAfter)) with
        {
            AtOnce = [new Effect.CloseValve(on.Guest.Offer.Tap)],
        };

    private Decision OnClosed(TerminalState state, Now now, PourPhase.Closing on, Input.ValveClosed closed)
    {
        var end = closed.Why == ValveClosing.DeviceLost ? PourEnd.DeviceLost : on.End;
        return Settle(state, now, on.Guest, end, closed.Pulses, closed.FlowsOn, on.StopAfter);
    }

    /// <summary>The valve's thread says nothing: nobody knows whether it is shut. What was counted is billed.</summary>
    private Decision OnSilence(TerminalState state, Now now, PourPhase.Closing on) =>
        now.MonotonicMilliseconds < on.Until
            ? Ignore(state, "too early")
            : Settle(state, now, on.Guest, PourEnd.DeviceLost, on.Pulses, flowsOn: false, on.StopAfter);

    private Decision Settle(
        TerminalState state, Now now, PouringGuest guest, PourEnd end, long counted, bool flowsOn, bool stopAfter)
    {
        if (flowsOn)
            end = PourEnd.Leak;
        var open = OpenPourOf(state);
        // What leaks is not the guest's, whatever was counted while the valve shut: then its last word is all.
        var pulses = flowsOn ? counted : Math.Max(counted, open.Pulses);
        var microlitres = Volumes.OfPulses(pulses, open.PulsesPerLitre);
        var bill = Bill(open, pulses, MeterOf(state, open.Terms.Tap), end);
        ImmutableArray<Fact> facts = [bill];
        var wrong = end.Shows()
            ?? (IsSilentAgain(state, now, open, pulses)
                ? (Fault.MeterDead, "guest after guest poured and the meter did not move")
            : EmptiesKeg(state, guest, microlitres) ? (Fault.KegEmpty, "the keg was poured to its end")
            : ((Fault, string)?)null);
        if (wrong is { } shows && !state.Past.Faults.Contains(shows.Fault))
            facts = InOrder([bill, new Fact.FaultRaised(shows.Fault.ToString(), shows.Detail)]);
        if (stopAfter)
            return Stop(state) with { Facts = facts };
        if (guest.Draws == DrawPurpose.Calibration && wrong is null &&
            microlitres >= Calibrations.LeastGlassMicrolitres)
            return Measure(state, now, guest, new MeasuredGlass(open.Held, pulses, microlitres)) with { Facts = facts };
        var taken = bill is Fact.Capture capture ? capture.Payment.Parts : [];
        var screen = new GuestScreen.Poured(
            guest.Offer.Product,
            microlitres,
            taken.Sum(part => part.Amount),
            guest.Balance is { } before ? Balances.Less(before, taken) : null,
            end);
        return Answer(state, Shown(VerdictEnd(now)), Cue.Noticed, screen, facts);
    }

    /// <summary>
    /// A guest who does not open the tap behind the valve, or takes the card away in time, is no fault of the meter.
    /// Several guests in a row are, or they are about to be: what flows meanwhile is free.
    /// </summary>
    private static bool IsSilentAgain(TerminalState state, Now now, OpenPour open, long pulses) =>
        pulses == 0 && open.Payment is not null &&
        state.Past.TapOf(open.Terms.Tap).SilentPours + 1 >= PourFolding.MostSilentPours &&
        PourFolding.IsSilentOfAnother(
            state.Past,
            open.Terms.Tap,
            state.Past.Holds.GetValueOrDefault(open.Held),
            now.MonotonicMilliseconds);

    private bool EmptiesKeg(TerminalState state, PouringGuest guest, long microlitres) =>
        guest.Draws != DrawPurpose.Maintenance &&
        KegLeft(state, guest.Offer.Tap) - microlitres < pour.LeastMicrolitres;

    /// <summary>Something may have opened the valve beside us: it is driven shut again.</summary>
    private Decision OnDrip(TerminalState state, Input.PulsesWhileShut dripped)
    {
        var since = dripped.MeterTotal - state.Present.MetersMended.GetValueOrDefault(dripped.Tap);
        var microlitres = Volumes.OfPulses(Math.Min(dripped.Pulses, since), PulsesPerLitre(state, dripped.Tap));
        return microlitres < pour.LeakMicrolitres
            ? Ignore(state, "a few drops")
            : OnFaultBegan(
                state, new Input.FaultBegan(Fault.ValveLeaks, $"{microlitres / 1_000} ml through a shut valve")) with
            {
                AtOnce = [new Effect.CloseValve(dripped.Tap)],
            };
    }
}
