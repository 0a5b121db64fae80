namespace HardwareDrivers.Simulated;

/// <summary>
/// How the firmware finds cards of type A. Requests are REQA, which only idle cards answer; a card that was found is
/// put to sleep (HLTA) before the next is looked for, and stays asleep when there is none. So a card that is listed
/// with "at most two" does not answer the next listing, as reported of the real chip (docs/pn532-emulator.md).
/// </summary>
internal sealed class TypeASearch(ChipTimings timings, RadioField air, ChipState state)
{
    private const byte GenericTypeA = 0x00;
    private const byte Part3TypeA = 0x10;
    private const byte Part4TypeA = 0x20;

    /// <summary>HLTA (four bytes with their checksum) and its proof.</summary>
    public TimeSpan HaltTime => timings.Exchange + AirTime.Send(4) + timings.HaltProof;

    public static bool IsTypeA(byte autoPollType) => autoPollType is GenericTypeA or Part3TypeA or Part4TypeA;

    /// <summary>Those that InAutoPoll was asked for; others are passed over.</summary>
    public static IReadOnlyList<EmulatedCard> OfType(IEnumerable<EmulatedCard> found, byte autoPollType) =>
        [.. found.Where(card => autoPollType == GenericTypeA || TypeOf(card) == autoPollType)];

    /// <summary>Forgets the targets of before and sees that there is a field, as every search begins.</summary>
    public IEnumerable<ChipStep> PrepareField()
    {
        state.Targets.Clear();
        state.Selected = null;
        if (air.IsOn)
            yield break;
        air.SwitchOn();
        yield return new ChipStep.Takes(timings.FieldGuard);
    }

    /// <summary>A field that every card has forgotten its state in: off for long enough, if it was on.</summary>
    public IEnumerable<ChipStep> RestartField()
    {
        if (air.IsOn)
        {
            air.SwitchOff();
            yield return new ChipStep.Takes(timings.CardMemory);
        }
        foreach (var step in PrepareField())
            yield return step;
    }

    /// <summary>Looks once.</summary>
    /// <param name="most">At most so many cards; 0 for a modulation that no card here has.</param>
    /// <param name="wanted">InitiatorData: the UID to look for, with its cascade tags; empty for any.</param>
    /// <param name="found">Gets the cards.</param>
    public IEnumerable<ChipStep> Try(int most, ReadOnlyMemory<byte> wanted, List<EmulatedCard> found)
    {
        // A card with a known UID is woken up, also from sleep.
        while (found.Count < most && air.Request(wakeUp: !wanted.IsEmpty && found.Count == 0))
        {
            yield return new ChipStep.Takes(timings.Exchange + AirTime.Request);
            var activation = air.Activate(wanted.Span);
            yield return new ChipStep.Takes(TimeOf(activation));
            if (activation.Card is not { } card || !air.Reaches(card))
                break;
            foreach (var step in AskForAnswerToSelect(card))
                yield return step;
            found.Add(card);
            state.TurnChecksumsOn();
            state.Targets.Add(card);
            state.Selected = card;
            if (found.Count == most)
                yield break;
            card.HearHalt();
            state.Selected = null;
            yield return new ChipStep.Takes(HaltTime);
        }
        yield return new ChipStep.Takes(timings.FruitlessRequest);
    }

    /// <summary>
    /// Only one target is awake. Talking to another puts that one to sleep and wakes the other by its UID.
    /// </summary>
    public IEnumerable<ChipStep> Wake(EmulatedCard card)
    {
        if (state.Selected == card)
            yield break;
        if (state.Selected is { } other && air.Reaches(other))
        {
            other.HearHalt();
            yield return new ChipStep.Takes(HaltTime);
        }
        state.Selected = null;
        foreach (var step in WakeByUid(card))
            yield return step;
    }

    // WUPA and SELECT with a known UID.
    private IEnumerable<ChipStep> WakeByUid(EmulatedCard card)
    {
        var levels = Enumerable.Range(1, card.Levels).SelectMany(card.LevelBytes).ToArray();
        if (!air.Request(wakeUp: true))
        {
            yield return new ChipStep.Takes(timings.FruitlessRequest);
            yield break;
        }
        yield return new ChipStep.Takes(timings.Exchange + AirTime.Request);
        var activation = air.Activate(levels);
        yield return new ChipStep.Takes(TimeOf(activation));
        if (activation.Card is not { } found || !air.Reaches(found))
            yield break;
        foreach (var step in AskForAnswerToSelect(found))
            yield return step;
        // Another card with the same UID answers as well: the chip cannot tell.
        state.TurnChecksumsOn();
        state.Targets[state.Targets.IndexOf(card)] = found;
        state.Selected = found;
    }

    /// <summary>TargetData of InListPassiveTarget.</summary>
    public IEnumerable<byte> Describe(IEnumerable<EmulatedCard> found) =>
        found.SelectMany((card, index) => Describe(card, index + 1));

    /// <summary>Type, length and TargetData, as InAutoPoll gives them.</summary>
    public IEnumerable<byte> DescribeWithTypes(IEnumerable<EmulatedCard> found) =>
        found.SelectMany((card, index) =>
        {
            var data = Describe(card, index + 1);
            return (byte[])[TypeOf(card), (byte)data.Length, .. data];
        });

    private static byte TypeOf(EmulatedCard card) => card.AnswerToSelect.IsEmpty ? Part3TypeA : Part4TypeA;

    // Tg, SENS_RES, SEL_RES, length of NFCID1, NFCID1; length of ATS (itself counted), ATS.
    private byte[] Describe(EmulatedCard card, int number)
    {
        var identity = card.Identity;
        var answer = card.AnswerToSelect.Span;
        byte[] data =
        [
            (byte)number, (byte)(identity.Atqa >> 8), (byte)(identity.Atqa & 0xFF), identity.Sak,
            (byte)identity.Uid.Length, .. identity.Uid.Span,
        ];
        return answer.IsEmpty || !state.AnswersToSelectAreAsked
            ? data
            : [.. data, (byte)(answer.Length + 1), .. answer];
    }

    private IEnumerable<ChipStep> AskForAnswerToSelect(EmulatedCard card)
    {
        if (!card.AnswerToSelect.IsEmpty && state.AnswersToSelectAreAsked)
            yield return new ChipStep.Takes(timings.Exchange + timings.AnswerToSelect);
    }

    // A level: SEL and NVB (2 bytes) answered by 5, SELECT (9 with its checksum) answered by SAK (3 with its checksum).
    // A collision costs one more round of anticollision.
    private TimeSpan TimeOf(RadioField.Activation activation)
    {
        var anticollision = timings.Exchange + AirTime.Exchange(2, 5);
        var select = timings.Exchange + AirTime.Exchange(9, 3);
        return activation.Levels * (anticollision + select) + activation.Collisions * anticollision;
    }
}
