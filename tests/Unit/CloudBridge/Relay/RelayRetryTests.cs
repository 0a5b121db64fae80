using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Microsoft.Extensions.Logging;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;
using RelayLoop = CloudBridge.Relay.Relay;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>When the relay dials again, and what it says of it.</summary>
public sealed class RelayRetryTests : RelayLogicBench, IAsyncDisposable
{
    private static readonly MqttFault.Refused BadPassword = new("the broker said bad user name or password (0x86).");
    private static readonly MqttFault.Unreachable Away = new("10.0.0.2:1883: Connection refused.");
    private static readonly MqttFault.Lost HungUp = new("the broker closed it.");

    private readonly ManualTime time = new();
    private readonly ScriptedBroker broker = new();
    private readonly EventLog<RelayNews> news = new();
    private readonly LogBook<RelayLoop> log = new();
    private readonly RelayLoop relay;
    private Task running = Task.CompletedTask;

    /// <summary>A pause is 95 % of what it may be, so that none is as long as the loop's own second.</summary>
    public RelayRetryTests() => relay = new RelayLoop(
        Relay,
        broker,
        new MqttOptions("here", 1, "bar-1"),
        time,
        TimeSpan.FromSeconds(30),
        () => 0.9,
        told =>
        {
            news.Add(told);
            return ValueTask.CompletedTask;
        },
        log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in broker.Connections.Seen)
            connection.AnswerAll();
        relay.Stop();
        await Eventually.CompletesAsync(running, "the relay ends", Cancellation);
        relay.Dispose();
        Dispose();
    }

    [Fact]
    public async Task A_broker_that_turns_us_away_is_dialled_slowly_and_said_once()
    {
        broker.Refusal = BadPassword;
        Start();

        for (var dial = 0; dial < 5; dial++)
            await PauseAsync(28.5);

        Assert.Equal(6, broker.Dials);
        var said = Assert.Single(log.Entries.Seen);
        Assert.Equal(LogLevel.Error, said.Level);
        Assert.Contains("Check user name, password and client id", said.Text, StringComparison.Ordinal);
        Assert.EndsWith(BadPassword.Detail, said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_away_is_dialled_ever_more_slowly_and_said_once()
    {
        broker.Refusal = Away;
        Start();

        foreach (var pause in new[] { 0.475, 0.95, 1.9, 3.8, 7.6, 15.2, 28.5, 28.5 })
            await PauseAsync(pause);

        Assert.Equal(LogLevel.Warning, Assert.Single(log.Entries.Seen).Level);
    }

    /// <summary>Two machines with one name, or a broker that grants nothing, would be a storm.</summary>
    [Fact]
    public async Task A_broker_that_lets_us_in_and_hangs_up_is_dialled_ever_more_slowly_too()
    {
        Start();
        foreach (var pause in new[] { 0.475, 0.95, 1.9, 3.8, 7.6, 15.2, 28.5 })
        {
            (await ConnectionAsync()).Break(HungUp);
            await PauseAsync(pause);
        }

        Assert.Equal(1, log.Count("Connected to the broker"));
        Assert.Equal(1, log.Count(HungUp.Detail));
    }

    [Fact]
    public async Task After_ten_seconds_with_the_ledger_the_next_pause_is_short_and_all_may_be_said_again()
    {
        broker.Refusal = Away;
        Start();
        await PauseAsync(0.475);
        await PauseAsync(0.95);
        broker.Refusal = null;
        await PauseAsync(1.9);
        var connection = await ConnectionAsync();
        await AnswerAskAsync(connection);
        await PassAsync(10);
        await log.Entries.First<LogEntry>(0, entry => entry.Text == "The connection lasts.", Cancellation);

        broker.Refusal = Away;
        connection.Break(HungUp);
        await PauseAsync(0.475);

        Assert.Equal(2, log.Count(Away.Detail));
    }

    [Fact]
    public async Task A_ledger_that_says_nothing_for_30_s_costs_the_connection_and_is_said_once_and_no_pause_grows()
    {
        Start();
        for (var time = 0; time < 3; time++)
        {
            var connection = await ConnectionAsync();
            await PassAsync(30);
            await Eventually.TrueAsync(() => connection.Closed.IsCompleted, "it is given up", Cancellation);
            await PauseAsync(0.475);
        }

        Assert.Equal(1, log.Count("nothing heard of the ledger for 30 s; is it running"));
    }

    [Fact]
    public async Task A_silent_ledger_costs_no_connection_that_brings_our_asks_and_both_are_said()
    {
        Start();
        var connection = await ConnectionAsync();
        for (var asks = 0; asks < 4; asks++)
        {
            connection.Deliver((await AskAsync(connection, asks)).Message!);
            await PassAsync(10);
        }
        await log.Entries.First<LogEntry>(
            0, entry => entry.Text.StartsWith("The broker is there; nothing heard of", StringComparison.Ordinal),
            Cancellation);
        Assert.False(connection.Closed.IsCompleted);

        await AnswerAskAsync(connection, 4);

        await log.Entries.First<LogEntry>(0, entry => entry.Text == "The ledger answers again.", Cancellation);
    }

    [Fact]
    public async Task A_ledger_with_another_key_is_named_where_the_silence_is_said()
    {
        using var stranger = Es256Signer.Create();
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 0, default)]);
        Start();
        var connection = await ConnectionAsync();
        connection.Deliver(new MqttMessage(Of(TerminalTopic.Ack), SignedMessage.Sign(ack, stranger).Compact));
        await news.First<RelayNews.Rejected>(0, Cancellation);

        await PassAsync(30);

        var said = await log.Entries.First<LogEntry>(
            0, entry => entry.Text.Contains("given up", StringComparison.Ordinal), Cancellation);
        Assert.Contains("the ledger's key has changed", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_broker_never_answers_is_sent_again_on_the_next_connection()
    {
        Start();
        var first = await ConnectionAsync();
        JournalBench.Sell(Journal, 1);
        relay.JournalGrew();
        var lines = await first.Requests.First<BrokerRequest>(
            0, request => request.Topic == Of(TerminalTopic.Journal), Cancellation);

        lines.Answer(new MqttFault.Unanswered("no answer within 10 s."));
        await PauseAsync(0.475);

        var second = await ConnectionAsync();
        var again = await second.Requests.First<BrokerRequest>(
            0, request => request.Topic == Of(TerminalTopic.Journal), Cancellation);
        Assert.Equal(lines.Message!.Payload.ToArray(), again.Message!.Payload.ToArray());
        Assert.True(first.Closed.IsCompleted);
    }

    [Fact]
    public async Task Ten_thousand_messages_that_are_not_taken_are_five_lines_in_the_log()
    {
        Start();
        var connection = await ConnectionAsync();

        for (var message = 0; message < 10_000; message++)
            connection.Deliver(new MqttMessage(Of(TerminalTopic.Beat), "hostile"u8.ToArray()));

        await log.Entries.First<LogEntry>(
            0, entry => entry.Text.EndsWith("(10000 of this kind so far)", StringComparison.Ordinal), Cancellation);
        Assert.Equal(5, log.Count("Not taken, from"));
    }

    private void Start() => running = relay.RunAsync(CancellationToken.None);

    private Task<ScriptedConnection> ConnectionAsync() =>
        broker.Connections.First<ScriptedConnection>(broker.Connections.Seen.Count - 1, Cancellation);

    /// <summary>The relay waits so long, no less and no more, and dials.</summary>
    private async Task PauseAsync(double seconds)
    {
        var pause = TimeSpan.FromSeconds(seconds);
        await Eventually.EqualAsync(pause, () => time.UntilNext, "the pause", Cancellation);
        var dials = broker.Dials;
        time.Advance(pause);
        await Eventually.EqualAsync(dials + 1, () => broker.Dials, "the number of dials", Cancellation);
    }

    /// <summary>Time passes for a connection: the loop's timer is there.</summary>
    private async Task PassAsync(int seconds)
    {
        await Eventually.EqualAsync(
            TimeSpan.FromSeconds(1), () => time.UntilNext, "the loop's next second", Cancellation);
        time.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>The request with which an ask went out, counted from zero.</summary>
    private static Task<BrokerRequest> AskAsync(ScriptedConnection connection, int number) => Eventually.GetAsync(
        () => connection.Requests.Seen.Where(request => request.Message?.Topic == Of(TerminalTopic.Ask))
            .ElementAtOrDefault(number),
        $"ask {number}",
        Cancellation);

    private async Task AnswerAskAsync(ScriptedConnection connection, int number = 0)
    {
        var request = await AskAsync(connection, number);
        var ask = AskMessage.Read(request.Message!.Payload.Span).OrThrow();
        var beat = new BeatMessage(Site.Id, Addressee.Of(Site.Bar), 1, 0, 0, Clock.Noon, ask);
        connection.Deliver(new MqttMessage(Of(TerminalTopic.Beat), SignedMessage.Sign(beat, Keys.Ledger).Compact));
        await news.First<RelayNews.BeatAnswered>(0, Cancellation);
    }
}
