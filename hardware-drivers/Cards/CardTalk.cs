using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>A question and its answer, as an outcome.</summary>
internal static class CardTalk
{
    // NAK of parity or checksum (NTAG213/215/216 data sheet, 9.3).
    private const byte Misheard = 0x1;

    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<ReadOnlyMemory<byte>> Ask(
        this ICardChannel card, ReadOnlySpan<byte> command, CancellationToken cancellation) =>
        card.Send(command, cancellation) switch
        {
            CardReply.Answered answered => Done(answered.Data),
            // It has heard something, and not what was said: a moment at the edge of the field.
            CardReply.Refused { Code: Misheard } =>
                new CardOutcome<ReadOnlyMemory<byte>>.Gone("the card did not hear the command right (NAK 1)"),
            CardReply.Refused refused => Denied<ReadOnlyMemory<byte>>($"the card refused (NAK {refused.Code:X1})"),
            CardReply.Silent silent => new CardOutcome<ReadOnlyMemory<byte>>.Gone(silent.Detail),
            var other => throw new InvalidOperationException(other.ToString()),
        };

    /// <summary>Activates it anew; Gone when that did not succeed.</summary>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<bool> Awaken(this ICardChannel card, CancellationToken cancellation) =>
        card.Reactivate(cancellation) == Reactivation.Done
            ? Done(true)
            : new CardOutcome<bool>.Gone("the card was taken away: hold it again");

    /// <summary>Asks a second time when the card was silent the first: one moment may be noise.</summary>
    /// <inheritdoc cref="Awaken"/>
    public static CardOutcome<T> Insist<T>(
        this ICardChannel card, Func<CardOutcome<T>> ask, CancellationToken cancellation)
    {
        var first = ask();
        return first is CardOutcome<T>.Gone ? card.Awaken(cancellation).Then(_ => ask()) : first;
    }

    public static CardOutcome<T> Done<T>(T value) => new CardOutcome<T>.Done(value);

    public static CardOutcome<T> Denied<T>(string why) => new CardOutcome<T>.Denied(why);

    /// <summary>A "no" is an answer, too; silence is none.</summary>
    public static CardOutcome<bool> OrNo(this CardOutcome<bool> outcome) =>
        outcome is CardOutcome<bool>.Denied ? Done(false) : outcome;

    /// <summary>An answer of just this length.</summary>
    public static CardOutcome<ReadOnlyMemory<byte>> OfLength(
        this CardOutcome<ReadOnlyMemory<byte>> answer, int length, string what) =>
        answer.Then(data => data.Length == length
            ? Done(data)
            : Denied<ReadOnlyMemory<byte>>($"{what}: {data.Length} bytes, not {length}"));
}
