using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// Sees what a terminal's disk makes durable, line by line, and nothing else: what its journal says is compared with
/// this. It uses no code of the journal's.
/// </summary>
internal sealed class Witness(TerminalId terminal, Action<WitnessedRecord> seen)
{
    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordPosition, WitnessedRecord> records = [];
    private readonly Dictionary<(RecordPosition, Digest), WitnessedRecord> before = [];

    /// <summary>The last; null when there is none.</summary>
    public WitnessedRecord? Last { get; private set; }

    /// <summary>All, in order.</summary>
    public IEnumerable<WitnessedRecord> Records => records.Values;

    /// <summary>The record of a place; null when none was ever durable there.</summary>
    public WitnessedRecord? At(RecordPosition position) => records.GetValueOrDefault(position);

    /// <summary>A line that was ever durable in a place; null: there was none like that.</summary>
    public WitnessedRecord? Find(RecordPosition position, Digest hash) =>
        At(position) is { } row && row.Hash == hash ? row : before.GetValueOrDefault((position, hash));

    /// <summary>An older image is on the disk: what is behind it was of another history.</summary>
    public void Rewind(ForgetfulDisk disk)
    {
        read.Clear();
        foreach (var name in disk.List().Where(name => SegmentName.TryParse(name, out _)))
            read[name] = disk.Read(name).AsSpan().LastIndexOf((byte)'\n') + 1;
        Last = records.Values
            .Where(row => row.Offset + row.Length < read.GetValueOrDefault(row.File))
            .MaxBy(row => row.Record.Position);
        foreach (var gone in records.Values.Where(row => !(row.Record.Position <= Last?.Record.Position)).ToList())
        {
            before[(gone.Record.Position, gone.Hash)] = gone;
            records.Remove(gone.Record.Position);
        }
    }

    /// <summary>Watches a disk; the one before it is gone.</summary>
    public void Watch(ForgetfulDisk disk)
    {
        disk.Synced = name => Read(disk, name);
        disk.Truncated = (name, length) =>
        {
            if (length < read.GetValueOrDefault(name))
                throw new BrokenInvariant("nothing durable is lost", $"{terminal} cut {name} back to {length} bytes");
        };
    }

    private void Read(ForgetfulDisk disk, string name)
    {
        if (!SegmentName.TryParse(name, out _))
            return;
        var from = read.GetValueOrDefault(name);
        var bytes = disk.Read(name, from).AsMemory();
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Take(name, from, bytes[..end]);
            from += end + 1;
            bytes = bytes[(end + 1)..];
        }
        read[name] = from;
    }

    private void Take(string file, long offset, ReadOnlyMemory<byte> line)
    {
        if (!Jws.OpenUnverified(JwsType.Record, line).Succeeded(out var signed, out var error) ||
            !RecordLine.Read(signed, Site.Id).Succeeded(out var record, out error))
            throw new BrokenInvariant("chains are whole", $"{terminal} made a line durable that is none: {error}");
        Follow(record);
        Last = new WitnessedRecord(record, signed.Hash(), file, (int)offset, line.Length);
        records.Add(record.Position, Last);
        seen(Last);
    }

    private void Follow(JournalRecord record)
    {
        if (records.TryGetValue(record.Position, out var known))
            throw new BrokenInvariant(
                "a sequence is used once",
                $"{terminal} {record.Position}: {known.Record.Fact.GetType().Name}, then {record.Fact.GetType().Name}");
        var (place, hash) = Last is not { } last ? (new RecordPosition(1, 1), Digest.Zero)
            : record.Position.Epoch > last.Record.Position.Epoch ? (record.Position with { Sequence = 1 }, Digest.Zero)
            : (last.Record.Position.Next(), last.Hash);
        if (record.Position != place || record.Previous != hash)
            throw new BrokenInvariant(
                "chains are whole", $"{terminal} {record.Position} does not follow {Last?.Record.Position}");
    }
}
