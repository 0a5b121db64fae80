using System.Text;

namespace CloudBridge.Contract;

/// <summary>
/// A journal line whose fact need not be one that can be read: its place in the chain counts also when a later build
/// wrote a fact that this one does not know.
/// </summary>
public sealed class RecordHead
{
    private readonly RecordEnvelope envelope;
    private readonly ReadOnlyMemory<byte> factJson;
    private readonly Reading<Fact> fact;

    private RecordHead(RecordEnvelope envelope, ReadOnlyMemory<byte> factJson, Reading<Fact> fact) =>
        (this.envelope, this.factJson, this.fact) = (envelope, factJson, fact);

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
    public string FactJson => Encoding.UTF8.GetString(factJson.Span);

    /// <summary>The line of a former epoch that this one says again; null: none.</summary>
    public RecordName? Reissues => envelope.Reissues;

    /// <summary>Where what it says was said first: what later records call it by.</summary>
    public RecordPosition First => Reissues?.Position() ?? Position;

    internal TornTail? Torn => envelope.Torn;

    /// <summary>The fact; null when this build cannot read it.</summary>
    public Fact? FactOrNull() => fact.Succeeded(out var read, out _) ? read : null;

    /// <summary>The fact, or why this build cannot read it.</summary>
    public Reading<Fact> ReadFact() => fact;

    /// <summary>Reads the fact of an envelope that is good itself.</summary>
    /// <param name="envelope">Without flaw.</param>
    /// <param name="payload">What it was read from.</param>
    internal static Reading<RecordHead> Of(RecordEnvelope envelope, ReadOnlyMemory<byte> payload)
    {
        var json = envelope.Fact.In(payload);
        var fact = FactKinds.Read(envelope.Kind, json.Span);
        // A fact that cannot be read must still be JSON as all of a line is, no member of it there twice.
        return fact.Succeeded(out _, out _) || StrictJson.Flaw(json.Span) is not { } flaw
            ? new RecordHead(envelope, json, fact)
            : flaw;
    }
}
