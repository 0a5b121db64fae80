using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;

namespace Tests.Simulation;

/// <summary>
/// A guest at a terminal: presses keys, holds a card, looks at the display. Who has seen no answer comes again with the
/// same wish, as people do.
/// </summary>
internal sealed class Guest(World world, Happening.Visit visit)
{
    private const int MostTries = 3;
    private const long ToCard = 700;
    private const long ToSecondLook = 3_600;

    private readonly Machine machine = world.Machines[visit.Terminal];
    private int tries;

    /// <summary>The card.</summary>
    public CardToken Card { get; } = Deck.TokenOf(visit.Card);

    /// <summary>The card as readers see it; null: another, each time.</summary>
    public CardToken? Shows => visit.Manner == Manner.RandomUid ? null : Card;

    /// <summary>Sales that it was charged for here.</summary>
    public List<ChargedSale> Charged { get; } = [];

    /// <summary>Begins.</summary>
    public void Come()
    {
        tries++;
        foreach (var key in visit.Keys)
            Give(new LoopInput.Key(key));
        switch (visit.Manner)
        {
            case Manner.ChangesMind:
                After(ToCard, () => Give(new LoopInput.Key(KeyNames.Clear)));
                return;
            case Manner.TwoCards:
                After(ToCard, () => Give(new LoopInput.Reader(new ReaderEvent.SeveralCards(Timestamp))));
                return;
            case Manner.LeavesEarly when tries == 1:
                After(ToCard, () => Give(new LoopInput.Reader(new ReaderEvent.CardLeftEarly(Timestamp))));
                After(ToCard + 500, Hold);
                break;
            case Manner.Slips:
                After(ToCard, Hold);
                After(ToCard + 900, Hold);
                break;
            default:
                After(ToCard, Hold);
                break;
        }
        After(ToCard + 1_500, () => Give(new LoopInput.Reader(new ReaderEvent.FieldEmptied(Timestamp))));
        After(ToCard + ToSecondLook, Look);
    }

    private long Timestamp => machine.Clock.GetTimestamp();

    private void Hold()
    {
        if (machine.ReaderIsLost || machine.Process is not { IsServing: true } process)
            return;
        world.Exercise.Tapped(visit.Keys.Length > 0 || Shop.HasFixedArticle(world.Story.Plan, visit.Terminal));
        var seen = world.Deck.Seen(visit.Card, visit.Manner, Timestamp);
        machine.Guest = this;
        world.Checks.Tapping(machine, this);
        machine.Run(() => process.Take(new LoopInput.Reader(seen)));
        world.Checks.Tapping(machine, null);
    }

    /// <summary>Nothing was seen of an answer: once more.</summary>
    private void Look()
    {
        if (HasSeenAnswer || tries >= MostTries || visit.Keys.Length == 0)
            return;
        After(2_000 + machine.Chance.Below(25_000), Come);
    }

    private bool HasSeenAnswer { get; set; }

    /// <summary>The display shows something while this guest stands there.</summary>
    public void See(GuestScreen screen) => HasSeenAnswer |= screen.IsVerdict || screen is GuestScreen.Balance;

    private void Give(LoopInput input)
    {
        if (machine.Process is { } process && !(machine.ReaderIsLost && input is LoopInput.Reader))
            machine.Run(() => process.Take(input));
    }

    private void After(long milliseconds, Action action) => world.Agenda.After(milliseconds, action);
}
