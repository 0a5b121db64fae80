using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>Has a card that has arrived prove itself before it is reported.</summary>
/// <param name="prover">What it is asked.</param>
/// <param name="open">Opens the way to a card; its time runs from then on.</param>
/// <param name="clock">The clock of the events.</param>
internal sealed class ArrivalProof(ICardProver prover, Func<TypeATarget, ICardChannel> open, TimeProvider clock)
{
    /// <returns>The arrival with its proof, or that the card was not held for long enough.</returns>
    /// <exception cref="ChipFaultException">The chip does not answer any more.</exception>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    public ReaderEvent Of(ReaderEvent.CardArrived arrived, TypeATarget target, CancellationToken cancellation)
    {
        var card = open(target);
        var proof = prover.Prove(card, cancellation);
        // A card at the edge of the field falls silent for a moment.
        for (var isSecond = false; proof is CardProof.Interrupted; isSecond = true)
        {
            var reactivation = card.Reactivate(cancellation);
            if (reactivation == Reactivation.Gone || (reactivation == Reactivation.Done && isSecond))
                break;
            // One that has had all its time is not asked to be held longer: it would not help.
            proof = reactivation == Reactivation.TimeOver
                ? new CardProof.Unproved("its time was over before it had proved itself")
                : prover.Prove(card, cancellation);
        }
        var now = clock.GetTimestamp();
        return proof switch
        {
            CardProof.Interrupted when arrived.LayThere =>
                arrived with { Proof = new CardProof.Unproved("it did not answer to the end"), Timestamp = now },
            CardProof.Interrupted => new ReaderEvent.CardLeftEarly(now),
            _ => arrived with { Proof = proof, Timestamp = now },
        };
    }
}
