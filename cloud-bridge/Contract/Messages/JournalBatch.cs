namespace CloudBridge.Contract;

/// <summary>
/// What one message of a journal topic carries: lines as they stand in the journal, each with its newline, at most
/// <see cref="Topics.LongestJournalMessage"/> bytes.
/// </summary>
public static class JournalBatch
{
    /// <summary>Cuts a message into lines; what a line says is for its reader to check.</summary>
    public static Reading<List<ReadOnlyMemory<byte>>> Split(ReadOnlyMemory<byte> payload) =>
        MessageLines.Split(payload, Topics.LongestJournalMessage);
}
