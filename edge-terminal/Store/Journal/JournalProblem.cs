namespace EdgeTerminal.Store;

/// <summary>Where a journal is not what it should be, and how.</summary>
/// <param name="Segment">The file.</param>
/// <param name="Line">From 1; 0 when it is about the file as a whole.</param>
/// <param name="Detail">What was found, and what was expected.</param>
public sealed record JournalProblem(string Segment, int Line, string Detail)
{
    /// <summary>For people.</summary>
    public override string ToString() => Line == 0 ? $"{Segment}: {Detail}" : $"{Segment}, line {Line}: {Detail}";
}
