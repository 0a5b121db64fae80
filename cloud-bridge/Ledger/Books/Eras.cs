namespace CloudBridge.Ledger;

/// <summary>Begins eras.</summary>
internal static class Eras
{
    /// <summary>
    /// Begins the next era. Its number is the time in seconds since 1970-01-01T00:00:00Z, where the last one is below
    /// that: whoever restores the same backup twice must not get an era twice, terminals would not move back for it.
    /// </summary>
    public static long Raise(ILedgerStore store, DateTimeOffset now) => store.Change(draft =>
    {
        var era = Math.Max(draft.Books.Era + 1, now.ToUnixTimeSeconds());
        draft.Add(new LedgerEntry.EraRaised(era));
        return era;
    });
}
