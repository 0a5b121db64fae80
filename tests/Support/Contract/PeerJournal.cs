using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Another terminal of the site: its key, and its lines as it would send them.</summary>
public sealed class PeerJournal : IDisposable
{
    private readonly List<(JournalRecord Record, SignedObject Line)> lines = [];
    private readonly bool ownsKey;

    public PeerJournal(string name, long epoch = 1)
        : this(TerminalId.Parse(name), epoch, Es256Signer.Create(), ownsKey: true)
    {
    }

    private PeerJournal(TerminalId terminal, long epoch, Es256Signer key, bool ownsKey) =>
        (Terminal, Epoch, Key, this.ownsKey) = (terminal, epoch, key, ownsKey);

    public TerminalId Terminal { get; }

    public long Epoch { get; }

    public Es256Signer Key { get; }

    public long End => lines.Count;

    /// <summary>A row of the site's key list.</summary>
    public JsonWebKey Jwk => Key.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Terminal };

    /// <summary>Writes a line.</summary>
    public HeardRecord Write(Fact fact, RecordName? reissues = null, Stamp? stamp = null)
    {
        var record = new JournalRecord(
            Site.Id,
            Terminal,
            new RecordPosition(Epoch, lines.Count + 1),
            lines.Count == 0 ? Digest.Zero : lines[^1].Line.Hash(),
            stamp ?? new Stamp(1, 1_000 * (lines.Count + 1), Clock.Noon, Trusted: true),
            fact)
        {
            Reissues = reissues,
        };
        lines.Add((record, RecordLine.Write(record, Key)));
        return this[record.Position.Sequence];
    }

    /// <summary>A line as others hear it.</summary>
    public HeardRecord this[long sequence]
    {
        get
        {
            var (record, line) = lines[(int)sequence - 1];
            return new HeardRecord(
                Terminal, record.Position, line.Hash(), record.Previous, record.Stamp, record.Fact)
            {
                Reissues = record.Reissues,
            };
        }
    }

    /// <summary>The name of a line, for who says it again.</summary>
    public RecordName NameOf(long sequence) => new(Epoch, sequence, this[sequence].Hash);

    /// <summary>A message with these lines, in this order.</summary>
    public byte[] Send(params IEnumerable<long> sequences) =>
        [.. sequences.SelectMany(sequence => lines[(int)sequence - 1].Line.Compact.ToArray().Append((byte)'\n'))];

    /// <summary>A message with all lines from here to there.</summary>
    public byte[] SendAll(long from, long through) =>
        Send(Enumerable.Range((int)from, (int)(through - from + 1)).Select(sequence => (long)sequence));

    /// <summary>Another machine with the same key and the lines up to here, which goes its own way.</summary>
    public PeerJournal Fork(long through)
    {
        var fork = new PeerJournal(Terminal, Epoch, Key, ownsKey: false);
        fork.lines.AddRange(lines.Take((int)through));
        return fork;
    }

    /// <summary>The same machine in a later epoch.</summary>
    public PeerJournal Later(long epoch) => new(Terminal, epoch, Key, ownsKey: false);

    public void Dispose()
    {
        if (ownsKey)
            Key.Dispose();
    }
}
