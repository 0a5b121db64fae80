namespace EdgeTerminal.Host;

/// <summary>
/// Work that can wait stands aside while the loop answers somebody. A core of its own is not enough for that: what the
/// work leaves behind brings on collections, and those stop all threads.
/// </summary>
/// <param name="longest">A disk may take seconds for a sync: other terminals are heard all the same.</param>
internal sealed class GuestsFirst(TimeSpan longest)
{
    private readonly object door = new();
    private bool isAnswering;

    /// <summary>Somebody is answered just now.</summary>
    public bool IsAnswering
    {
        get
        {
            lock (door)
                return isAnswering;
        }
    }

    /// <summary>From now on somebody is answered.</summary>
    public void Begin()
    {
        lock (door)
            isAnswering = true;
    }

    /// <summary>The answer was given.</summary>
    public void End()
    {
        lock (door)
        {
            isAnswering = false;
            Monitor.PulseAll(door);
        }
    }

    /// <summary>Waits while somebody is answered, a little while at most. Any thread.</summary>
    public void StandAside()
    {
        lock (door)
            if (isAnswering)
                Monitor.Wait(door, longest);
    }
}
