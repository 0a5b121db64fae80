using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

public abstract partial class MqttClientContract
{
    [Theory]
    [InlineData("et/1/site/t/gate-1/journal", true)]
    [InlineData("et/1/site/t/+/journal", true)]
    [InlineData("et/#", true)]
    [InlineData("#", true)]
    [InlineData("et/+/journal", false)]
    public async Task A_filter_brings_the_topics_that_it_matches(string filter, bool matches)
    {
        var broker = await BrokerAsync();
        var subscriber = await SubscriberAsync(broker.OptionsFor("ledger"), filter);
        Assert.Null(await subscriber.SubscribeAsync("last", Cancellation));
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));

        Assert.Null(await publisher.PublishAsync(Message("et/1/site/t/gate-1/journal"), Cancellation));
        Assert.Null(await publisher.PublishAsync(Message("last"), Cancellation));

        var first = Assert.Single(await ReadAsync(subscriber, 1));
        Assert.Equal(matches ? "et/1/site/t/gate-1/journal" : "last", first.Topic);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_comes()
    {
        var broker = await BrokerAsync();
        var connection = await SubscriberAsync(broker.OptionsFor("terminal"), "journal");
        Assert.Null(await connection.SubscribeAsync("last", Cancellation));

        Assert.Null(await connection.UnsubscribeAsync("journal", Cancellation));

        Assert.Null(await connection.PublishAsync(Message("journal"), Cancellation));
        Assert.Null(await connection.PublishAsync(Message("last"), Cancellation));
        Assert.Equal("last", Assert.Single(await ReadAsync(connection, 1)).Topic);
    }

    [Fact]
    public async Task Unsubscribing_from_what_was_never_subscribed_is_no_fault()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.Null(await connection.UnsubscribeAsync("never", Cancellation));
    }

    [Fact]
    public async Task A_shared_subscription_gives_each_message_to_one_of_its_members()
    {
        var broker = await BrokerAsync();
        var members = new[]
        {
            await SubscriberAsync(broker.OptionsFor("worker-1"), "$share/ledger/journal"),
            await SubscriberAsync(broker.OptionsFor("worker-2"), "$share/ledger/journal"),
        };
        var publisher = await ConnectAsync(broker.OptionsFor("terminal"));
        foreach (var text in Numbers(100))
            Assert.Null(await publisher.PublishAsync(Message("journal", text), Cancellation));

        await Eventually.EqualAsync(
            100, () => members.Sum(member => member.Messages.Count), "messages in both inboxes", Cancellation);

        Assert.All(members, member => Assert.NotEqual(0, member.Messages.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a#")]
    [InlineData("a/b+")]
    [InlineData("a\0b")]
    [InlineData("a\u009Fb")]
    [InlineData("a\uFDD0b")]
    [InlineData(HalfOfAPair)]
    [InlineData("$share//a")]
    [InlineData("$share/group")]
    [InlineData("$share/gr+up/a")]
    public async Task A_filter_that_is_none_is_a_fault_and_the_connection_stays(string filter)
    {
        filter = Unescape(filter);
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.IsType<MqttFault.Refused>(await connection.SubscribeAsync(filter, Cancellation));
        Assert.IsType<MqttFault.Refused>(await connection.UnsubscribeAsync(filter, Cancellation));

        Assert.Null(await connection.SubscribeAsync("a/#", Cancellation));
    }

    [Fact]
    public async Task A_filter_of_more_than_65535_bytes_is_a_fault()
    {
        var connection = await ConnectAsync((await BrokerAsync()).OptionsFor("terminal"));

        Assert.IsType<MqttFault.Refused>(await connection.SubscribeAsync(new string('ß', 32_768), Cancellation));
    }
}
