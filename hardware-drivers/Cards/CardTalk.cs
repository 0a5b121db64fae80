using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>A question and its answer, as an outcome.</summary>
internal static class CardTalk
{
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<ReadOnlyMemory<byte>> Ask(
        this ICardChannel card, ReadOnlySpan<byte> command, CancellationToken cancellation) =>
        card.Send(command, cancellation) switch
        {
            CardReply.Answered answered => Done(answered.Data),
            CardReply.Refused refused => Denied<ReadOnlyMemory<byte>>($"the card refused (NAK {refused.Code:X1})"),
            CardReply.Silent silent => new CardOutcome<ReadOnlyMemory<byte>>.Gone(silent.Detail),
            var other => throw new InvalidOperationException(other.ToString()),
        };

    public static CardOutcome<T> Done<T>(T value) => new CardOutcome<T>.Done(value);

    public static CardOutcome<T> Denied<T>(string why) => new CardOutcome<T>.Denied(why);

    /// <summary>An answer of just this length.</summary>
    public static CardOutcome<ReadOnlyMemory<byte>> OfLength(
        this CardOutcome<ReadOnlyMemory<byte>> answer, int length, string what) =>
        answer.Then(data => data.Length == length
            ? Done(data)
            : Denied<ReadOnlyMemory<byte>>($"{what}: {data.Length} bytes, not {length}"));
}
