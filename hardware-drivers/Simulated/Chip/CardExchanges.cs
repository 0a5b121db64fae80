using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>InDataExchange and InCommunicateThru: what host and card say to each other through the chip.</summary>
internal sealed class CardExchanges(ChipTimings timings, RadioField air, ChipState state, TypeASearch search)
{
    private const int ChecksumBytes = 2;
    private const int TargetNumber = 0x07;

    // DataIn of one response (UM0701-02, 7.3.8); what is longer is fetched piece by piece.
    private const int LongestPiece = 262;

    /// <summary>InDataExchange: Tg, data (7.3.8). Bit 6 of Tg: the command goes on in the next exchange.</summary>
    public IEnumerable<ChipStep> ByProtocol(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        var (target, data) = (parameters.Span[0], parameters[1..]);
        yield return new ChipStep.Takes(timings.Command);
        if (state.Target(target & TargetNumber) is not { } listed)
        {
            yield return new ChipStep.Answers(TargetStatus.NotAcceptable);
            yield break;
        }
        foreach (var step in search.Wake(listed))
            yield return step;
        var card = state.Selected ?? listed;
        var goesOn = (target & TargetStatus.MoreInformation) != 0;
        foreach (var step in card.IsPart4 ? TalkInBlocks(card, data, goesOn) : TalkInFrames(card, data, mifare: true))
            yield return step;
    }

    /// <summary>
    /// InCommunicateThru: data as they are (7.3.9), to the card that is active. Without data, or without a card, the
    /// time-out. Blocks of ISO/IEC 14443-4 that a host makes itself are not answered here.
    /// </summary>
    public IEnumerable<ChipStep> AsItIs(ReadOnlyMemory<byte> data)
    {
        yield return new ChipStep.Takes(timings.Command);
        var active = air.Cards.FirstOrDefault(IsListening);
        if (!state.SendsChecksums)
            data = data.Length > ChecksumBytes ? data[..^ChecksumBytes] : ReadOnlyMemory<byte>.Empty;
        foreach (var step in active is null || active.IsPart4 || data.IsEmpty ? Silence() : TalkInFrames(active, data))
            yield return step;
    }

    private bool IsListening(EmulatedCard card) =>
        air.Reaches(card) && card.State is CardState.Active or CardState.ActiveFromHalt;

    private IEnumerable<ChipStep> TalkInFrames(EmulatedCard card, ReadOnlyMemory<byte> data, bool mifare = false)
    {
        var answer = !air.Reaches(card) ? CardAnswer.Nothing
            : mifare && card is MifareClassicCard classic ? classic.HearFromChip(data.Span)
            : card.Hear(data.Span);
        air.Told();
        if (answer is CardAnswer.Silence)
        {
            foreach (var step in Silence())
                yield return step;
            yield break;
        }
        yield return new ChipStep.Takes(timings.Exchange + answer.After + TimeOf(data.Length, answer));
        // What was taken away meanwhile has done what it was told, but nobody hears it.
        if (air.Reaches(card))
            yield return mifare ? AsMifare(answer) : Raw(answer);
        else
            foreach (var step in Silence())
                yield return step;
    }

    private static TimeSpan TimeOf(int sent, CardAnswer answer) => answer is CardAnswer.Frame frame
        ? AirTime.Exchange(sent + ChecksumBytes, frame.Data.Length + ChecksumBytes)
        : AirTime.ExchangeForBits(sent + ChecksumBytes);

    // The chip knows the four bits of MIFARE cards. What it says of a "no" is assumed; of a key, 7.1.
    private static ChipStep.Answers AsMifare(CardAnswer answer) => answer switch
    {
        CardAnswer.Frame frame => new ChipStep.Answers([TargetStatus.Success, .. frame.Data.Span]),
        CardAnswer.Bits { Value: CardAnswer.Bits.Acknowledge } => new ChipStep.Answers(TargetStatus.Success),
        CardAnswer.Bits { Value: MifareClassicCard.WrongKey } => new ChipStep.Answers(TargetStatus.NotAuthenticated),
        _ => new ChipStep.Answers(TargetStatus.WrongFormat),
    };

    // With its own check of checksums on, four bits are a wrong checksum to the chip (nfcpy, clf/pn53x.py).
    private ChipStep.Answers Raw(CardAnswer answer) => answer switch
    {
        CardAnswer.Frame frame when state.ChecksChecksums =>
            new ChipStep.Answers([TargetStatus.Success, .. frame.Data.Span]),
        CardAnswer.Frame frame => new ChipStep.Answers([TargetStatus.Success, .. Checksum.Close(frame.Data.Span)]),
        CardAnswer.Bits bits when !state.ChecksChecksums => new ChipStep.Answers(TargetStatus.Success, bits.Value),
        _ => new ChipStep.Answers(TargetStatus.WrongChecksum),
    };

    private IEnumerable<ChipStep> TalkInBlocks(EmulatedCard card, ReadOnlyMemory<byte> data, bool goesOn)
    {
        var blocks = new BlockProtocol(card.AnswerToSelect, state.Rate);
        if (data.IsEmpty && !state.Incoming.IsEmpty)
        {
            yield return new ChipStep.Takes(
                timings.Exchange + blocks.Exchange(0, Math.Min(state.Incoming.Length, LongestPiece), TimeSpan.Zero));
            yield return air.Reaches(card) ? NextPiece() : Lost();
            yield break;
        }
        state.Outgoing.AddRange(data.Span);
        var answer = goesOn ? CardAnswer.Says() : Hear(card);
        var received = (answer as CardAnswer.Frame)?.Data ?? ReadOnlyMemory<byte>.Empty;
        yield return new ChipStep.Takes(
            timings.Exchange + blocks.Exchange(data.Length, Math.Min(received.Length, LongestPiece), answer.After));
        if (answer is not CardAnswer.Frame || !IsListening(card))
        {
            yield return new ChipStep.Takes(blocks.WaitingTime);
            yield return Lost();
            yield break;
        }
        state.Incoming = received;
        yield return NextPiece();
    }

    private CardAnswer Hear(EmulatedCard card)
    {
        var command = state.Outgoing.ToArray();
        state.Outgoing.Clear();
        var answer = air.Reaches(card) ? card.Hear(command) : CardAnswer.Nothing;
        air.Told();
        return answer;
    }

    private ChipStep.Answers NextPiece()
    {
        var piece = state.Incoming[..Math.Min(state.Incoming.Length, LongestPiece)];
        state.Incoming = state.Incoming[piece.Length..];
        var status = state.Incoming.IsEmpty ? TargetStatus.Success : TargetStatus.MoreInformation;
        return new ChipStep.Answers([status, .. piece.Span]);
    }

    private ChipStep.Answers Lost()
    {
        state.Outgoing.Clear();
        state.Incoming = ReadOnlyMemory<byte>.Empty;
        return new ChipStep.Answers(TargetStatus.TimedOut);
    }

    // With "no time-out" the chip waits for ever.
    private IEnumerable<ChipStep> Silence()
    {
        if (state.ExchangeTimeout == RfTimeout.None)
            return [];
        return
        [
            new ChipStep.Takes(timings.Exchange + state.ExchangeTimeout.Duration),
            new ChipStep.Answers(TargetStatus.TimedOut),
        ];
    }
}
