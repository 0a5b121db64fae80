using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>The configuration that the ledger sends, up to where it is stored.</summary>
public sealed class ConfigTests : RelayLogicBench
{
    [Fact]
    public void It_is_stored_before_anybody_is_told_and_told_once()
    {
        Do(Relay.Connected(Now));
        Assert.Contains(Of(TerminalTopic.Config), Subscribed());

        Receive(Message(1, 5));
        Receive(Message(1, 5));

        Assert.Equal([new ConfigVersion(1, 5)], News<RelayNews.ConfigStored>().Select(news => news.Version));
        Assert.Equal(new ConfigVersion(1, 5), Reopened().Kept!.Sent.Version);
        Assert.Equal(405, Reopened().Kept!.Config.Prices!.Value[0].Price.MinorUnits);
    }

    /// <summary>A broker may keep, and bring again, whatever was ever said.</summary>
    [Fact]
    public void A_lower_one_is_skipped_also_where_what_was_stored_is_lost()
    {
        Receive(Message(1, 5));
        Receive(Message(1, 4));
        Configs.Demand(new ConfigVersion(1, 7));
        Receive(Message(1, 6));

        Assert.Single(News<RelayNews.ConfigStored>());
        Assert.Null(Configs.Current);

        Receive(Message(1, 7));
        Assert.Equal(2, News<RelayNews.ConfigStored>().Count);
        Assert.Equal(new ConfigVersion(1, 7), Configs.Current!.Sent.Version);
    }

    [Fact]
    public void A_higher_era_wins_over_any_version()
    {
        Receive(Message(1, 900));
        Receive(Message(2, 3));
        Receive(Message(1, 901));

        Assert.Equal(new ConfigVersion(2, 3), Configs.Current!.Sent.Version);
    }

    [Fact]
    public void What_the_ledger_has_not_signed_for_this_terminal_is_no_configuration()
    {
        Receive(Message(1, 5, Keys.Terminal));
        Receive(Message(1, 5, to: TerminalId.Parse("bar-2")));

        Assert.Equal(
            [FormatErrorKind.UnknownKey, FormatErrorKind.WrongAddressee],
            News<RelayNews.Rejected>().Select(news => news.Error.Kind));
        Assert.Null(Configs.Kept);
    }

    [Fact]
    public void One_that_cannot_be_followed_is_said_once_and_the_one_before_stays()
    {
        Receive(Message(1, 5));
        Configs.Judge = _ => "kiosk.articles.0.price: '406'; expected less";

        Receive(Message(1, 6));
        Receive(Message(1, 6));

        var refused = Assert.Single(News<RelayNews.ConfigRefused>());
        Assert.Equal(new ConfigVersion(1, 6), refused.Version);
        Assert.Equal("1.6: kiosk.articles.0.price: '406'; expected less", Configs.Refused);
        Assert.Equal(new ConfigVersion(1, 5), Reopened().Kept!.Sent.Version);

        Configs.Judge = _ => null;
        Receive(Message(1, 6));
        Assert.Null(Configs.Refused);
        Assert.Equal(new ConfigVersion(1, 6), Reopened().Kept!.Sent.Version);
    }

    /// <summary>Ledgers are brought up to date before terminals are.</summary>
    [Fact]
    public void One_of_a_later_build_is_refused_aloud_and_once()
    {
        Receive(Message(1, 5));

        Receive(LaterBuilds(1, 6, Keys.Ledger));
        Receive(LaterBuilds(1, 6, Keys.Ledger));
        Receive(LaterBuilds(1, 4, Keys.Ledger));

        var refused = Assert.Single(News<RelayNews.ConfigRefused>());
        Assert.Equal(new ConfigVersion(1, 6), refused.Version);
        Assert.Contains("'tips'", refused.Why, StringComparison.Ordinal);
        Assert.StartsWith("1.6: ", Configs.Refused, StringComparison.Ordinal);
        Assert.Empty(News<RelayNews.Rejected>());
        Assert.Equal(new ConfigVersion(1, 5), Configs.Current!.Sent.Version);
    }

    [Fact]
    public void What_nobody_has_signed_for_it_is_no_later_build_s()
    {
        Receive(LaterBuilds(1, 6, Keys.Terminal));
        Receive(LaterBuilds(1, 6, Keys.Ledger, TerminalId.Parse("bar-2")));
        Receive(LaterBuilds(1, 0, Keys.Ledger));

        Assert.Empty(News<RelayNews.ConfigRefused>());
        Assert.Equal(3, News<RelayNews.Rejected>().Count);
        Assert.Null(Configs.Refused);
    }

    [Fact]
    public void One_that_was_dropped_on_its_way_is_asked_for()
    {
        Do(Relay.Connected(Now));
        Receive(Message(1, 5));
        Done.RemoveAll(action => action is RelayAction.Subscribe);

        Beat(5);
        Assert.DoesNotContain(Of(TerminalTopic.Config), Subscribed());

        Beat(6);
        Assert.Single(Subscribed(), Of(TerminalTopic.Config));
        Beat(6);
        Assert.Equal(2, Subscribed().Count(topic => topic == Of(TerminalTopic.Config)));
    }

