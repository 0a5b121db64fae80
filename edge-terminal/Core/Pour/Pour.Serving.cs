using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>From the choice of a tap to the open valve.</content>
internal sealed partial class Pour
{
    private const long MinuteMilliseconds = 60_000;

    /// <summary>
    /// What a card would pour: what was chosen, or the only tap there is, at the price that is on the display.
    /// </summary>
    private Offer? Offered(TerminalState state, Now now) => state.Present.Phase switch
    {
        PourPhase.Chosen on => on.Offer,
        PourPhase.Asked on => on.Offer,
        PourPhase.Ready { Offers: [var only], LookAt: not 0 } => only,
        _ => pour.Taps is [var only] ? OfferOf(state, now, only) : null,
    };

    /// <summary>
    /// The former guest's bill is on the display, and the price has changed since it was: nobody has seen this one.
    /// </summary>
    private static bool IsUnseen(TerminalState state, Offer offer) =>
        state.Present.Phase is PourPhase.Shown && state.Present.OffersShown is [var seen] &&
        seen.Product.Price != offer.Product.Price;

    private Basket AskedFor(TerminalState state, Now now) =>
        Offered(state, now) is { } offer ? LeastBasket(offer) : Basket.Empty;

    /// <summary>The least that somebody must be able to pay for.</summary>
    private Basket LeastBasket(Offer offer) => BasketOf(offer, pour.LeastMicrolitres);

    private Basket BasketOf(Offer offer, long microlitres) => Basket.Empty.Add(offer.Product with
    {
        Price = Volumes.MostCost(TermsOf(offer).Billed(microlitres), offer.Product.Price),
    });

    private PourTerms TermsOf(Offer offer) => new(
        offer.Tap,
        MeterTotal: 0,
        offer.Product.TaxBasisPoints,
        pour.FoamBasisPoints,
        offer.Product.PaidWith,
        offer.Product.Allowance,
        offer.Product.Allowance is null ? 0 : pour.PieceMicrolitres);

    private Decision LookAtPrices(TerminalState state, Now now)
    {
        if (state.Present.Phase is not PourPhase.Ready { LookAt: { } at } ready)
            return Ignore(state, "nothing was waited for");
        if (now.MonotonicMilliseconds < at)
            return Ignore(state, "too early");
        var next = ReadyAt(state, now);
        return next.Offers == ready.Offers
            ? Become(state, next)
            : Become(state, next, new Effect.Show(ScreenAtRest(next)));
    }

    /// <summary>The card lies there and nothing was poured: it is told why, and laid again.</summary>
    private Decision ShowNewPrice(TerminalState state, Now now, Offer offer) => Become(
        state with { Present = state.Present with { OffersShown = [offer] } },
        Shown(VerdictEnd(now)),
        new Effect.Show(new GuestScreen.PriceIsNew(offer.Product)),
        new Effect.Sound(Cue.Noticed));

    /// <summary>At the prices of this minute, until the next.</summary>
    private PourPhase.Ready ReadyAt(TerminalState state, Now now) => new(
        OffersOf(state, now),
        now.MonotonicMilliseconds + MinuteMilliseconds - now.WallMilliseconds % MinuteMilliseconds);

    private Decision Choose(TerminalState state, Now now, Input.TapChosen chosen)
    {
        if (chosen.Tap > pour.Taps.Count)
            return Ignore(state, "there is no such tap");
        var offer = OfferOf(state, now, pour.Tap(chosen.Tap));
        return Become(
            state,
            new PourPhase.Chosen(offer, ApprovedBy: null, now.MonotonicMilliseconds + pour.ChoiceMilliseconds),
            new Effect.Show(
                offer.IsDry ? new GuestScreen.TapEmpty(offer.Product) : new GuestScreen.PourReady(offer.Product)));
    }

    private Decision Begin(TerminalState state, Now now, Input.CardPresented tap)
    {
        if (tap.Card.LayThere)
            return Ignore(state, "it lay there when the reader started: nobody holds it");
        if (Forbids(state.Past.Faults) is not null)
            return Rest(state);
        if (Offered(state, now) is not { } offer)
            return TellBalance(state, now, tap);
        if (IsUnseen(state, offer))
            return ShowNewPrice(state, now, offer);
        if (StaffOf(state, now, tap, pour.MaintenanceBadge) is { IsStaff: true } staff)
            return Draw(state, now, tap, offer, staff, DrawPurpose.Maintenance, []);
        if (offer.IsDry)
            return OnDryKeg(state, now, tap, offer);
        var approvedBy = (state.Present.Phase as PourPhase.Chosen)?.ApprovedBy;
        var least = RulesOf(state, now, tap.Card, LeastBasket(offer), approvedBy);
        var judgement = least.Judge(tap.JournalHasRoom);
        if (judgement.Reason is { } reason)
            return Refuse(state, now, reason, tap.Card.Card, LeastBasket(offer), judgement, tap.JournalHasRoom);
        var most = MostOf(state, least, offer);
        // The same rules once more, of what is held: they say what each asset gives.
        var held = RulesOf(state, now, tap.Card, BasketOf(offer, most), approvedBy).Judge(tap.JournalHasRoom);
        return held.Reason is { } no
            ? Refuse(state, now, no, tap.Card.Card, BasketOf(offer, most), held, tap.JournalHasRoom)
            : Serve(state, now, tap.Card, offer, most, held, judgement, approvedBy);
    }

