namespace Tests.Simulation;

/// <summary>What is to happen, in the order of virtual time; what is due at once, in the order it was said.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long At, long Order)> waiting = new();
    private long order;

    /// <summary>Virtual milliseconds since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>Does this at a time that has not passed.</summary>
    public void At(long time, Action action) => waiting.Enqueue(action, (Math.Max(time, Now), order++));

    /// <summary>Does this after a while.</summary>
    public void After(long milliseconds, Action action) => At(Now + milliseconds, action);

    /// <summary>Does this each so often, until it says no.</summary>
    public void Every(long milliseconds, Func<bool> action) => After(milliseconds, () =>
    {
        if (action())
            Every(milliseconds, action);
    });

    /// <summary>Does what is next.</summary>
    /// <returns>False when nothing is due by then; the time is then as said.</returns>
    public bool Step(long until)
    {
        if (!waiting.TryPeek(out _, out var next) || next.At > until)
        {
            Now = until;
            return false;
        }
        var action = waiting.Dequeue();
        Now = next.At;
        action();
        return true;
    }
}
