using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>What has changed in the list comes by itself, is asked for, or is fetched with the whole.</summary>
public sealed class ListUpdatesTests : RelayLogicBench
{
    private const int Cards = 3;

    private static readonly RelayOptions Options = new();

    public ListUpdatesTests()
    {
        Do(Relay.Connected(Now));
        Receive(List(1, out var chunk));
        Receive(chunk);
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
        Pass(Options.ListJitter + 1_000);
        Done.Clear();
    }

    [Fact]
    public void Changes_are_stored_as_they_come_and_nobody_is_asked()
    {
        Receive(Delta(1, 2));
        Receive(Delta(2, 3));
        Pass(60_000);

        Assert.Equal([2, 3], News<RelayNews.ListStored>().Select(news => news.Version.Version));
        Assert.Empty(Published(TerminalTopic.Since));
        Assert.DoesNotContain(Topics.CardList, Subscribed());
    }

    /// <summary>Each list that is put to use is a record in the journal, a line in the ledger's log, and an ask.
    /// </summary>
    [Fact]
    public void What_guests_have_spent_is_put_to_use_now_and_then_and_what_they_got_at_once()
    {
        for (var version = 2; version <= 31; version++)
        {
            if (version % 5 == 0)
                Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, version - 1));
            Receive(Spent(version - 1, version));
            Assert.Equal(new ListVersion(1, version), Lists.Stored);
            Pass(1_000);
        }
        Assert.InRange(News<RelayNews.ListStored>().Count, 5, 7);
        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, 31));
        Pass(Options.ListPace);
        Assert.Equal(31, News<RelayNews.ListStored>()[^1].Version.Version);

        Receive(Spent(31, 32));
        Receive(Delta(32, 33));

        Assert.Equal(33, News<RelayNews.ListStored>()[^1].Version.Version);
    }

    [Fact]
    public void What_comes_again_or_late_is_skipped()
    {
        Receive(Delta(1, 2));
        Receive(Delta(2, 3));
        Done.Clear();

        Receive(Delta(2, 3));
        Receive(Delta(1, 2));
        Receive(Delta(1, 3));
        Pass(60_000);

        Assert.Empty(News<RelayNews.ListStored>());
        Assert.Empty(Published(TerminalTopic.Since));
    }

    [Fact]
    public void Changes_since_an_earlier_list_than_ours_do_as_well()
    {
        Receive(Delta(1, 2));

        Receive(Delta(1, 5));

        Assert.Equal(new ListVersion(1, 5), Lists.Stored);
    }

    [Fact]
    public void Who_misses_some_asks_for_what_has_changed_since_after_a_while_that_differs()
    {
        Receive(Delta(3, 4));
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
        Assert.Empty(Published(TerminalTopic.Since));

        Pass(Options.ListJitter + 1_000);

        var ask = Assert.Single(Published(TerminalTopic.Since));
        Assert.Equal(new SinceMessage(1, 1), SinceMessage.Read(ask.Payload.Span).OrThrow());
        Receive(Delta(1, 4));
        Pass(60_000);
        Assert.Equal(new ListVersion(1, 4), Lists.Stored);
        Assert.Single(Published(TerminalTopic.Since));
    }

    /// <summary>Two hundred lack the same; the answer to one is for all.</summary>
    [Fact]
    public void Who_hears_the_answer_to_another_before_it_asks_does_not_ask()
    {
        Receive(Delta(3, 4));

        Receive(Delta(1, 4));
        Pass(60_000);

        Assert.Equal(new ListVersion(1, 4), Lists.Stored);
        Assert.Empty(Published(TerminalTopic.Since));
    }

    [Fact]
    public void A_list_that_the_ledger_names_and_that_did_not_come_is_asked_for()
    {
        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, 3));

        Pass(Options.ListJitter + 1_000);

        Assert.Single(Published(TerminalTopic.Since));
        Assert.DoesNotContain(Topics.CardList, Subscribed());
    }

    [Fact]
    public void An_answer_in_pieces_is_taken_piece_by_piece()
    {
        Receive(Delta(8, 9));
        Pass(Options.ListJitter + 1_000);

        Receive(Delta(1, 5));
        Receive(Delta(5, 9));
        Pass(60_000);

        Assert.Equal(new ListVersion(1, 9), Lists.Stored);
        Assert.Single(Published(TerminalTopic.Since));
    }

    [Fact]
    public void Who_has_no_answer_fetches_the_whole_list()
    {
        Receive(List(4, out var chunk, since: 1));
        Assert.DoesNotContain(chunk.Topic, Subscribed());

        Pass(Options.ListJitter + Options.MostSinceAsks * Options.SincePatience + 2_000);

        Assert.Equal(Options.MostSinceAsks, Published(TerminalTopic.Since).Count);
        Assert.Contains(chunk.Topic, Subscribed());
        Receive(chunk);
        Assert.Equal(new ListVersion(1, 4), Lists.Stored);
    }

    /// <summary>It says since which versions its ledger knows what has changed.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Where_nobody_could_answer_nobody_is_asked(long era, long since)
    {
        Receive(List(4, out var chunk, era, since));

        Pass(Options.ListJitter + 1_000);

        Assert.Empty(Published(TerminalTopic.Since));
        Assert.Contains(chunk.Topic, Subscribed());
    }

    /// <summary>An earlier build of it answers nobody, and says nothing of what has changed.</summary>
    [Fact]
    public void The_list_of_a_ledger_that_does_not_say_what_it_knows_is_fetched_at_once()
    {
        Receive(List(4, out var chunk));

        Assert.Contains(chunk.Topic, Subscribed());
        Receive(chunk);
        Assert.Equal(new ListVersion(1, 4), Lists.Stored);
        Pass(60_000);
        Assert.Empty(Published(TerminalTopic.Since));
    }

    [Fact]
    public void Who_can_take_no_answer_asks_ever_more_seldom()
    {
        Disk.Room = 0;
        for (var second = 0; second < 600; second++)
        {
            if (second % 10 == 0)
            {
                Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, 2));
                Receive(Delta(1, 2));
            }
            Pass(1_000);
        }

        Assert.InRange(Published(TerminalTopic.Since).Count, 4, 16);
        Disk.Room = long.MaxValue;
        Receive(Delta(1, 2));
        Assert.Equal(new ListVersion(1, 2), Lists.Stored);
    }

    [Fact]
    public void A_list_that_is_being_fetched_in_vain_is_let_go_of()
    {
        Receive(List(4, out var chunk, since: 4));
        Pass(Options.ListJitter + 1_000);
        Done.Clear();

        Receive(Delta(1, 5));

        Assert.Equal([chunk.Topic], Done.OfType<RelayAction.Unsubscribe>().Select(row => row.Topic));
        Receive(chunk);
        Assert.Equal(new ListVersion(1, 5), Lists.Stored);
    }

    [Fact]
    public void What_has_changed_while_the_whole_list_was_fetched_is_asked_for_behind_it()
    {
        Receive(List(4, out var chunk, since: 4));
        Pass(Options.ListJitter + 1_000);
        Receive(Delta(6, 7));
        Receive(chunk);

        Pass(Options.ListJitter + 1_000);

        var ask = Assert.Single(Published(TerminalTopic.Since));
        Assert.Equal(new SinceMessage(1, 4), SinceMessage.Read(ask.Payload.Span).OrThrow());
    }

    [Fact]
    public void What_the_ledger_did_not_sign_changes_nothing()
    {
        using var stranger = new Site();
        var signed = Delta(1, 2).Payload.ToArray();
        signed[^20] ^= 1;

        Receive(new MqttMessage(Topics.CardDelta, signed));
        Receive(new MqttMessage(Topics.CardDelta, SignedMessage.Sign(Changes(1, 2), stranger.Ledger).Compact));
        Receive(new MqttMessage(Topics.CardDelta, "hostile"u8.ToArray()));
        Pass(60_000);

        Assert.Equal(3, News<RelayNews.Rejected>().Count);
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
        Assert.Empty(Published(TerminalTopic.Since));
    }

    /// <summary>The ledger was restored, or an old list is said again: somebody should know.</summary>
    [Fact]
    public void A_list_that_lacks_what_it_must_have_is_told_of_once_when_nothing_brings_that()
    {
        Lists.Demand(EpochMarks.Of([new RecordPosition(1, 43)]));

        Pass(Options.ListPatience);
        Assert.Empty(News<RelayNews.ListOfNoUse>());
        Pass(10_000);

        var told = Assert.Single(News<RelayNews.ListOfNoUse>());
        Assert.Contains("lacks record 1/43", told.Why, StringComparison.Ordinal);
        Done.Clear();
        Receive(new MqttMessage(Topics.CardDelta, SignedMessage.Sign(
            Changes(1, 2) with { Watermarks = [new Watermark(Site.Bar, 1, 43)] }, Keys.Ledger).Compact));
        Pass(2_000);
        Assert.Empty(News<RelayNews.ListOfNoUse>());
    }

    [Fact]
    public void Changes_are_read_packed_or_not_and_what_is_packed_and_damaged_changes_nothing()
    {
        var packed = CardChunks.Pack(Delta(1, 2).Payload.Span)!;

        Receive(new MqttMessage(Topics.CardDelta, packed.AsMemory(0, packed.Length - 3)));
        Assert.Single(News<RelayNews.Rejected>());
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);

        Receive(new MqttMessage(Topics.CardDelta, packed));
        Receive(Delta(2, 3));
        Assert.Equal(new ListVersion(1, 3), Lists.Stored);
    }

    [Fact]
    public void What_could_not_be_stored_is_told_and_asked_for_again()
    {
        Disk.FailNextSync = true;
        Receive(Delta(1, 2));
        Assert.Single(News<RelayNews.ListNotStored>());

        Pass(Options.ListJitter + 1_000);
        Assert.Single(Published(TerminalTopic.Since));
        Receive(Delta(1, 2));

        Assert.Equal(new ListVersion(1, 2), Lists.Stored);
    }

    /// <summary>A ledger that was restored from its backup says other versions of the same numbers.</summary>
    [Fact]
    public void Changes_of_another_history_are_not_taken_and_the_whole_list_of_it_is()
    {
        var restored = new Nonce(7);

        Receive(Delta(1, 2, restored));
        Pass(Options.ListJitter + 1_000);

        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
        var ask = Assert.Single(Published(TerminalTopic.Since));
        Assert.Equal(new SinceMessage(1, 1), SinceMessage.Read(ask.Payload.Span).OrThrow());
        Done.Clear();
        Receive(List(3, out var chunk, since: 1, history: restored));
        Pass(Options.SincePatience + 1_000);
        Assert.Empty(Published(TerminalTopic.Since));
        Receive(chunk);
        Receive(Delta(3, 4, restored));
        Assert.Equal((new ListVersion(1, 4), restored), (Lists.Stored, Lists.Manifest!.History));
        Receive(Delta(6, 7, restored));
        Pass(Options.SincePatience + 1_000);
        ask = Assert.Single(Published(TerminalTopic.Since));
        Assert.Equal(new SinceMessage(1, 4, restored), SinceMessage.Read(ask.Payload.Span).OrThrow());
    }

    /// <summary>Beats confirm it, for they name no history; so somebody has to be told.</summary>
    [Fact]
    public void A_list_of_another_history_that_is_no_later_than_ours_is_told_of_once()
    {
        Receive(Delta(1, 2));
        for (var time = 0; time < 3; time++)
        {
            Receive(List(2, out _, since: 2, history: new Nonce(7)));
            Pass(60_000);
        }

        var news = Assert.Single(News<RelayNews.ListOfNoUse>());
        Assert.Equal(new ListVersion(1, 2), news.Version);
        Assert.Contains("raise-era", news.Why, StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 2), Lists.Stored);
    }

    private void Pass(long milliseconds)
    {
        for (var end = Now + milliseconds; Now < end;)
        {
            Now += 1_000;
            Do(Relay.OnTime(Now));
        }
    }

    private static CardEntry Card(int number, long amount) => Kiosks.Card($"04{number:X12}", $"TLF {amount}");

    private static ListDelta Changes(long first, long version, Nonce? history = null) => new(
        Site.Id, Addressee.Terminals, 1, first, version, Cards, [], [Card(1, version)], [], Keys: 0, history,
        Awaited: true);

    private MqttMessage Spent(long first, long version)
    {
        var delta = Changes(first, version) with { Awaited = false };
        return new MqttMessage(Topics.CardDelta, SignedMessage.Sign(delta, Keys.Ledger).Compact);
    }

    private MqttMessage Delta(long first, long version, Nonce? history = null) =>
        new(Topics.CardDelta, SignedMessage.Sign(Changes(first, version, history), Keys.Ledger).Compact);

    private MqttMessage List(
        long version, out MqttMessage chunk, long era = 1, long since = 0, Nonce? history = null)
    {
        var bytes = CardChunks.Write([.. Enumerable.Range(0, Cards).Select(number => Card(number, version))])[0];
        var hash = Digest.Of(bytes);
        chunk = new MqttMessage(Topics.CardChunk(hash), bytes, Retained: true);
        var manifest = new ListManifest(
            Site.Id, Addressee.Terminals, era, version, [], Cards, [hash], Keys: 0, since)
        {
            History = history,
        };
        return new MqttMessage(Topics.CardList, SignedMessage.Sign(manifest, Keys.Ledger).Compact, Retained: true);
    }
}
