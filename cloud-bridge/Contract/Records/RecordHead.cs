namespace CloudBridge.Contract;

/// <summary>
/// A journal line whose fact has not been read: its place in the chain counts also when a later build wrote a fact that
/// this one does not know.
/// </summary>
public sealed class RecordHead
{
    private readonly RecordEnvelope envelope;

    internal RecordHead(RecordEnvelope envelope) => this.envelope = envelope;

    /// <summary>Where the terminal belongs.</summary>
    public SiteId Site => envelope.Site;

    /// <summary>Whose journal.</summary>
    public TerminalId Terminal => envelope.Terminal;

    /// <summary>Which line of it.</summary>
    public RecordPosition Position => new(envelope.Epoch, envelope.Sequence);

    /// <summary>Hash of the line before; zero for the first of an epoch.</summary>
    public Digest Previous => envelope.Previous;

    /// <summary>When.</summary>
    public Stamp Stamp =>
        new(envelope.Boot, envelope.MonotonicMilliseconds, envelope.WallMilliseconds, envelope.Trusted);

    /// <summary>What kind of fact it says it is.</summary>
    public string Kind => envelope.Kind;

    /// <summary>The fact as it stands in the line.</summary>
    public string FactJson => envelope.Fact.GetRawText();

    /// <summary>The line of a former epoch that this one says again; null: none.</summary>
    public RecordName? Reissues => envelope.Reissues;

    internal TornTail? Torn => envelope.Torn;

    /// <summary>The fact; null when this build cannot read it.</summary>
    public Fact? FactOrNull() => ReadFact().Succeeded(out var fact, out _) ? fact : null;

    /// <summary>Reads the fact.</summary>
    public Reading<Fact> ReadFact() => FactKinds.Read(envelope.Kind, envelope.Fact);
}
