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
    public static Reading<List<ReadOnlyMemory<byte>>> Split(ReadOnlyMemory<byte> lines)
    {
        if (lines.Length > LongestBytes)
            return new FormatError(FormatErrorKind.TooLong, $"{lines.Length} bytes; at most {LongestBytes}");
        if (lines.IsEmpty || lines.Span[^1] != (byte)'\n')
            return new FormatError(FormatErrorKind.BadContent, "expected lines, each with a newline at its end");
        var statements = new List<ReadOnlyMemory<byte>>();
        foreach (var range in lines.Span[..^1].Split((byte)'\n'))
            statements.Add(lines[range]);
        return statements;
    }
}
