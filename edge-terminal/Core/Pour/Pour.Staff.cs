using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>What staff do at a tap: put it back to work, change kegs, draw, calibrate, let a guest pour.</content>
internal sealed partial class Pour
{
    /// <summary>A glass is read to half a centilitre.</summary>
    private const long GlassStepMicrolitres = 5_000;

    private const int MostGlasses = 3;

    private StaffCard StaffOf(TerminalState state, Now now, Input.CardPresented tap, AssetId? badge) =>
        new(Setup, state, now, tap.Card, badge is { } asset ? [asset] : []);

    /// <summary>Out of service: staff look after it, and say so with their card.</summary>
    private Decision OnStaff(TerminalState state, Now now, Input.CardPresented tap)
    {
        var mended = ForStaff.Intersect(state.Past.Faults);
        var dry = OffersOf(state, now).Where(offer => offer.IsDry).ToList();
        if (mended.IsEmpty && dry.Count == 0)
            return Ignore(state, "out of service");
        var staff = StaffOf(state, now, tap, pour.StaffBadge);
        if (tap.Card.LayThere || !tap.JournalHasRoom || staff.Judge().Reason is not null)
            return Ignore(state, "not a card that puts it back to work");
        var past = state.Past with { Faults = state.Past.Faults.Except(mended) };
        past = dry.Aggregate(past, (left, offer) => PourFolding.WithNewKeg(left, offer.Tap, NewKeg(offer)));
        var present = state.Present with { MetersMended = state.Present.Meters };
        return Rest(state with { Past = past, Present = present }) with
        {
            Facts = InOrder(
            [
                .. UsedUp(staff.Rules),
                .. dry.Select(offer => Changed(state, offer, tap)),
                .. mended.Select(fault => new Fact.FaultCleared(fault.ToString())),
            ]),
        };
    }

    private long? NewKeg(Offer offer) => pour.Tap(offer.Tap).KegMicrolitres;

    private Fact.KegChanged Changed(TerminalState state, Offer offer, Input.CardPresented tap) =>
        new(offer.Tap, MeterOf(state, offer.Tap), offer.Product.Id, NewKeg(offer), tap.Card.Card);

    private Decision Ask(TerminalState state, Now now, StaffWork work) =>
        pour.StaffBadge is null ? Ignore(state, "nobody has a badge for it")
        : Offered(state, now) is { } offer ? Ask(state, now, work, offer, [])
        : Ignore(state, "no tap is chosen");

    private Decision Ask(
        TerminalState state, Now now, StaffWork work, Offer offer, ValueList<MeasuredGlass> glasses) => Become(
            state,
            new PourPhase.Asked(work, offer, glasses, now.MonotonicMilliseconds + pour.ChoiceMilliseconds),
            new Effect.Show(new GuestScreen.TapWorkAsked(work, offer.Product, glasses.Count)));

    private Decision OnBadge(TerminalState state, Now now, PourPhase.Asked on, Input.CardPresented tap)
    {
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started: nobody holds it");
        if (!tap.JournalHasRoom)
            return Ignore(state, "the journal is full");
        var staff = StaffOf(state, now, tap, pour.StaffBadge);
        if (staff.Judge() is { Reason: { } reason } judgement)
            return Refuse(state, now, reason, tap.Card.Card, Basket.Empty, judgement, tap.JournalHasRoom);
        return on.Work switch
        {
            StaffWork.KegChange => ChangeKeg(state, now, on.Offer, tap, staff.Rules),
            StaffWork.Calibration => Draw(state, now, tap, on.Offer, staff, DrawPurpose.Calibration, on.Glasses),
            StaffWork.Approval => Approve(state, now, on.Offer, tap, staff.Rules),
            _ => throw new InvalidOperationException($"No work of staff: {on.Work}."),
        };
    }

    private Decision ChangeKeg(
        TerminalState state, Now now, Offer offer, Input.CardPresented tap, SaleRules rules)
    {
        var others = OffersOf(state, now).Any(other => other.IsDry && other.Tap != offer.Tap);
        var isOver = !others && state.Past.Faults.Contains(Fault.KegEmpty);
        return Answer(
            state,
            Shown(VerdictEnd(now)),
            Cue.Noticed,
            new GuestScreen.KegIsNew(offer.Product),
            InOrder(
            [
                .. UsedUp(rules),
                Changed(state, offer, tap),
                .. isOver ? [new Fact.FaultCleared(nameof(Fault.KegEmpty))] : ImmutableArray<Fact>.Empty,
            ]));
    }

