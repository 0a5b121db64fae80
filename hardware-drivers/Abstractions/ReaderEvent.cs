namespace HardwareDrivers.Abstractions;

/// <summary>What a card reader reports, in the order seen. A card that is left lying is reported once.</summary>
/// <param name="Timestamp">When the reader knew it: <see cref="TimeProvider.GetTimestamp"/> of the driver's
/// clock.</param>
public abstract record ReaderEvent(long Timestamp)
{
    /// <summary>One card is in the field.</summary>
    /// <param name="Card">Which.</param>
    /// <param name="Timestamp">See <see cref="ReaderEvent"/>.</param>
    public sealed record CardArrived(CardIdentity Card, long Timestamp) : ReaderEvent(Timestamp)
    {
        /// <summary>It was there at the first look: nobody has laid it there since the reader started.</summary>
        public bool LayThere { get; init; }

        /// <summary>How much it has proved; never <see cref="CardProof.Interrupted"/>.</summary>
        public CardProof Proof { get; init; } = CardProof.Nothing;
    }

    /// <summary>A card was taken away before it had proved itself: it is to be held longer.</summary>
    public sealed record CardLeftEarly(long Timestamp) : ReaderEvent(Timestamp);

    /// <summary>Two or more cards are in the field: none of them is meant.</summary>
    public sealed record SeveralCards(long Timestamp) : ReaderEvent(Timestamp);

    /// <summary>The field is empty again.</summary>
    public sealed record FieldEmptied(long Timestamp) : ReaderEvent(Timestamp);

    /// <summary>The reader works, or does not. Reported when it changes, and once at the start.</summary>
    /// <param name="Health">The new state.</param>
    /// <param name="Detail">For the log and for `doctor`: firmware version, or what went wrong.</param>
    /// <param name="Timestamp">See <see cref="ReaderEvent"/>.</param>
    public sealed record HealthChanged(ReaderHealth Health, string Detail, long Timestamp) : ReaderEvent(Timestamp);
}
