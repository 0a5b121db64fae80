using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>The commands of an initiator (UM0701-02, 7.3): those that talk to cards.</summary>
internal sealed class TargetCommands(ChipTimings timings, RadioField air, ChipState state)
{
    private const int ChecksumBytes = 2;

    // Bit 6 of Tg says that more data follow, which only ISO 18092 targets can take.
    private const int TargetNumber = 0x07;
    private const int AllTargets = 0;

    private readonly TypeASearch search = new(timings, air, state);

    /// <summary>InListPassiveTarget: MaxTg, BrTy, InitiatorData (7.3.5).</summary>
    public IEnumerable<ChipStep> List(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.Span is not [1 or 2, <= 4, ..])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        var most = parameters.Span[0];
        var typeA = parameters.Span[1] == 0x00;
        foreach (var step in search.PrepareField())
            yield return step;
        for (var tried = 0; ; tried++)
        {
            var found = new List<EmulatedCard>();
            foreach (var step in search.Try(typeA ? most : 0, parameters[2..], found))
                yield return step;
            var last = state.ActivationRetries != RfConfiguration.ActivationRetries.Forever
                && tried == state.ActivationRetries;
            if (found.Count == 0 && !last)
                continue;
            yield return new ChipStep.Answers([(byte)found.Count, .. search.Describe(found)]);
            yield break;
        }
    }

    /// <summary>InAutoPoll: PollNr, Period, types (7.3.13).</summary>
    public IEnumerable<ChipStep> AutoPoll(ReadOnlyMemory<byte> parameters)
    {
        const byte Endless = 0xFF;
        if (parameters.Span is not [>= 1, >= 1 and <= 0x0F, _, ..])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        var (polls, period) = (parameters.Span[0], parameters.Span[1]);
        for (var poll = 0; polls == Endless || poll < polls; poll++)
        {
            for (var index = 2; index < parameters.Length; index++)
            {
                var type = parameters.Span[index];
                // A card of another type was put to sleep when it was found; for this one it must be awake.
                foreach (var step in search.RestartField())
                    yield return step;
                var found = new List<EmulatedCard>();
                var most = TypeASearch.IsTypeA(type) ? InListPassiveTarget.MostTargets : 0;
                foreach (var step in search.Try(most, ReadOnlyMemory<byte>.Empty, found))
                    yield return step;
                if (TypeASearch.OfType(found, type) is { Count: > 0 } matching)
                {
                    yield return new ChipStep.Answers([(byte)matching.Count, .. search.DescribeWithTypes(matching)]);
                    yield break;
                }
            }
            yield return new ChipStep.Takes(period * timings.AutoPollUnit);
        }
        yield return new ChipStep.Answers(0);
    }

    /// <summary>InDataExchange: Tg, data (7.3.8).</summary>
    public IEnumerable<ChipStep> ExchangeData(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.IsEmpty)
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        yield return new ChipStep.Takes(timings.Command);
        if (Target(parameters.Span[0] & TargetNumber) is not { } card)
        {
            yield return new ChipStep.Answers(TargetStatus.NotAcceptable);
            yield break;
        }
        foreach (var step in Wake(card))
            yield return step;
        foreach (var step in TalkTo(card, parameters[1..]))
            yield return step;
    }

    /// <summary>
    /// InCommunicateThru: data as they are (7.3.9), to the card that is active. Without data, or without a card, the
    /// time-out.
    /// </summary>
    public IEnumerable<ChipStep> CommunicateThrough(ReadOnlyMemory<byte> data)
    {
        yield return new ChipStep.Takes(timings.Command);
        var active = air.Cards.FirstOrDefault(card => card.State is CardState.Active or CardState.ActiveFromHalt);
        foreach (var step in active is null || data.IsEmpty ? Silence() : TalkTo(active, data))
            yield return step;
    }

    /// <summary>InSelect: Tg (7.3.12).</summary>
    public IEnumerable<ChipStep> Select(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.Span is not [1 or 2])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        yield return new ChipStep.Takes(timings.Command);
        if (Target(parameters.Span[0]) is not { } card)
        {
            yield return new ChipStep.Answers(TargetStatus.NotAcceptable);
            yield break;
        }
        foreach (var step in Wake(card))
            yield return step;
        yield return new ChipStep.Answers(state.Selected == card ? TargetStatus.Success : TargetStatus.TimedOut);
    }

    /// <summary>InDeselect and InRelease: Tg, 0 for all (7.3.10, 7.3.11).</summary>
    public IEnumerable<ChipStep> PutToSleep(ReadOnlyMemory<byte> parameters, bool forget)
    {
        if (parameters.Span is not [<= 2])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        var number = parameters.Span[0];
        yield return new ChipStep.Takes(timings.Command);
        var meant = number == AllTargets ? [.. state.Targets] : OneTarget(number);
        if (state.Selected is { } awake && meant.Contains(awake))
        {
            if (air.Reaches(awake))
                awake.HearHalt();
            state.Selected = null;
            yield return new ChipStep.Takes(search.HaltTime);
        }
        if (forget)
            state.Targets.RemoveAll(meant.Contains);
        var known = number == AllTargets || meant.Count > 0;
        yield return new ChipStep.Answers(known ? TargetStatus.Success : TargetStatus.NotAcceptable);
    }

    // Only one target is awake. Talking to another puts that one to sleep and wakes the other by its UID.
    private IEnumerable<ChipStep> Wake(EmulatedCard card)
    {
        if (state.Selected == card)
            yield break;
        if (state.Selected is { } other && air.Reaches(other))
        {
            other.HearHalt();
            yield return new ChipStep.Takes(search.HaltTime);
        }
        state.Selected = null;
        foreach (var step in search.WakeByUid(card))
            yield return step;
    }

    private IEnumerable<ChipStep> TalkTo(EmulatedCard card, ReadOnlyMemory<byte> data)
    {
        var answer = air.Reaches(card) ? card.Hear(data.Span) : null;
        if (answer is null)
            return Silence();
        var frames = AirTime.Exchange(data.Length + ChecksumBytes, answer.Length + ChecksumBytes);
        return
        [
            new ChipStep.Takes(timings.Exchange + frames), new ChipStep.Answers([TargetStatus.Success, .. answer]),
        ];
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

    private EmulatedCard? Target(int number) =>
        number >= 1 && number <= state.Targets.Count ? state.Targets[number - 1] : null;

    private List<EmulatedCard> OneTarget(int number) => Target(number) is { } card ? [card] : [];
}
