namespace Tests.Simulation;

/// <summary>Guests in front of a terminal, one behind the other. Who has waited too long goes away.</summary>
internal sealed class WaitingLine(Agenda agenda, Machine machine)
{
    private const long Patience = 20 * 60_000;
    private const long LookAgain = 2_000;
    private const long Between = 700;

    private readonly Queue<(Guest Guest, long Since)> waiting = new();
    private bool isServing;

    /// <summary>Those that came to be served, or went away: when they came, how long they stood there.</summary>
    public List<(long At, long Waited, bool WasServed)> Past { get; } = [];

    /// <summary>The most that stood there at once.</summary>
    public int Longest { get; private set; }

    /// <summary>Somebody comes.</summary>
    public void Join(Guest guest)
    {
        waiting.Enqueue((guest, agenda.Now));
        Longest = Math.Max(Longest, waiting.Count);
        if (!isServing)
            Next();
    }

    private void Next()
    {
        isServing = false;
        while (waiting.TryPeek(out var first) && agenda.Now - first.Since > Patience)
            Leave(wasServed: false);
        if (waiting.Count == 0)
            return;
        isServing = true;
        if (machine.Process is not { IsServing: true })
        {
            agenda.After(LookAgain, Next);
            return;
        }
        var guest = Leave(wasServed: true);
        guest.Left = () => agenda.After(Between, Next);
        guest.Come();
    }

    private Guest Leave(bool wasServed)
    {
        var (guest, since) = waiting.Dequeue();
        Past.Add((since, agenda.Now - since, wasServed));
        return guest;
    }
}
