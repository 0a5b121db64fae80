using System.Text;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class PublicationsTests : IAsyncDisposable
{
    private readonly ScriptedConnection connection = new();
    private readonly Publications publications;

    public PublicationsTests() => publications = new Publications(connection, Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    [Fact]
    public async Task Of_what_waits_on_a_topic_only_the_latest_is_sent()
    {
        foreach (var text in new[] { "1", "2", "3" })
            Publish("a", text);
        Assert.Equal(["a 1"], Sent());

        connection.Requests.Seen[0].Answer();
        await Eventually.EqualAsync(2, () => Sent().Count, "the number of messages sent", Cancellation);
        connection.Requests.Seen[1].Answer();
        Publish("a", "4");
        await Eventually.EqualAsync(3, () => Sent().Count, "the number of messages sent", Cancellation);

        Assert.Equal(["a 1", "a 3", "a 4"], Sent());
    }

    [Fact]
    public async Task Where_each_counts_all_are_sent_in_order_and_no_more_wait_than_agreed()
    {
        const int most = 64;
        for (var number = 0; number < 100; number++)
            publications.Publish(new LedgerAction.Publish(new MqttMessage("a", Encoding.ASCII.GetBytes($"{number}")))
            {
                IsOneOfMany = true,
            });
        for (var answered = 0; answered < most; answered++)
        {
            connection.Requests.Seen[answered].Answer();
            var expected = answered + 2;
            await Eventually.EqualAsync(expected, () => Sent().Count, "the number of messages sent", Cancellation);
        }

        Assert.Equal(["a 0", .. Enumerable.Range(100 - most, most).Select(number => $"a {number}")], Sent());
    }

    [Fact]
    public void Topics_do_not_wait_for_each_other_and_leave_in_order()
    {
        Publish("a", "1");
        Publish("b", "1");
        Publish("c", "1");

        Assert.Equal(["a 1", "b 1", "c 1"], Sent());
    }

    [Fact]
    public async Task Only_so_many_are_handed_over_at_once_and_the_rest_in_their_turn()
    {
        for (var topic = 0; topic < 100; topic++)
            Publish($"{topic:D3}", "1");
        Assert.Equal(8, Sent().Count);

        for (var answered = 0; answered < 100; answered++)
        {
            connection.Requests.Seen[answered].Answer();
            var expected = Math.Min(100, answered + 9);
            await Eventually.EqualAsync(expected, () => Sent().Count, "the number of messages sent", Cancellation);
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(topic => $"{topic:D3} 1"), Sent());
    }

    [Fact]
    public async Task The_first_fault_is_told_and_ends_its_topic()
    {
        Publish("a", "1");
        Publish("a", "2");
        var fault = new MqttFault.Lost("gone");
        connection.Requests.Seen[0].Answer(fault);

        Assert.Same(fault, await Eventually.CompletesAsync(publications.Failed, "the fault", Cancellation));
        Assert.Equal(["a 1"], Sent());
    }

    [Fact]
    public async Task What_may_be_refused_is_told_and_the_rest_goes_on()
    {
        var message = new MqttMessage("a", Encoding.ASCII.GetBytes("1"));
        publications.Publish(new LedgerAction.Publish(message) { MayBeRefused = true });
        connection.Requests.Seen[0].Answer(new MqttFault.Refused("not authorised"));
        (string Topic, string Detail) refusal = default;
        await Eventually.EqualAsync(
            true, () => publications.TryTakeRefused(out refusal), "that a refusal is told", Cancellation);
        Publish("a", "2");
        Publish("b", "1");

        Assert.Equal(("a", "not authorised"), refusal);
        Assert.False(publications.Failed.IsCompleted);
        Assert.Equal(["a 1", "a 2", "b 1"], Sent());
    }

    private void Publish(string topic, string text) =>
        publications.Publish(new LedgerAction.Publish(new MqttMessage(topic, Encoding.ASCII.GetBytes(text))));

    private List<string> Sent() =>
    [
        .. connection.Publications.Select(
            request => $"{request.Topic} {Encoding.ASCII.GetString(request.Message!.Payload.Span)}"),
    ];
}