    /// <summary>The ledger had lost its file, and has it again: no new version says so.</summary>
    [Fact]
    public void Card_keys_that_were_not_at_hand_are_taken_with_the_same_version_and_once()
    {
        Receive(WithCardKeys(5, areAtHand: false));
        Receive(WithCardKeys(5, areAtHand: false));
        Assert.True(Configs.LacksCardKeys);
        Assert.Single(News<RelayNews.ConfigStored>());

        Receive(WithCardKeys(4, areAtHand: true));
        Receive(Message(1, 5));
        Assert.True(Configs.LacksCardKeys);

        Receive(WithCardKeys(5, areAtHand: true));
        Receive(WithCardKeys(5, areAtHand: true));

        Assert.False(Configs.LacksCardKeys);
        Assert.False(Reopened().LacksCardKeys);
        Assert.Equal(2, News<RelayNews.ConfigStored>().Count);
    }

    [Fact]
    public void Card_keys_that_were_not_at_hand_are_asked_for_now_and_then()
    {
        Do(Relay.Connected(Now));
        Receive(WithCardKeys(5, areAtHand: false));
        Done.RemoveAll(action => action is RelayAction.Subscribe);

        Beat(5);
        Assert.Single(Subscribed(), Of(TerminalTopic.Config));
        for (var beats = 0; beats < 5; beats++)
            Beat(5);
        Assert.Single(Subscribed(), Of(TerminalTopic.Config));
        Beat(5);
        Assert.Equal(2, Subscribed().Count(topic => topic == Of(TerminalTopic.Config)));

        Receive(WithCardKeys(5, areAtHand: true));
        Now += 60_000;
        Beat(5);
        Assert.Equal(2, Subscribed().Count(topic => topic == Of(TerminalTopic.Config)));
    }

    [Fact]
    public void A_disk_that_does_not_keep_it_is_told_of_and_nothing_changes()
    {
        Receive(Message(1, 5));
        Disk.Room = 10;

        Receive(Message(1, 6));

        Assert.StartsWith(
            "it could not be stored: ", Assert.Single(News<RelayNews.ConfigRefused>()).Why, StringComparison.Ordinal);
        Assert.Equal(new ConfigVersion(1, 5), Configs.Current!.Sent.Version);
    }

    private SentConfigStore Reopened() =>
        SentConfigStore.Open(Disk.AfterPowerCut(), Site.Id, Site.Bar, Keys.LedgerKeys, Keys.Terminal);

    private void Beat(long config)
    {
        var ask = Asked(Relay.OnTime(Now));
        var beat = new BeatMessage(Site.Id, Addressee.Of(Site.Bar), 1, 0, config, Clock.Noon, ask);
        Receive(new MqttMessage(Of(TerminalTopic.Beat), SignedMessage.Sign(beat, Keys.Ledger).Compact));
        Now += 10_000;
    }

    /// <summary>With a part that no terminal knows yet.</summary>
    private static MqttMessage LaterBuilds(long era, long version, ISigner signer, TerminalId? to = null) => new(
        Of(TerminalTopic.Config),
        Jws.Sign(
            JwsType.Config,
            Encoding.UTF8.GetBytes(
                $"{{\"site\":\"{Site.Id}\",\"to\":\"{Addressee.Of(to ?? Site.Bar)}\",\"era\":{era}," +
                $"\"version\":{version},\"config\":{{\"tips\":[1]}}}}"),
            signer).Compact,
        Retained: true);

    private MqttMessage WithCardKeys(long version, bool areAtHand)
    {
        var keys = SiteCardKeys.Write([new SiteCardKey("members", "proof", 1, new string('1', 32))]);
        var message = new ConfigMessage(
            Site.Id,
            Addressee.Of(Site.Bar),
            1,
            version,
            new SealedConfig(CardKeys: areAtHand
                ? SealedCardKeys.Seal(keys, Keys.Terminal.PublicKey)
                : new SealedCardKeys(Digest.Of(keys), keys.Length)));
        return new MqttMessage(
            Of(TerminalTopic.Config), SignedMessage.Sign(message, Keys.Ledger).Compact, Retained: true);
    }

    private MqttMessage Message(long era, long version, ISigner? signer = null, TerminalId? to = null) => new(
        Of(TerminalTopic.Config),
        SignedMessage.Sign(
            new ConfigMessage(
                Site.Id,
                Addressee.Of(to ?? Site.Bar),
                era,
                version,
                new SealedConfig([new PricedArticle(ArticleId.Parse("beer"), new Money(400 + version))])),
            signer ?? Keys.Ledger).Compact,
        Retained: true);
}
