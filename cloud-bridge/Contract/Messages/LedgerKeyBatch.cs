namespace CloudBridge.Contract;

/// <summary>
/// All statements of a ledger about its keys, in order, each a line: who was away for several of them takes one after
/// the other.
/// </summary>
public static class LedgerKeyBatch
{
    /// <summary>Of all lines together.</summary>
    public const int LongestBytes = 64 * 1024;

    /// <summary>Makes lines of statements.</summary>
    public static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> statements) =>
        [.. statements.SelectMany(statement => (byte[])[.. statement.Span, (byte)'\n'])];

    /// <summary>Cuts lines; what they say is for the reader to check.</summary>
    public static Reading<List<ReadOnlyMemory<byte>>> Split(ReadOnlyMemory<byte> lines) =>
        MessageLines.Split(lines, LongestBytes);
}
