using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>Which commands reach the terminal.</summary>
public sealed class CommandTests : RelayLogicBench
{
    [Fact]
    public void A_command_of_the_ledger_reaches_the_terminal_as_it_was_signed()
    {
        Do(Relay.Connected(Now));
        var command = Command(3);

        Receive(Message(command, Keys.Ledger));

        Assert.Contains(
            Done.OfType<RelayAction.Subscribe>(),
            row => row.Topic == Of(TerminalTopic.Command) && row.MayBeRefused);
        Assert.Equal(command, Assert.Single(News<RelayNews.Commanded>()).Command);
    }

    [Fact]
    public void What_is_forged_or_meant_for_another_is_rejected()
    {
        var other = TerminalId.Parse("bar-2");
        Receive(Message(Command(3), Keys.Terminal));
        Receive(Message(Command(3) with { To = Addressee.Of(other) }, Keys.Ledger));
        Receive(Message(Command(3) with { Site = SiteId.Parse("elsewhere") }, Keys.Ledger));
        Receive(Message(Command(0), Keys.Ledger));
        Receive(new MqttMessage(Of(TerminalTopic.Command), new byte[5_000]));

        Assert.Empty(News<RelayNews.Commanded>());
        Assert.Equal(5, News<RelayNews.Rejected>().Count);
    }

    [Fact]
    public void What_comes_on_the_topic_of_another_terminal_is_nothing_to_this_one()
    {
        var message = Message(Command(3), Keys.Ledger);

        Receive(message with { Topic = Topics.Of(TerminalId.Parse("bar-2"), TerminalTopic.Command) });

        Assert.Empty(Done);
    }

    /// <summary>The terminal may not have known the time when it came first.</summary>
    [Fact]
    public void A_command_that_comes_again_is_passed_on_now_and_then_and_an_older_one_never()
    {
        foreach (var (now, number) in new[] { (0L, 3L), (999L, 3L), (1_000L, 3L), (1_500L, 4L), (9_000L, 3L) })
        {
            Now = now;
            Receive(Message(Command(number), Keys.Ledger));
        }

        Assert.Equal([3, 3, 4], News<RelayNews.Commanded>().Select(news => news.Command.Number));
    }

    [Fact]
    public void A_list_that_is_asked_for_is_asked_for_at_once_at_ledger_and_broker()
    {
        Do(Relay.AskForCardList(Now));
        Assert.Empty(Done);
        Do(Relay.Connected(Now));
        Done.Clear();

        Do(Relay.AskForCardList(Now));

        Assert.Equal([Topics.CardList], Subscribed());
        Assert.Single(Published(TerminalTopic.Ask));
    }

    private static CommandMessage Command(long number) =>
        new(Site.Id, Addressee.Of(Site.Bar), number, Clock.Noon, CommandKind.StopPour, Card: null);

    private static MqttMessage Message(CommandMessage command, ISigner signer) =>
        new(Of(TerminalTopic.Command), SignedMessage.Sign(command, signer).Compact);
}
