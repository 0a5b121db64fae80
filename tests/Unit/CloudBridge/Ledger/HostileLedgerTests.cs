using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// Whoever is at the broker may send anything on any topic. It costs a report and nothing else: nothing is stored, and
/// the good line after it is booked once.
/// </summary>
public sealed class HostileLedgerTests : IDisposable
{
    private static readonly TerminalId Stranger = TerminalId.Parse("bar-2");

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public HostileLedgerTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_is_no_journal_line_is_reported_and_the_good_one_is_booked_once()
    {
        var good = terminal.Next(JournalWriter.Beer(Guest));
        var bent = HostilePayload.Bend(JwsType.Record, good, site.Terminal)
            .Select(row => row with { Bytes = [.. row.Bytes, (byte)'\n'] });

        ReportsAll(Topic(Site.Bar, TerminalTopic.Journal), [.. bent, new("no newline", good.Compact.ToArray())]);

        ledger.Take(good);
        ledger.Take(good);
        Assert.Equal(650, ledger.Balance(Guest));
    }

    [Fact]
    public void A_message_full_of_junk_is_told_of_once_and_not_read_to_its_end()
    {
        var good = terminal.Next(JournalWriter.Beer(Guest));
        byte[] junk = [.. Enumerable.Repeat((byte)'\n', 60_000), .. good.Compact.ToArray(), (byte)'\n'];

        var actions = ledger.Logic.Received(
            [new MqttMessage(Topic(Site.Bar, TerminalTopic.Journal), junk)], 0, Clock.Noon);

        Assert.Single(actions.OfType<LedgerAction.KeepRejected>());
        Assert.Single(actions.OfType<LedgerAction.Report>());
        Assert.Equal(1_000, ledger.Balance(Guest));
    }

    [Fact]
    public void Of_many_lines_under_another_key_one_is_told_of_and_what_follows_is_read()
    {
        using var other = new Site();
        var forger = new JournalWriter(other);
        var good = terminal.Next(JournalWriter.Beer(Guest));
        SignedObject[] lines = [.. Enumerable.Range(0, 50).Select(_ => forger.Next(new Fact.FireOpened())), good];

        var actions = ledger.Take(lines);

        Assert.Single(actions.OfType<LedgerAction.KeepRejected>());
        Assert.Equal(650, ledger.Balance(Guest));
    }

    /// <summary>Restored from before the epoch was granted: its lines are ours, and it must be granted again.</summary>
    [Fact]
    public void Well_signed_lines_of_an_epoch_that_was_not_granted_have_a_row_of_their_own()
    {
        var later = new JournalWriter(site, epoch: 2);
        var line = later.Next(JournalWriter.Beer(Guest));

        var actions = ledger.Take(line, later.Next(JournalWriter.Beer(Guest)));

        Assert.Equal("NotGranted", Assert.Single(actions.OfType<LedgerAction.Report>()).Kind);
        var rejected = new RejectedLines(ledger.Disk);
        rejected.Take(Assert.Single(actions.OfType<LedgerAction.KeepRejected>()));
        rejected.Save();
        var row = Assert.Single(ledger.Store.Read(books =>
            ReconcileReport.Of(books, rejected.All(), DateTimeOffset.UnixEpoch)));
        Assert.Equal(("notGranted", Site.Bar), (row.Kind, row.Terminal));
        Assert.Contains("grant-epoch", row.ToDo, StringComparison.Ordinal);

        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        ledger.Take(line);
        Assert.Equal(650, ledger.Balance(Guest));
    }

    [Theory]
    [InlineData("plain é", "plain é")]
    [InlineData("a\u001b[2Jb\nc\u202ed\u0007", "a\\u001b[2Jb\\u000ac\\u202ed\\u0007")]
    public void What_a_terminal_writes_cannot_write_to_an_operators_screen(string text, string shown)
    {
        Assert.Equal(shown, Printable.Of(text));
        Assert.Equal(201, Printable.Of(new string('x', 100_000)).Length);
    }

