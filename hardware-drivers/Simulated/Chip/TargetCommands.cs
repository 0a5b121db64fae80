using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>The commands of an initiator (UM0701-02, 7.3) that find cards, wake them and put them to sleep.</summary>
internal sealed class TargetCommands(ChipTimings timings, RadioField air, ChipState state, TypeASearch search)
{
    private const int AllTargets = 0;

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

    /// <summary>InSelect: Tg (7.3.12).</summary>
    public IEnumerable<ChipStep> Select(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.Span is not [1 or 2])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        yield return new ChipStep.Takes(timings.Command);
        if (state.Target(parameters.Span[0]) is not { } card)
        {
            yield return new ChipStep.Answers(TargetStatus.NotAcceptable);
            yield break;
        }
        foreach (var step in search.Wake(card))
            yield return step;
        yield return new ChipStep.Answers(state.Selected is null ? TargetStatus.TimedOut : TargetStatus.Success);
    }

    /// <summary>
    /// InPSL: Tg, rate to the target, rate from it (7.3.7), as PPS. Here both are the same, and a card that was talked
    /// to since its activation does not take it any more (ISO/IEC 14443-4, 5.3).
    /// </summary>
    public IEnumerable<ChipStep> ChangeRate(ReadOnlyMemory<byte> parameters)
    {
        if (parameters.Span is not [1 or 2, <= 2, <= 2])
        {
            yield return new ChipStep.Refuses();
            yield break;
        }
        yield return new ChipStep.Takes(timings.Command);
        var (to, from) = (parameters.Span[1], parameters.Span[2]);
        if (state.Target(parameters.Span[0]) is not { IsPart4: true } card || to != from)
        {
            yield return new ChipStep.Answers(TargetStatus.NotAcceptable);
            yield break;
        }
        foreach (var step in search.Wake(card))
            yield return step;
        // PPSS, PPS0, PPS1; PPSS comes back; each with its checksum.
        yield return new ChipStep.Takes(timings.Exchange + AirTime.Exchange(5, 3));
        if (state.Selected is not { } awake || !air.Reaches(awake) || !awake.HearRate(to))
        {
            yield return new ChipStep.Takes(timings.AnswerToSelect);
            yield return new ChipStep.Answers(TargetStatus.TimedOut);
            yield break;
        }
        state.Rate = (AirTime.Rate)(1 << to);
        yield return new ChipStep.Answers(TargetStatus.Success);
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

    private List<EmulatedCard> OneTarget(int number) => state.Target(number) is { } card ? [card] : [];
}
