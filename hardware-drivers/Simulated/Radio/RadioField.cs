namespace HardwareDrivers.Simulated;

/// <summary>
/// The air in front of the antenna: the field, and the cards in it. Knows what time it is only by being told.
/// </summary>
public sealed class RadioField
{
    private readonly ChipTimings timings;
    private readonly List<(EmulatedCard Card, long PoweredSince)> cards = [];
    private (int Commands, Action Happens)? interruption;
    private long now;
    private long offSince;

    internal RadioField(ChipTimings timings) => this.timings = timings;

    /// <summary>The reader makes a field.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The cards that lie in it, in the order they were put.</summary>
    public IReadOnlyList<EmulatedCard> Cards => [.. cards.Select(entry => entry.Card)];

    /// <summary>Puts a card there.</summary>
    public void Put(EmulatedCard card)
    {
        card.PowerDown();
        cards.Add((card, now));
    }

    /// <summary>Takes a card away, whatever is being done with it.</summary>
    public void Take(EmulatedCard card)
    {
        cards.RemoveAll(entry => entry.Card == card);
        card.PowerDown();
    }

    /// <summary>
    /// Has something happen in the middle of an exchange: when a card has been told a command, before its answer is
    /// heard. Replaces what was to happen so far.
    /// </summary>
    /// <param name="commands">With which command from now on: 1 for the next.</param>
    /// <param name="happens">What.</param>
    public void Interrupt(int commands, Action happens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(commands, 1);
        interruption = (commands, happens);
    }

    /// <summary>Takes all cards away, and nothing is to happen any more.</summary>
    public void Clear()
    {
        interruption = null;
        foreach (var card in Cards)
            Take(card);
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="moment">Nanoseconds on the chip's clock; never goes back.</param>
    internal void AdvanceTo(long moment)
    {
        now = moment;
        foreach (var (card, since) in cards)
        {
            if (IsOn && now - since >= timings.CardStartUp.ToNanoseconds())
                card.PowerUp();
            else if (!IsOn && now - offSince >= timings.CardMemory.ToNanoseconds())
                card.PowerDown();
        }
    }

    internal void SwitchOn()
    {
        if (IsOn)
            return;
        IsOn = true;
        for (var i = 0; i < cards.Count; i++)
            cards[i] = (cards[i].Card, now);
    }

    internal void SwitchOff()
    {
        if (IsOn)
            offSince = now;
        IsOn = false;
    }

    /// <summary>REQA or WUPA.</summary>
    /// <returns>A card has answered.</returns>
    internal bool Request(bool wakeUp)
    {
        // Every card hears it, also when one has answered already.
        var answered = false;
        foreach (var (card, _) in Heard())
            answered |= card.HearRequest(wakeUp);
        return answered;
    }

    /// <summary>Anticollision and SELECT through all cascade levels, after a request was answered.</summary>
    /// <param name="wanted">Four bytes for each cascade level, tags included, or fewer: only a card whose levels begin
    /// so is selected. Empty for any card.</param>
    internal Activation Activate(ReadOnlySpan<byte> wanted)
    {
        var collisions = 0;
        for (var level = 1; ; level++)
        {
            var ready = Heard().Select(entry => entry.Card).Where(card => card.IsReadyAt(level)).ToList();
            var part = wanted[Math.Min(wanted.Length, 4 * (level - 1))..Math.Min(wanted.Length, 4 * level)];
            var winner = Anticollision.Resolve(ready, level, part, ref collisions);
            if (winner is null)
                return new Activation(null, level, collisions);
            var bytes = winner.LevelBytes(level);
            foreach (var card in ready)
                card.HearSelect(level, bytes);
            if (level == winner.Levels)
                return new Activation(winner, level, collisions);
        }
    }

    /// <summary>A card has been told a command.</summary>
    internal void Told()
    {
        if (interruption is not var (commands, happens))
            return;
        interruption = commands > 1 ? (commands - 1, happens) : null;
        if (interruption is null)
            happens();
    }

    /// <summary>The card is still there and has power.</summary>
    internal bool Reaches(EmulatedCard card) => Heard().Any(entry => entry.Card == card);

    private IEnumerable<(EmulatedCard Card, long PoweredSince)> Heard() =>
        IsOn ? cards.Where(entry => entry.Card.State != CardState.Off) : [];

    /// <summary>What came of an activation.</summary>
    /// <param name="Card">The selected one; null when none matched.</param>
    /// <param name="Levels">Cascade levels gone through.</param>
    /// <param name="Collisions">How often two cards talked over each other.</param>
    internal readonly record struct Activation(EmulatedCard? Card, int Levels, int Collisions);
}