    [Fact]
    public void What_is_no_ask_is_reported_and_not_answered() => ReportsAll(Topic(Site.Bar, TerminalTopic.Ask), []);

    [Fact]
    public void Of_a_terminal_that_is_not_enrolled_nothing_is_taken()
    {
        var line = terminal.Next(JournalWriter.Beer(Guest));
        var ask = new AskMessage(1, 1, new Nonce(1)).Write();

        ReportsAll(
            Topic(Stranger, TerminalTopic.Journal),
            [new("another's line", [.. line.Compact.ToArray(), (byte)'\n'])]);
        ReportsAll(Topic(Stranger, TerminalTopic.Ask), [new("an ask", ask)]);
    }

    /// <summary>What is counted by its topic must not be counted by a name that anybody can invent.</summary>
    [Fact]
    public void Terminals_that_nobody_enrolled_are_reported_together()
    {
        var messages = Enumerable.Range(1, 20)
            .Select(number => Topic(TerminalId.Parse($"stranger-{number}"), TerminalTopic.Journal))
            .Select(topic => new MqttMessage(topic, "hostile"u8.ToArray()));

        var actions = ledger.Logic.Received([.. messages], 0, Clock.Noon);

        var reports = actions.OfType<LedgerAction.Report>().ToList();
        Assert.All(actions.OfType<LedgerAction.KeepRejected>(), kept => Assert.Null(kept.Terminal));

        Assert.Equal(20, reports.Count);
        Assert.Single(reports.DistinctBy(report => (report.Topic, report.Kind)));
        Assert.Equal("terminal stranger-7 is not enrolled", reports[6].Detail);
    }

    [Fact]
    public void On_every_other_topic_nothing_happens_at_all()
    {
        string[] topics =
        [
            .. Enum.GetValues<TerminalTopic>()
                .Where(kind => kind is not (TerminalTopic.Journal or TerminalTopic.Ask or TerminalTopic.Since or
                    TerminalTopic.Status))
                .Select(kind => Topic(Site.Bar, kind)),
            LedgerBench.Topics.CardList, LedgerBench.Topics.CardDelta, LedgerBench.Topics.Keys,
            "et/1/pressoir/t/bar-1/journal", "et/2/verger/t/bar-1/journal", "et/1/verger/t//journal",
            "et/1/verger/t/../journal", "et/1/verger/t/bar-1/journal/more", "$SYS/broker/version", "/", "é",
        ];

        foreach (var topic in topics)
            foreach (var (_, bytes) in HostilePayload.Unsigned)
                Assert.Empty(ledger.Logic.Received([new MqttMessage(topic, bytes)], 0, Clock.Noon));
    }

    /// <summary>Well signed, and not the next: it is kept, and moves nothing, whatever its number.</summary>
    [Theory]
    [InlineData(9_007_199_254)]
    [InlineData(3)]
    public void A_line_of_the_far_future_waits_for_those_before_it(long sequence)
    {
        var line = RecordLine.Write(Records.At(sequence, JournalWriter.Beer(Guest)), site.Terminal);
        var entries = ledger.Store.Entries().Count();

        ledger.Take(line);

        Assert.Equal((1000, entries + 1), (ledger.Balance(Guest), ledger.Store.Entries().Count()));
    }

    private static string Topic(TerminalId terminal, TerminalTopic kind) => LedgerBench.Topics.Of(terminal, kind);

    private void ReportsAll(string topic, IReadOnlyList<HostilePayload> more)
    {
        var entries = ledger.Store.Entries().Count();
        foreach (var (name, bytes) in HostilePayload.Unsigned.Concat(more))
        {
            var actions = ledger.Logic.Received([new MqttMessage(topic, bytes)], 0, Clock.Noon);

            Assert.True(actions.OfType<LedgerAction.Report>().Any(), $"{name}: no report");
            Assert.All(
                actions.OfType<LedgerAction.Publish>(),
                publish => Assert.Equal(Topic(Site.Bar, TerminalTopic.Ack), publish.Message.Topic));
        }
        Assert.Equal(entries, ledger.Store.Entries().Count());
    }
}
