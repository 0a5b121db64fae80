namespace HardwareDrivers.Abstractions;

/// <summary>Finds out how much an activated card can prove of itself.</summary>
public interface ICardProver
{
    /// <summary>Talks to the card, on the reader's thread, before the card is reported.</summary>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    /// <exception cref="OperationCanceledException">The reader stops.</exception>
    CardProof Prove(ICardChannel card, CancellationToken cancellation);
}
