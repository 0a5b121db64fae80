using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>
/// A way to a twin without chip and line, which can be cut at any exchange: before the card has heard the command, or
/// before the reader has heard the answer.
/// </summary>
internal sealed class TwinChannel : ICardChannel
{
    private EmulatedCard? present;

    public TwinChannel(EmulatedCard card)
    {
        present = card;
        Card = card.Identity;
        Activate(card);
    }

    /// <summary>The exchange, from 0, at which the card is taken away; null: never.</summary>
    public int? CutAt { get; init; }

    /// <summary>Whether the card has heard the command at which it is taken away.</summary>
    public bool CutAnswer { get; init; }

    /// <summary>What the card does of the command at which it is taken away, when it has heard it.</summary>
    public Func<byte[], byte[]> Tear { get; init; } = whole => whole;

    /// <summary>
    /// What goes wrong with an exchange while the card stays: true when it has heard the command and its answer is
    /// lost, false when it has not heard it; null: nothing.
    /// </summary>
    public Func<int, bool?> Silent { get; init; } = _ => null;

    /// <summary>The exchange whose command the card mishears, to which it says NAK 1; null: none.</summary>
    public int? MisheardAt { get; init; }

    /// <summary>Called before each exchange with its number: to take the card, or to lay another.</summary>
    public Action<TwinChannel, int>? Before { get; init; }

    /// <summary>Commands so far.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Activations so far, the first one not counted.</summary>
    public int Reactivations { get; private set; }

    public CardIdentity Card { get; }

    public ReadOnlyMemory<byte> AnswerToSelect => present?.AnswerToSelect ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>Lays another card in this one's place.</summary>
    public void Swap(EmulatedCard other)
    {
        present = other;
        Activate(other);
    }

    public CardReply Send(ReadOnlySpan<byte> command, CancellationToken cancellation)
    {
        var number = Exchanges++;
        Before?.Invoke(this, number);
        if (number == MisheardAt)
            return new CardReply.Refused(1);
        var cut = number == CutAt;
        bool? hears = cut ? CutAnswer : Silent(number);
        var answer = hears == false ? null : present?.Hear(cut ? Tear(command.ToArray()) : command);
        if (cut)
            present = null;
        return (cut || hears is not null ? null : answer) switch
        {
            CardAnswer.Frame frame => new CardReply.Answered(frame.Data),
            CardAnswer.Bits { Value: CardAnswer.Bits.Acknowledge } => new CardReply.Answered(
                (byte[])[CardAnswer.Bits.Acknowledge]),
            CardAnswer.Bits no => new CardReply.Refused(no.Value),
            _ => new CardReply.Silent("nothing came"),
        };
    }

    public Reactivation Reactivate(CancellationToken cancellation)
    {
        Reactivations++;
        if (present is not { } card)
            return Reactivation.Gone;
        Activate(card);
        return card.Identity.Uid.Span.SequenceEqual(Card.Uid.Span) ? Reactivation.Done : Reactivation.Gone;
    }

    private static void Activate(EmulatedCard card)
    {
        card.PowerDown();
        card.PowerUp();
        Assert.True(card.HearRequest(wakeUp: false));
        for (var level = 1; level <= card.Levels; level++)
            Assert.NotNull(card.HearSelect(level, card.LevelBytes(level)));
    }
}
