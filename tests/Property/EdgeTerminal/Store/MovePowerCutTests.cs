using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Store;

/// <summary>
/// An image is restored that has sold on its own, and the ledger grants it an epoch: the power goes at any step of the
/// disk meanwhile, and leaves any part of what was being written.
/// </summary>
public sealed class MovePowerCutTests : IDisposable
{
    private const long Seeded = 10_000;

    /// <summary>So many bytes of what was not synced are there all the same; more than was written: all.</summary>
    private static readonly int[] Torn = [0, 1, 7, 80, 400, 1_000, 2_500, 1_000_000];

    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public MovePowerCutTests() =>
        ledger = new LedgerBench(site).With((Guest, $"TLF {Seeded}"), (Other, $"TLF {Seeded}"));

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_power_cut_at_any_moment_of_a_move_loses_nothing_and_books_nothing_twice()
    {
        var image = Terminal(new ForgetfulDisk(), new ForgetfulDisk());
        image.Start();
        Assert.Null(image.Apply(List(1, EpochMarks.None)));
        image.Buy(Beer, Guest);
        Hear(image, ledger);
        var copy = Terminal(image.JournalDisk.AfterPowerCut(), image.CardDisk.AfterPowerCut());
        copy.Start();
        copy.Buy(Beer, Guest);
        copy.Buy(Syrup, Other);
        Hear(copy, ledger);

        image.Buy(Beer, Other);
        image.Buy(Syrup, Guest);
        image.Buy(Beer, Guest);
        var sold = image.JournalDisk.AfterPowerCut();
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var cuts = new List<(ForgetfulDisk Journal, ForgetfulDisk Cards)>();
        image.JournalDisk.Stepped = () => cuts.AddRange(
            Torn.Select(torn => (image.JournalDisk.AfterPowerCut(torn), image.CardDisk.AfterPowerCut())));
        Move(image);
        image.JournalDisk.Stepped = null;
        // Grant, receipt, what is kept aside, the first record, what all before came to, what is said again, the end.
        Assert.InRange(cuts.Count / Torn.Length, 12, 60);

        foreach (var (journal, cards) in cuts)
        {
            var again = Terminal(journal, cards);
            again.LosePower();
            again.Start();
            Move(again);
            again.Restart();
            Check(again, sold);
        }
    }

    private StoredTerminal Terminal(ForgetfulDisk journal, ForgetfulDisk cards) => new(
        Setup(), new StoredKeys(site.Terminal, site.TerminalKeys, site.LedgerKeys), journal, cards);

    /// <summary>The ledger's ack comes, which has more of the epoch than there is, and grants the next.</summary>
    private void Move(StoredTerminal terminal)
    {
        if (terminal.State.Past.Last?.Epoch == 1 && Acknowledge(terminal, ledger) == AckOutcome.Diverged)
            terminal.Take(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
        terminal.Settle();
        Assert.Equal(2, terminal.State.Past.Last?.Epoch);
    }

    private void Check(StoredTerminal terminal, ForgetfulDisk sold)
    {
        var records = terminal.Records;
        var opened = records.First(record => record.Position == new RecordPosition(2, 1));
        var left = Assert.IsType<Fact.EpochOpened>(opened.Fact).LeftBehind!;
        Assert.Equal(
            left.Hash, Digest.Of(terminal.JournalDisk.Read($"diverged-{left.Epoch:D10}.bin")));
        var behind = records.Where(record => record.Position.Epoch == 1 && record.Position.Sequence >= left.From)
            .Where(record => record.Fact is Fact.Sale)
            .ToList();
        Assert.Equal(3, behind.Count);
        var again = records.Where(record => record.Reissues is not null && record.Fact is Fact.Sale).ToList();
        Assert.Equal(behind.Select(record => (record.Position, record.Fact, record.Stamp)),
            again.Select(record => (record.Reissues!.Position(), record.Fact, record.Stamp)));
        Assert.Empty(terminal.State.Past.Faults.Intersect([Fault.RolledBack]));
        Assert.Null(terminal.State.Past.Move);
        AssertBegins(terminal.JournalDisk, sold);

        var books = new LedgerBench(site, ledger.Disk.AfterPowerCut());
        Hear(terminal, books);
        Assert.Equal(Seeded - 350 - 350 - 150 - 350, books.Balance(Guest));
        Assert.Equal(Seeded - 150 - 350, books.Balance(Other));
        Assert.Empty(books.Problems);
    }

    /// <summary>What was sold before is in the folder as it was, byte for byte.</summary>
    private static void AssertBegins(ForgetfulDisk disk, ForgetfulDisk sold)
    {
        foreach (var name in sold.List().Where(name => name.StartsWith("journal-", StringComparison.Ordinal)))
        {
            var before = sold.Read(name);
            Assert.Equal(before, disk.Read(name)[..before.Length]);
        }
    }

    /// <summary>All that is owed goes to a ledger, whose ack comes back.</summary>
    private void Hear(StoredTerminal terminal, LedgerBench ledger)
    {
        var last = terminal.Outbox.Acked;
        while (terminal.Outbox.Read(last, 64_000) is { Lines.IsEmpty: false } batch)
        {
            ledger.Take(
            [
                .. Encoding.ASCII.GetString(batch.Lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line)).OrThrow()),
            ]);
            last = batch.Last;
        }
        Acknowledge(terminal, ledger);
    }

    private AckOutcome Acknowledge(StoredTerminal terminal, LedgerBench ledger)
    {
        var ack = LedgerBench.Acks(site, ledger.Logic.Connected(0))[^1];
        return terminal.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    private SignedList List(long version, EpochMarks watermarks) => SignedList.Of(
        version, watermarks, [Card(Guest, $"TLF {Seeded}"), Card(Other, $"TLF {Seeded}")], site.Ledger);
}
