using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A terminal's line whose form was checked, and its signature by whoever took it; read once.</summary>
internal sealed class StoredLine(SignedObject signed, RecordHead head)
{
    private Digest? hash;

    /// <summary>As it was signed.</summary>
    public SignedObject Signed => signed;

    /// <summary>All that it says but its fact.</summary>
    public RecordHead Head => head;

    /// <summary>What chains and acks call it by.</summary>
    public Digest Hash => hash ??= signed.Hash();

    /// <summary>Its fact.</summary>
    public Reading<Fact> ReadFact() => head.ReadFact();

    /// <summary>Its fact; null when this build cannot read it.</summary>
    public Fact? FactOrNull() => head.FactOrNull();

    /// <summary>Reads one.</summary>
    public static Reading<StoredLine> Read(string line) => Read(Encoding.ASCII.GetBytes(line), site: null);

    /// <summary>Reads one.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="site">The site that it must belong to; null: any.</param>
    public static Reading<StoredLine> Read(ReadOnlyMemory<byte> line, SiteId? site) =>
        Jws.OpenUnverified(JwsType.Record, line).Succeeded(out var signed, out var error) &&
        RecordLine.ReadHead(signed, site).Succeeded(out var head, out error)
            ? new StoredLine(signed, head)
            : error;

    /// <summary>Reads one that was there before; null when it is none.</summary>
    public static StoredLine? Find(string line) => Read(line).Succeeded(out var stored, out _) ? stored : null;
}