    private Decision OnDryKeg(TerminalState state, Now now, Input.CardPresented tap, Offer offer)
    {
        if (pour.Taps.Count == 1)
            return OnFaultBegan(state, new Input.FaultBegan(Fault.KegEmpty, "the keg was poured to its end"));
        var judgement = RulesOf(state, now, tap.Card, LeastBasket(offer), approvedBy: null).JudgeCard();
        return Refuse(
            state, now, Reason.DeviceFault, tap.Card.Card, LeastBasket(offer), judgement, tap.JournalHasRoom);
    }

    /// <summary>Beside the rules of a sale: nobody pours at two stations at once.</summary>
    private SaleRules RulesOf(
        TerminalState state, Now now, CardPresentation card, Basket basket, CardToken? approvedBy) =>
        new(Setup, state, now, card, basket)
        {
            OwnChecks = _ => state.Present.Peers.HoldsElsewhere(card, now) ? Reason.PouringElsewhere : null,
            IsApprovedByStaff = approvedBy is not null,
        };

    /// <summary>Bounded by the card's money and limits, its allowance, the keg, and the most of one pour.</summary>
    private long MostOf(TerminalState state, SaleRules rules, Offer offer)
    {
        var (product, terms) = (offer.Product, TermsOf(offer));
        var affordable = Volumes.Affordable(rules.MostPrice(product.PaidWith), product.Price);
        var most = Math.Min(pour.MostMicrolitres, terms.Pourable(affordable));
        if (product.Allowance is { } name && rules.PiecesLeft(name) is { } pieces)
            most = Math.Min(most, terms.Pourable(pieces * pour.PieceMicrolitres));
        return KegLeft(state, offer.Tap) is { } left ? Math.Min(most, left) : most;
    }

    private Decision Serve(
        TerminalState state, Now now, CardPresentation card, Offer offer, long most, SaleJudgement held,
        SaleJudgement before, CardToken? approvedBy)
    {
        var balance = before.Left is { } left && before.Parts is var parts
            ? Balances.Less(left, parts.Negated())
            : (ValueList<AssetAmount>?)null;
        var terms = TermsOf(offer) with { MeterTotal = MeterOf(state, offer.Tap), ApprovedBy = approvedBy };
        return Open(state, now, new PouringGuest(card.Card, balance, most, offer)) with
        {
            Facts =
            [
                new Fact.Hold(
                    new Payment(card.Card, card.Entry?.Wallet, held.Parts),
                    offer.Product.Id,
                    offer.Product.Price,
                    PulsesPerLitre(state, offer.Tap),
                    held.Verdict,
                    terms),
            ],
        };
    }

    /// <summary>The valve opens once the fact that goes with this is durable.</summary>
    private Decision Open(TerminalState state, Now now, PouringGuest guest)
    {
        var at = now.MonotonicMilliseconds;
        var (flow, tap, opening) = (Flow.Begin(at), guest.Offer.Tap, state.Present.Openings + 1);
        var pulsesPerLitre = PulsesPerLitre(state, tap);
        return Become(
            state with { Present = state.Present with { Openings = opening } },
            new PourPhase.Pouring(
                guest with { Opening = opening },
                flow,
                at + pour.LongestMilliseconds + pour.ClosingMilliseconds,
                CardGoneUntil: null,
                flow.JudgeAt(pour)),
            new Effect.OpenValve(
                tap,
                opening,
                Volumes.PulsesOf(guest.MostMicrolitres, pulsesPerLitre),
                pour.LongestMilliseconds,
                Math.Max(1, Volumes.PulsesOf(pour.LeaseMicrolitres, pulsesPerLitre))),
            new Effect.Show(new GuestScreen.Pouring(guest.Offer.Product, 0, Money.Zero, guest.MostMicrolitres)),
            new Effect.Sound(Cue.Approved));
    }
}