    /// <summary>The next card may pour there once; whose it was is stated in its hold.</summary>
    private Decision Approve(TerminalState state, Now now, Offer offer, Input.CardPresented tap, SaleRules rules) =>
        Answer(
            state,
            new PourPhase.Chosen(offer, tap.Card.Card, now.MonotonicMilliseconds + pour.ChoiceMilliseconds),
            Cue.Noticed,
            new GuestScreen.PourApproved(offer.Product),
            UsedUp(rules));

    /// <summary>
    /// Nobody pays; it is written down all the same, before the valve opens, and each card has its most of a day.
    /// </summary>
    private Decision Draw(
        TerminalState state, Now now, Input.CardPresented tap, Offer offer, StaffCard staff, DrawPurpose purpose,
        ValueList<MeasuredGlass> glasses)
    {
        var judgement = staff.Judge();
        var left = pour.MostDrawnADayMicrolitres - state.Past.Drawn.On(tap.Card.Card, now.DayBy(Setup.Limits));
        var why = judgement.Reason
            ?? (!tap.JournalHasRoom ? Reason.JournalFull
            : left < pour.LeastMicrolitres ? Reason.AllowanceUsed
            : null);
        if (why is { } reason)
            return Refuse(state, now, reason, tap.Card.Card, Basket.Empty, judgement, tap.JournalHasRoom);
        var most = Math.Min(PourSetup.LargestPourMicrolitres, left);
        var guest = new PouringGuest(tap.Card.Card, Balance: null, most, offer)
        {
            Draws = purpose, Glasses = glasses,
        };
        return Open(state, now, guest) with
        {
            Facts =
            [
                new Fact.Draw(
                    tap.Card.Card, purpose.Word(), offer.Tap, PulsesPerLitre(state, offer.Tap),
                    MeterOf(state, offer.Tap), judgement.Verdict),
            ],
        };
    }

    private Decision Measure(TerminalState state, Now now, PouringGuest guest, MeasuredGlass glass) => Become(
        state,
        new PourPhase.Measuring(
            guest,
            glass with { Microlitres = glass.Microlitres / GlassStepMicrolitres * GlassStepMicrolitres },
            now.MonotonicMilliseconds + pour.MeasuringMilliseconds),
        new Effect.Show(new GuestScreen.GlassAsked(
            guest.Offer.Product,
            glass.Microlitres / GlassStepMicrolitres * GlassStepMicrolitres,
            guest.Glasses.Count + 1)),
        new Effect.Sound(Cue.Noticed));

    private Decision Correct(TerminalState state, Now now, PourPhase.Measuring on, int steps)
    {
        var microlitres = Math.Clamp(
            on.Glass.Microlitres + steps * GlassStepMicrolitres, GlassStepMicrolitres,
            PourSetup.LargestPourMicrolitres);
        return Become(
            state,
            on with
            {
                Glass = on.Glass with { Microlitres = microlitres },
                Until = now.MonotonicMilliseconds + pour.MeasuringMilliseconds,
            },
            new Effect.Show(
                new GuestScreen.GlassAsked(on.Guest.Offer.Product, microlitres, on.Guest.Glasses.Count + 1)));
    }

    /// <summary>A glass was measured: two that agree are enough, three that do not are too many.</summary>
    private Decision Accept(TerminalState state, Now now, PourPhase.Measuring on)
    {
        var (offer, written) = (on.Guest.Offer, pour.Tap(on.Guest.Offer.Tap).PulsesPerLitre);
        if (!Calibrations.IsPossible(on.Glass, written))
            return Calibrated(state, now, offer, null, []);
        ValueList<MeasuredGlass> glasses = [.. on.Guest.Glasses, on.Glass];
        if (glasses.Count < 2)
            return Ask(state, now, StaffWork.Calibration, offer, glasses);
        var agreeing = Calibrations.Agreeing(glasses);
        if (agreeing.Count == 0)
            return glasses.Count < MostGlasses
                ? Ask(state, now, StaffWork.Calibration, offer, glasses)
                : Calibrated(state, now, offer, null, []);
        var measured = MeasuredGlass.PulsesPerLitreOf(agreeing);
        return Calibrated(
            state, now, offer, measured,
            [
                new Fact.Calibrated(
                    offer.Tap, MeterOf(state, offer.Tap), measured, written, agreeing, on.Guest.Card),
            ]);
    }

    private Decision Calibrated(
        TerminalState state, Now now, Offer offer, long? pulsesPerLitre, ImmutableArray<Fact> facts) => Answer(
            state,
            Shown(VerdictEnd(now)),
            pulsesPerLitre is null ? Cue.Refused : Cue.Noticed,
            new GuestScreen.MeterCalibrated(offer.Product, pulsesPerLitre),
            facts);
}
