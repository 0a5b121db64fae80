using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Checks lines one after the other: form, signature, whose they are, that none is missing, and that each names the
/// hash of the one before.
/// </summary>
/// <param name="site">The site; null: that of the first line.</param>
/// <param name="terminal">The terminal; null: that of the first line.</param>
/// <param name="keys">Whose signatures count.</param>
public sealed class JournalChain(SiteId? site, TerminalId? terminal, IKeyRing keys)
{
    private readonly HashSet<KeyId> left = [];

    /// <summary>The last line's place; null before the first.</summary>
    public RecordPosition? Last { get; private set; }

    /// <summary>The last line's hash.</summary>
    public Digest LastHash { get; private set; }

    /// <summary>The key that has signed the last line; null before the first.</summary>
    public KeyId? LastKey { get; private set; }

    /// <summary>Takes the next line.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="checkSignature">False behind a mark up to which signatures were checked before.</param>
    public Reading<JournalRecord> Next(ReadOnlyMemory<byte> line, bool checkSignature)
    {
        var opened = checkSignature
            ? Jws.Open(JwsType.Record, line, keys)
            : Jws.OpenUnverified(JwsType.Record, line);
        if (!opened.Succeeded(out var signed, out var error) ||
            !RecordLine.Read(signed, site).Succeeded(out var record, out error))
            return error;
        if ((terminal ?? record.Terminal) != record.Terminal)
            return Bad($"a line of terminal {record.Terminal}; expected {terminal}");
        if ((Break(record) ?? BreakOfKeys(record, signed.Key)) is { } detail)
            return Bad(detail);
        Take(record, signed);
        return record;
    }

    /// <summary>
    /// Takes a line behind lines that cannot be read: it must be signed, and further on in the same epoch. What is
    /// missing between is the caller's to judge.
    /// </summary>
    /// <param name="line">Without its newline.</param>
    public Reading<JournalRecord> GoOn(ReadOnlyMemory<byte> line)
    {
        if (!Jws.Open(JwsType.Record, line, keys).Succeeded(out var signed, out var error) ||
            !RecordLine.Read(signed, site).Succeeded(out var record, out error))
            return error;
        if ((terminal ?? record.Terminal) != record.Terminal ||
            Last is { } last && (record.Position.Epoch != last.Epoch || record.Position <= last.Next()))
            return Bad($"record {record.Position} of {record.Terminal} does not follow {Last}");
        if (LastKey is { } before && before != signed.Key)
            return Bad(AnotherKey(record.Position, signed.Key));
        Take(record, signed);
        return record;
    }

    /// <summary>Is it a line that one of the keys has signed, whatever it says?</summary>
    public bool IsSigned(ReadOnlyMemory<byte> line) => Jws.Open(JwsType.Record, line, keys).Succeeded(out _, out _);

    private void Take(JournalRecord record, SignedObject signed)
    {
        (site, terminal) = (record.Site, record.Terminal);
        (Last, LastHash) = (record.Position, signed.Hash());
        if (LastKey is { } before && before != signed.Key)
            left.Add(before);
        LastKey = signed.Key;
    }

    /// <summary>
    /// One key signs an epoch. Another one begins with the first record of the next, which names the last under the
    /// one before; that one does not come back.
    /// </summary>
    private string? BreakOfKeys(JournalRecord record, KeyId key) =>
        LastKey is not { } before || before == key ? null
        : record is { Position.Sequence: 1, Fact: Fact.EpochOpened { Ended: { } ended } } &&
            ended == new RecordName(Last!.Value.Epoch, Last.Value.Sequence, LastHash) && !left.Contains(key)
            ? null
        : AnotherKey(record.Position, key);

    private static string AnotherKey(RecordPosition at, KeyId key) =>
        $"record {at} is signed by another key of the terminal than its epoch, {key}";

    private string? Break(JournalRecord record)
    {
        var at = record.Position;
        var beginsEpoch = at.Sequence == 1 && (Last is not { } before || at.Epoch > before.Epoch);
        if (beginsEpoch)
            return record.Previous == Digest.Zero ? null : "an epoch's first record follows 32 zero bytes";
        if (Last is not { } last)
            return null; // Older segments are gone: what the first line here follows cannot be compared.
        if (at != last.Next())
            return $"record {at} follows {last}; expected {last.Next()}";
        return record.Previous == LastHash ? null : $"record {at} does not name the hash of the one before it";
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
