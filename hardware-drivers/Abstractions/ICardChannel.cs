namespace HardwareDrivers.Abstractions;

/// <summary>
/// The activated card, for as long as somebody talks to it: commands go out, answers come back. On the thread of the
/// reader; not to be kept.
/// </summary>
public interface ICardChannel
{
    /// <summary>Which card.</summary>
    CardIdentity Card { get; }

    /// <summary>ATS without its length byte (ISO/IEC 14443-4, 5.2); empty for a card without that protocol.</summary>
    ReadOnlyMemory<byte> AnswerToSelect { get; }

    /// <summary>
    /// Sends one command: an APDU to a card of ISO/IEC 14443-4, of any length (the reader chains and grants waiting
    /// time), else a command of the card's own without its checksum.
    /// </summary>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    /// <exception cref="OperationCanceledException">The reader stops.</exception>
    CardReply Send(ReadOnlySpan<byte> command, CancellationToken cancellation);

    /// <summary>
    /// Switches the field off and on and selects this very card anew: what it had opened is closed, and a card that had
    /// fallen silent listens again.
    /// </summary>
    /// <inheritdoc cref="Send"/>
    Reactivation Reactivate(CancellationToken cancellation);
}
