namespace CloudBridge.Contract;

/// <summary>
/// What one message of a journal topic carries: lines as they stand in the journal, each with its newline, at most
/// <see cref="Topics.LongestJournalMessage"/> bytes.
/// </summary>
public static class JournalBatch
{
    /// <summary>Cuts a message into lines; what a line says is for its reader to check.</summary>
    public static Reading<List<ReadOnlyMemory<byte>>> Split(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > Topics.LongestJournalMessage)
            return new FormatError(
                FormatErrorKind.TooLong, $"{payload.Length} bytes; at most {Topics.LongestJournalMessage}");
        if (payload.IsEmpty || payload.Span[^1] != (byte)'\n')
            return new FormatError(FormatErrorKind.BadContent, "expected lines, each with a newline at its end");
        var lines = new List<ReadOnlyMemory<byte>>();
        foreach (var range in payload.Span[..^1].Split((byte)'\n'))
            lines.Add(payload[range]);
        return lines;
    }
}
