using System.Buffers;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// A journal line: a record, signed. The line that a fact becomes is decided here alone, for both ends:
/// docs/formats/journal.md.
/// </summary>
public static class RecordLine
{
    /// <summary>The format that this build writes, and the only one it reads.</summary>
    public const int Version = 1;

    /// <summary>The end of the year 9999, the last that a date can show.</summary>
    private const long LatestWallMilliseconds = 253_402_300_799_999;

    /// <summary>Bytes: a sale of one article has some 800, and the writer wants a few hundred at a time.</summary>
    private const int UsualPayload = 1_536;

    /// <summary>Makes the line of a record.</summary>
    /// <exception cref="ArgumentException"> The fact is too large for a line, or not one that could be read again:
    /// nothing was written.
    /// </exception>
    public static SignedObject Write(JournalRecord record, ISigner signer) =>
        record.Fact.Flaw() is { } flaw
            ? throw new ArgumentException($"{FactKinds.Of(record.Fact)} at {record.Position}: {flaw}.")
            : Jws.Sign(JwsType.Record, Payload(record), signer);

    /// <summary>
    /// The payload's bytes: the same record gives the same bytes in every build of this format version.
    /// </summary>
    public static ReadOnlyMemory<byte> Payload(JournalRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualPayload);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("site", record.Site.ToString());
            json.WriteString("terminal", record.Terminal.ToString());
            json.WriteString("to", Addressee.Ledger.ToString());
            json.WriteNumber("epoch", record.Position.Epoch);
            json.WriteNumber("sequence", record.Position.Sequence);
            json.WriteString("previous", record.Previous.ToString());
            json.WriteNumber("boot", record.Stamp.Boot);
            json.WriteNumber("monotonicMilliseconds", record.Stamp.MonotonicMilliseconds);
            json.WriteNumber("wallMilliseconds", record.Stamp.WallMilliseconds);
            json.WriteBoolean("trusted", record.Stamp.Trusted);
            if (record.Torn is { } torn)
            {
                json.WritePropertyName("torn");
                JsonSerializer.Serialize(json, torn, ContractJson.Default.TornTail);
            }
            if (record.Reissues is { } reissues)
            {
                json.WritePropertyName("reissues");
                JsonSerializer.Serialize(json, reissues, ContractJson.Default.RecordName);
            }
            FactKinds.Write(json, record.Fact);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Reads what a line says; its signature is the caller's to have checked.</summary>
    /// <param name="line">From <see cref="Jws.Open"/>.</param>
    /// <param name="site">The site that the line must belong to; null: any.</param>
    public static Reading<JournalRecord> Read(SignedObject line, SiteId? site)
    {
        if (!ReadHead(line, site).Succeeded(out var head, out var error) ||
            !head.ReadFact().Succeeded(out var fact, out error))
            return error;
        return new JournalRecord(head.Site, head.Terminal, head.Position, head.Previous, head.Stamp, fact)
        {
            Torn = head.Torn,
            Reissues = head.Reissues,
        };
    }

    /// <summary>Reads all of a line; its fact may be one that this build does not know.</summary>
    /// <param name="line">From <see cref="Jws.Open"/>.</param>
    /// <param name="site">The site that the line must belong to; null: any.</param>
    public static Reading<RecordHead> ReadHead(SignedObject line, SiteId? site)
    {
        if (!StrictJson.Read(line.Payload.Span, ContractJson.Default.RecordEnvelope)
            .Succeeded(out var envelope, out var error))
            return error;
        if (envelope.Version != Version)
            return Bad($"format version {envelope.Version}; this build reads {Version}");
        if ((site ?? envelope.Site) != envelope.Site || envelope.To != Addressee.Ledger)
            return new FormatError(
                FormatErrorKind.WrongAddressee,
                $"for {envelope.To} of site {envelope.Site}; expected ledger of {site}");
        if (envelope.Epoch < 1 || envelope.Sequence < 1 || envelope.Boot < 1)
            return Bad("epoch, sequence and boot start at 1");
        if (envelope.WallMilliseconds is < 0 or > LatestWallMilliseconds)
            return Bad("wallMilliseconds: expected a time from 1970 to 9999");
        if (envelope.Reissues is { } first &&
            (first.Epoch < 1 || first.Epoch >= envelope.Epoch || first.Sequence < 1))
            return Bad("reissues: expected a record of an earlier epoch");
        return RecordHead.Of(envelope, line.Payload);
    }

    /// <summary>Checks the signature of a line, and that its key counts in its place.</summary>
    /// <param name="line">From <see cref="Jws.OpenUnverified"/>.</param>
    /// <param name="position">Of the record.</param>
    /// <param name="keys">The terminal's.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static FormatError? WhyForged(SignedObject line, RecordPosition position, IKeyRing keys) =>
        Jws.Verify(line, keys) is { } forged ? forged
        : keys.CountsAt(line.Key, position) ? null
        : new FormatError(FormatErrorKind.UnknownKey, $"key {line.Key} does not count at {position}");

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
