namespace CloudBridge.Contract;

/// <summary>A fact with its place in a terminal's journal: what one signed line says.</summary>
/// <param name="Site">Where the terminal belongs.</param>
/// <param name="Terminal">Whose journal.</param>
/// <param name="Position">Which line of it.</param>
/// <param name="Previous">Hash of the line before; zero for the first of an epoch.</param>
/// <param name="Stamp">When.</param>
/// <param name="Fact">What.</param>
public sealed record JournalRecord(
    SiteId Site, TerminalId Terminal, RecordPosition Position, Digest Previous, Stamp Stamp, Fact Fact)
{
    /// <summary>Set in the first record after a torn line was cut off.</summary>
    public TornTail? Torn { get; init; }

    /// <summary>
    /// The line of a former epoch that this one says again: what it did, it did once (<see cref="LeftBehind"/>).
    /// </summary>
    public RecordName? Reissues { get; init; }
}
