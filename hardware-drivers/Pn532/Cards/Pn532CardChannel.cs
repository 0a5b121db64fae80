using System.Buffers;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// A card that the chip has listed alone. One of ISO/IEC 14443-4 is talked to by InDataExchange: the chip cuts blocks,
/// grants waiting time and repeats. Any other by InCommunicateThru with the chip's checksum off, because the chip takes
/// the four bits of a card's ACK or NAK for a wrong checksum (nfcpy, clf/pn53x.py).
/// </summary>
/// <param name="listed">As it was listed.</param>
/// <param name="transceiver">The way to the chip.</param>
/// <param name="findAgain">Switches the field off and on and looks for a card with this UID.</param>
/// <param name="settings">Time-outs and rates.</param>
/// <param name="clock">The clock that the time-outs run by.</param>
internal sealed class Pn532CardChannel(
    TypeATarget listed, Transceiver transceiver, Func<CardIdentity, CancellationToken, TypeATarget?> findAgain,
    Pn532Settings settings, TimeProvider clock) : ICardChannel
{
    private const byte Part4Bit = 0x20;
    private const byte Acknowledged = 0x0A;

    // A card has heard what the chip has not acknowledged, or it has not: nobody knows, and most of what is said to a
    // card may be said once only (the second half of an authentication, a counter's step). It arrives anew instead.
    private const int ExchangeTries = 1;

    // The longest APDU's answer: 65,536 bytes and two of status (ISO/IEC 7816-4, 5.1).
    private const int LongestAnswer = 65_538;

    private readonly Deadline deadline = Deadline.After(settings.ProofTimeout, clock);
    private TypeATarget target = listed;
    private AirRate fastest = settings.Radio.FastestRate;
    private bool awake;
    private bool prepared;

    public CardIdentity Card => target.Card;

    public ReadOnlyMemory<byte> AnswerToSelect => target.AnswerToSelect;

    public CardReply Send(ReadOnlySpan<byte> command, CancellationToken cancellation)
    {
        var part4 = (Card.Sak & Part4Bit) != 0;
        if (Prepare(part4, cancellation) is { } fault)
            return fault;
        return part4 ? SendByProtocol(command.ToArray(), cancellation) : SendAsItIs(command.ToArray(), cancellation);
    }

    public Reactivation Reactivate(CancellationToken cancellation)
    {
        prepared = false;
        awake = false;
        if (deadline.Passed)
            return Reactivation.TimeOver;
        if (findAgain(Card, cancellation) is not { } found)
            return Reactivation.Gone;
        (target, awake) = (found, true);
        return Reactivation.Done;
    }

    // The listing has put the card to sleep, to see whether there is another.
    private CardReply.Silent? Prepare(bool part4, CancellationToken cancellation)
    {
        if (prepared)
            return null;
        var fault = awake ? null : Order(new TargetOrder.Select(target.Number), cancellation);
        fault ??= part4 ? ChangeRate(cancellation) : TurnChecksumsOff(cancellation);
        awake = prepared = fault is null;
        return fault;
    }

    private CardReply.Silent? ChangeRate(CancellationToken cancellation)
    {
        var rate = AnswerToSelectRates.Fastest(AnswerToSelect.Span, fastest);
        if (rate == AirRate.Kilobits106)
            return null;
        var fault = Order(new TargetOrder.ChangeRate(target.Number, rate), cancellation);
        if (fault is null)
            return null;
        // Whatever the card has understood: from the beginning, and not so fast.
        fastest = AirRate.Kilobits106;
        return Reactivate(cancellation) == Reactivation.Done ? null : fault;
    }

    private CardReply.Silent? TurnChecksumsOff(CancellationToken cancellation) =>
        Execute(new WriteRegister(WriteRegister.ReceptionMode, 0x00), cancellation, out _);

    private CardReply.Silent? Order(TargetOrder order, CancellationToken cancellation)
    {
        var fault = Execute(order, cancellation, out var status);
        return fault ?? (status.Error == TargetStatus.Success ? null : Silence(order, status));
    }

    private CardReply SendByProtocol(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        const int Most = ExchangeCommand.ByProtocol.Most;
        var answer = new ArrayBufferWriter<byte>();
        for (var rest = command; ; rest = rest.Length > Most ? rest[Most..] : ReadOnlyMemory<byte>.Empty)
        {
            var goesOn = rest.Length > Most;
            var exchange = new ExchangeCommand.ByProtocol(target.Number, goesOn ? rest[..Most] : rest, goesOn);
            if (Exchange(exchange, cancellation, out var reply) is { } fault)
                return fault;
            answer.Write(reply!.Data.Span);
            if (answer.WrittenCount > LongestAnswer)
                return new CardReply.Silent($"{exchange.Name}: an answer without an end");
            if (!goesOn && !reply.Status.GoesOn)
                return new CardReply.Answered(answer.WrittenMemory);
        }
    }

    private CardReply SendAsItIs(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (Exchange(new ExchangeCommand.AsItIs(command), cancellation, out var reply) is { } fault)
            return fault;
        var data = reply!.Data;
        return data.Span switch
        {
            [Acknowledged] => new CardReply.Answered(data),
            [var no] => new CardReply.Refused((byte)(no & 0x0F)),
            _ when ChecksumA.Closes(data.Span) => new CardReply.Answered(data[..^ChecksumA.Length]),
            _ => new CardReply.Silent("its answer has a wrong checksum"),
        };
    }

    private CardReply.Silent? Exchange(
        ExchangeCommand exchange, CancellationToken cancellation, out TargetReply? reply)
    {
        var fault = Execute(exchange, cancellation, out reply, ExchangeTries);
        return fault ?? (reply!.Status.Error == TargetStatus.Success ? null : Silence(exchange, reply.Status));
    }

    private static CardReply.Silent Silence<T>(Pn532Command<T> command, TargetStatus status) =>
        new($"{command.Name}: {status}");

    // A chip that hears nothing is the reader's trouble; one that works on something too long has been told to stop.
    private CardReply.Silent? Execute<T>(
        Pn532Command<T> command, CancellationToken cancellation, out T? response,
        int tries = Transceiver.UsualTries)
    {
        response = default;
        if (deadline.Passed)
            return new CardReply.Silent($"{command.Name}: the time for this card is over");
        var patience = deadline.Left < settings.CardTimeout ? deadline.Left : settings.CardTimeout;
        switch (transceiver.Execute(command, patience, cancellation, tries))
        {
            case ExchangeOutcome<T>.Answered answered:
                response = answered.Response;
                return null;
            case ExchangeOutcome<T>.Unacknowledged gone:
                throw new ChipFaultException($"{command.Name}: {gone}", gone.Sign);
            case var fault:
                return new CardReply.Silent($"{command.Name}: {fault}");
        }
    }
}
