using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace Tests.Support;

/// <summary>Opens journals of the test terminal, on any storage.</summary>
public sealed class JournalBench(Site site)
{
    public JournalOptions Options { get; init; } = new();

    public long Epoch { get; init; } = 1;

    public JournalIdentity Identity => new(Site.Id, Site.Bar, Epoch, site.TerminalKeys, site.LedgerKeys);

    /// <summary>Opens, and gives back all records.</summary>
    public JournalOpening<List<JournalRecord>> TryOpen(IStorage storage) => JournalOpener.Open(
        storage, Identity, site.Terminal, Options, new List<JournalRecord>(), (all, record) => [.. all, record]);

    /// <summary>Opens what must be good.</summary>
    public (Journal Journal, List<JournalRecord> Records) Open(IStorage storage) => TryOpen(storage) switch
    {
        JournalOpening<List<JournalRecord>>.Opened opened => (opened.Journal, opened.Folded),
        JournalOpening<List<JournalRecord>>.Broken broken => throw new InvalidDataException(broken.Problem.ToString()),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Opens, also around lines that rotted and that the ledger has.</summary>
    public JournalOpening<List<JournalRecord>> TryOpenAroundRot(IStorage storage) => JournalOpener.Open(
        storage, Identity, site.Terminal, Options, new List<JournalRecord>(), (all, record) => [.. all, record],
        (all, _, _) => all);

    /// <summary>The ledger acknowledges up to here.</summary>
    public AckOutcome Acknowledge(Journal journal, long sequence, long era = 1)
    {
        var line = journal.Outbox.Read(new RecordPosition(Epoch, sequence - 1), 1).Lines[..^1];
        var hash = Jws.OpenUnverified(JwsType.Record, line).OrThrow().Hash();
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [new EpochAck(Epoch, sequence, hash)]);
        return journal.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    /// <summary>What is wrong with it.</summary>
    public JournalProblem Problem(IStorage storage) => TryOpen(storage) switch
    {
        JournalOpening<List<JournalRecord>>.Broken broken => broken.Problem,
        _ => throw new InvalidOperationException("The journal is good."),
    };

    /// <summary>Appends sales, one at a time.</summary>
    public static void Sell(Journal journal, int times)
    {
        for (var sale = 0; sale < times; sale++)
            Append(journal, Records.Beer);
    }

    public static JournalRecord Append(Journal journal, Fact fact) => Append(journal, [fact])[0];

    /// <summary>Appends facts with one sync.</summary>
    public static IReadOnlyList<JournalRecord> Append(Journal journal, IEnumerable<Fact> facts)
    {
        var stamp = new Stamp(1, 1_000, Clock.Noon, Trusted: true);
        return journal.Append([.. facts], stamp) is AppendResult.Appended appended
            ? appended.Records
            : throw new IOException("The journal takes no more.");
    }
}
