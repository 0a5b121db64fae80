using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The service on a broker that answers when the test says so.</summary>
public sealed class LedgerServiceTests : IAsyncDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly ScriptedBroker broker = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly LogBook<LedgerService> log = new();
    private readonly Task running;

    public LedgerServiceTests()
    {
        ledger = new LedgerBench(site).With((Kiosks.Guest, "TLF 100000"));
        terminal = new JournalWriter(site);
        running = new LedgerService(
            ledger.Logic, ledger.Rejected, broker, new MqttOptions("here", 1, "ledger"), TimeProvider.System,
            log).RunAsync(stopping.Token);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        site.Dispose();
    }

    /// <summary>Two ledgers in one name throw each other out, once a second if they could.</summary>
    [Fact]
    public async Task Connections_that_never_last_are_dialled_slowly()
    {
        var (time, scripted) = (new ManualTime(), new ScriptedBroker());
        using var stop = new CancellationTokenSource();
        var service = new LedgerService(
            ledger.Logic,
            ledger.Rejected,
            scripted,
            new MqttOptions("here", 1, "ledger"),
            time,
            NullLogger<LedgerService>.Instance);
        var serving = service.RunAsync(stop.Token);
        foreach (var (dial, pause) in new[] { 1, 1, 1, 10, 10 }.Index())
        {
            var connection = await scripted.Connections.First<ScriptedConnection>(dial, Cancellation);
            connection.Break(new MqttFault.Lost("gone"));
            await Eventually.EqualAsync(
                TimeSpan.FromSeconds(pause), () => time.UntilNext ?? default, "the pause", Cancellation);
            time.Advance(TimeSpan.FromSeconds(pause));
        }
        await scripted.Connections.First<ScriptedConnection>(5, Cancellation);
        await stop.CancelAsync();
        await serving;
    }

    /// <summary>The pages and the desk are served meanwhile, in the name of the former key.</summary>
    [Fact]
    public async Task It_ends_when_the_ledgers_key_has_changed_also_where_no_broker_answers()
    {
        var (time, scripted) = (new ManualTime(), new ScriptedBroker());
        using var next = Es256Signer.Create();
        using var stop = new CancellationTokenSource();
        var other = new LedgerBench(site);
        var serving = new LedgerService(
            other.Logic, other.Rejected, scripted, new MqttOptions("here", 1, "ledger"), time,
            NullLogger<LedgerService>.Instance).RunAsync(stop.Token);
        var connection = await scripted.Connections.First<ScriptedConnection>(0, Cancellation);
        other.Add(LedgerKeys.Entry(site.Ledger, next));
        connection.Break(new MqttFault.Lost("gone"));
        await Eventually.EqualAsync(
            TimeSpan.FromSeconds(1), () => time.UntilNext ?? default, "the pause", Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => serving.IsCompleted, "it ends", Cancellation);

        await Assert.ThrowsAsync<LedgerStoreException>(() => serving);
    }

    /// <summary>The broker may be waiting for us to read before it answers anything.</summary>
    [Fact]
    public async Task It_reads_on_while_the_broker_answers_no_publication()
    {
        var connection = await ConnectedAsync(0);

        for (var record = 1; record <= 20; record++)
        {
            connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
            await Eventually.EqualAsync(record, Booked, "the number of booked records", Cancellation);
        }

        Assert.Single(connection.Publications, request => request.Topic == Ack);
    }

    /// <summary>A broker that kept our session sends what it has before it answers.</summary>
    [Fact]
    public async Task It_reads_on_while_no_subscription_is_answered_and_says_nothing_before()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);

        for (var record = 1; record <= 20; record++)
        {
            connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
            await Eventually.EqualAsync(record, Booked, "the number of booked records", Cancellation);
        }

        Assert.DoesNotContain(connection.Publications, request => request.Topic == LedgerBench.Topics.CardList);
        Assert.Equal(
            [.. ledger.Logic.Subscriptions, .. ledger.Logic.Wishes],
            connection.Requests.Seen.Select(request => request.Filter).OfType<string>());
    }

    [Fact]
    public async Task A_subscription_that_the_broker_refuses_ends_the_connection_and_it_dials_again()
    {
        var first = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        var last = ledger.Logic.Subscriptions.Count() - 1;
        (await first.Requests.First<BrokerRequest>(last, Cancellation)).Answer(new MqttFault.Refused("not allowed"));

        await broker.Connections.First<ScriptedConnection>(1, Cancellation);

        Assert.True(first.Closed.IsCompleted);
        Assert.Empty(first.Publications);
    }

    /// <summary>How terminals are, and what they lack, is good to know; what they sold must be.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_broker_that_does_not_let_it_hear_how_terminals_are_or_what_they_lack_is_worked_with(int refused)
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        var last = ledger.Logic.Subscriptions.Count();
        for (var index = 0; index < last + ledger.Logic.Wishes.Count(); index++)
        {
            var request = await connection.Requests.First<BrokerRequest>(index, Cancellation);
            if (index == last + refused)
                request.Answer(new MqttFault.Refused("not allowed"));
            else
                request.Answer();
        }

        connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
        await Eventually.TrueAsync(
            () => connection.Publications.Any(request => request.Topic == LedgerBench.Topics.CardList),
            "a list is said",
            Cancellation);

        Assert.False(connection.Closed.IsCompleted);
        Assert.Equal(1, log.Count("does not let the ledger hear"));
    }

    [Fact]
    public void It_listens_to_journals_and_asks_and_to_nothing_that_it_does_not_read()
    {
        Assert.Equal(
            new[] { TerminalTopic.Journal, TerminalTopic.Ask, TerminalTopic.Status, TerminalTopic.Since }
                .Select(LedgerBench.Topics.OfAll),
            [.. ledger.Logic.Subscriptions, .. ledger.Logic.Wishes]);
    }

    [Fact]
    public async Task A_publication_that_the_broker_refuses_ends_the_connection_and_it_dials_again()
    {
        var first = await ConnectedAsync(0);
        first.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
        first.Publications.First().Answer(new MqttFault.Refused("not allowed"));

        var second = await ConnectedAsync(1);

        Assert.True(first.Closed.IsCompleted);
        Assert.Contains(second.Requests.Seen, request => request.Filter is not null);
    }

    [Fact]
    public async Task What_is_no_line_of_a_journal_is_on_disk_when_it_has_stopped()
    {
        var connection = await ConnectedAsync(0);
        connection.Deliver(new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Journal), "hostile\n"u8.ToArray()));
        connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
        await Eventually.EqualAsync(1, Booked, "the number of booked records", Cancellation);

        await stopping.CancelAsync();
        await running;

        var kept = Assert.Single(ledger.Rejected.All());
        Assert.Equal((Site.Bar, "NotCompactJws"), (kept.Terminal!.Value, kept.Counts[0].Kind));
    }

    private static string Ack => LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ack);

    private int Booked() => ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count();

    /// <summary>A connection whose subscriptions are granted.</summary>
    private async Task<ScriptedConnection> ConnectedAsync(int skip)
    {
        var connection = await broker.Connections.First<ScriptedConnection>(skip, Cancellation);
        for (var index = 0; index < ledger.Logic.Subscriptions.Concat(ledger.Logic.Wishes).Count(); index++)
            (await connection.Requests.First<BrokerRequest>(index, Cancellation)).Answer();
        await Eventually.TrueAsync(() => connection.Publications.Any(), "it says what is current", Cancellation);
        return connection;
    }
}
