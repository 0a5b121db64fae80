using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;

namespace Tests.Simulation;

/// <summary>A guest at a terminal: holds a card, and looks at the display.</summary>
internal abstract class Guest(World world, Happening.Visit visit)
{
    /// <summary>From the keys to the card.</summary>
    protected const long ToCard = 700;

    /// <summary>For a guest at the terminal of the visit, whatever stands there.</summary>
    public static Guest Of(World world, Happening.Visit visit) => world.Machines[visit.Terminal].Kind switch
    {
        StationKind.Kiosk => new Buyer(world, visit),
        StationKind.Drink => new Drinker(world, visit),
        _ => new Entrant(world, visit),
    };

    /// <summary>The card.</summary>
    public CardToken Card { get; } = Deck.TokenOf(visit.Card);

    /// <summary>The card as readers see it; null: another, each time.</summary>
    public CardToken? Shows => visit.Manner == Manner.RandomUid ? null : Card;

    /// <summary>Sales that it was charged for here.</summary>
    public List<ChargedSale> Charged { get; } = [];

    /// <summary>Done when it goes away; who stands behind it comes next.</summary>
    public Action? Left { get; set; }

    /// <summary>Begins.</summary>
    public abstract void Come();

    /// <summary>The display shows something while this guest stands there.</summary>
    public virtual void See(GuestScreen screen)
    {
    }

    /// <summary>Where.</summary>
    protected Machine Machine { get; } = world.Machines[visit.Terminal];

    /// <summary>All that there is.</summary>
    protected World World => world;

    /// <summary>What for.</summary>
    protected Happening.Visit Visit => visit;

    /// <summary>By the terminal's clock.</summary>
    protected long Timestamp => Machine.Clock.GetTimestamp();

    /// <summary>To buy something: so many answers are expected.</summary>
    protected virtual int Wishes => 1;

    /// <summary>Holds the card to the reader.</summary>
    public void Hold()
    {
        if (Machine.ReaderIsLost || Machine.Process is not { IsServing: true } process)
            return;
        world.Exercise.Tapped(Wishes);
        var seen = world.Deck.Seen(visit.Card, visit.Manner, Timestamp);
        Machine.Guest = this;
        world.Checks.Tapping(Machine, this);
        Machine.Run(() => process.Take(new LoopInput.Reader(seen)));
        world.Checks.Tapping(Machine, null);
    }

    /// <summary>Two cards lie there.</summary>
    protected void HoldSeveral() => Give(new LoopInput.Reader(new ReaderEvent.SeveralCards(Timestamp)));

    /// <summary>Takes the card away before it was read.</summary>
    protected void Wave() => Give(new LoopInput.Reader(new ReaderEvent.CardLeftEarly(Timestamp)));

    /// <summary>Takes the card away.</summary>
    protected void TakeAway() => Give(new LoopInput.Reader(new ReaderEvent.FieldEmptied(Timestamp)));

    /// <summary>Goes away.</summary>
    protected void Leave()
    {
        var left = Left;
        Left = null;
        left?.Invoke();
    }

    protected void Press(string key) => Give(new LoopInput.Key(key));

    protected void After(long milliseconds, Action action) => world.Agenda.After(milliseconds, action);

    private void Give(LoopInput input)
    {
        if (Machine.Process is { } process && !(Machine.ReaderIsLost && input is LoopInput.Reader))
            Machine.Run(() => process.Take(input));
    }
}
