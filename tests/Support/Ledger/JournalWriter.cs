using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Writes lines as the test terminal would, in a chain.</summary>
public sealed class JournalWriter(Site site, long epoch = 1, ISigner? key = null)
{
    private readonly ISigner signer = key ?? site.Terminal;
    private Digest last;
    private long sequence;
    private long boot = 1;

    public SignedObject Next(Fact fact) => Next(fact, Site.Bar);

    public SignedObject Next(Fact fact, TerminalId terminal) => Write(Next(fact, reissues: null, terminal));

    /// <summary>A record that was made at another time than tests usually are.</summary>
    public SignedObject Next(Fact fact, long wallMilliseconds, bool trusted = true) =>
        Write(MadeAt(Next(fact, reissues: null, Site.Bar), wallMilliseconds, trusted));

    /// <summary>Says again what a line of an earlier epoch said.</summary>
    public SignedObject Again(Fact fact, RecordName first) => Write(Next(fact, first, Site.Bar));

    /// <inheritdoc cref="Again(Fact, RecordName)"/>
    public SignedObject Again(Fact fact, RecordName first, long wallMilliseconds) =>
        Write(MadeAt(Next(fact, first, Site.Bar), wallMilliseconds, trusted: true));

    /// <summary>A copy of the machine is started and goes on from here by itself.</summary>
    public JournalWriter Branch() => new(site, epoch, signer) { last = last, sequence = sequence, boot = boot + 1 };

    /// <summary>Another line for the place of the last one.</summary>
    public SignedObject InPlaceOfTheLast(Fact fact, Digest previous) =>
        RecordLine.Write(Records.At(sequence, fact, previous), signer);

    /// <summary>The last line, as the first one under another key names it.</summary>
    public RecordName End => new(epoch, sequence, last);

    /// <summary>What to call a line once and for all.</summary>
    public static RecordName NameOf(SignedObject line)
    {
        var position = RecordLine.ReadHead(line, Site.Id).OrThrow().Position;
        return new RecordName(position.Epoch, position.Sequence, line.Hash());
    }

    private JournalRecord Next(Fact fact, RecordName? reissues, TerminalId terminal)
    {
        var record = Records.At(++sequence, fact, last);
        return record with
        {
            Terminal = terminal,
            Position = new RecordPosition(epoch, sequence),
            Stamp = record.Stamp with { Boot = boot },
            Reissues = reissues,
        };
    }

    private static JournalRecord MadeAt(JournalRecord record, long wallMilliseconds, bool trusted) => record with
    {
        Stamp = new Stamp(
            record.Stamp.Boot,
            Math.Max(0, record.Stamp.MonotonicMilliseconds + wallMilliseconds - record.Stamp.WallMilliseconds),
            wallMilliseconds,
            trusted),
    };

    private SignedObject Write(JournalRecord record)
    {
        var line = RecordLine.Write(record, signer);
        last = line.Hash();
        return line;
    }

    /// <summary>A beer for 3.50, paid from one asset.</summary>
    public static Fact.Sale Beer(string uid, string asset = "TLF") => new(
        Site.Card(uid),
        [new Payment(Site.Card(uid), Kiosks.WalletOf(uid), [Records.Amount(asset, 350)])],
        [Kiosks.Beer.Line(1)],
        Records.Verdict);
}
