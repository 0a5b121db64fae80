using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;
using RelayLoop = CloudBridge.Relay.Relay;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>The relay's loop on a broker that answers when the test says so.</summary>
public sealed class RelayTests : RelayLogicBench, IAsyncDisposable
{
    private readonly ScriptedBroker broker = new();
    private readonly EventLog<RelayNews> news = new();
    private readonly RelayLoop relay;
    private readonly Task running;

    public RelayTests()
    {
        relay = new RelayLoop(
            Relay,
            broker,
            new MqttOptions("here", 1, "bar-1"),
            TimeProvider.System,
            TimeSpan.FromSeconds(1),
            () => 0,
            told =>
            {
                news.Add(told);
                return ValueTask.CompletedTask;
            },
            NullLogger<RelayLoop>.Instance);
        running = relay.RunAsync(CancellationToken.None);
    }

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

    /// <summary>The broker may be waiting for us to read before it answers anything.</summary>
    [Fact]
    public async Task It_reads_on_while_the_broker_answers_nothing()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);

        for (var message = 0; message < 2_000; message++)
            connection.Deliver(new MqttMessage(Of(TerminalTopic.Ack), "hostile"u8.ToArray()));

        await Eventually.EqualAsync(
            2_000, () => news.Seen.OfType<RelayNews.Rejected>().Count(), "the number of messages read", Cancellation);
        Assert.DoesNotContain(connection.Requests.Seen, request => request.AnswerAsync(Cancellation).IsCompleted);
    }

    [Fact]
    public async Task A_subscription_that_the_broker_refuses_ends_the_connection_and_it_dials_again()
    {
        var first = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        (await first.Requests.First<BrokerRequest>(0, Cancellation)).Answer(new MqttFault.Refused("not allowed"));

        await broker.Connections.First<ScriptedConnection>(1, Cancellation);

        Assert.True(first.Closed.IsCompleted);
    }

    /// <summary>A broker whose operator has not heard of peers must not cut the terminal off from its ledger.</summary>
    [Fact]
    public async Task Whatever_the_broker_refuses_of_other_terminals_the_connection_stays()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        foreach (var topic in new[] { Topics.Keys, Topics.OfAll(TerminalTopic.Journal) })
            (await connection.Requests.First<BrokerRequest>(0, request => request.Topic == topic, Cancellation))
                .Answer(new MqttFault.Refused("not allowed"));
        await Eventually.EqualAsync(
            2, () => news.Seen.OfType<RelayNews.TopicRefused>().Count(), "the refusals that were said", Cancellation);

        connection.Deliver(new MqttMessage(Of(TerminalTopic.Ack), "hostile"u8.ToArray()));
        await Eventually.EqualAsync(
            1, () => news.Seen.OfType<RelayNews.Rejected>().Count(), "the number of messages read", Cancellation);

        Assert.False(connection.Closed.IsCompleted);
        Assert.Single(broker.Connections.Seen);
    }

    [Fact]
    public async Task What_was_to_be_said_is_said_before_the_goodbye()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        relay.StatusChanged(new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(1), TerminalActivity.Stopped, "0.1.0",
            null, null, 1, 0, []));
        relay.Stop();
        var said = await connection.Requests.First<BrokerRequest>(
            0, request => request.Topic == Of(TerminalTopic.Status), Cancellation);

        Assert.False(connection.Closed.IsCompleted);
        connection.AnswerAll();
        await Eventually.CompletesAsync(running, "the relay ends", Cancellation);

        Assert.True(connection.Closed.IsCompleted);
        Assert.Equal(Of(TerminalTopic.Status), said.Topic);
    }
}
