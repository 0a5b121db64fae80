namespace EdgeTerminal.Host;

/// <summary>Where devices say what has happened.</summary>
internal interface IInbox
{
    /// <summary>Says what will be said again, or may be dropped.</summary>
    /// <returns>False: there was no room.</returns>
    bool Offer(LoopInput input);

    /// <summary>Says what is said once; waits for room. Never from the loop itself.</summary>
    void Post(LoopInput input);
}
