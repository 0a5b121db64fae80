namespace CloudBridge.Contract;

/// <summary>
/// The payload of a journal line as JSON: docs/formats/journal.md. The fact is read once its kind is known.
/// </summary>
internal sealed record RecordEnvelope(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    Addressee To,
    long Epoch,
    long Sequence,
    Digest Previous,
    long Boot,
    long MonotonicMilliseconds,
    long WallMilliseconds,
    bool Trusted,
    string Kind,
    JsonExtent Fact)
{
    public TornTail? Torn { get; init; }

    public RecordName? Reissues { get; init; }
}
