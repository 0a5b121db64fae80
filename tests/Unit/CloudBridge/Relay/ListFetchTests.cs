using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

public sealed class ListFetchTests : RelayLogicBench
{
    [Fact]
    public void A_list_is_fetched_by_its_chunks_and_stored()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 1_000);
        Receive(manifest);
        Assert.Equal(chunks.Select(chunk => chunk.Topic), Subscribed().TakeLast(4));

        foreach (var chunk in chunks)
            Receive(chunk);

        Assert.Equal(new ListVersion(1, 1), Assert.Single(News<RelayNews.ListStored>()).Version);
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
        Assert.Equal(4, Done.OfType<RelayAction.Unsubscribe>().Count());
    }

    [Fact]
    public void A_chunk_that_is_not_what_its_topic_says_is_refused_and_the_good_one_taken()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);

        Receive(chunks[0] with { Payload = "hostile"u8.ToArray() });
        Assert.Single(News<RelayNews.Rejected>());
        Receive(chunks[0]);

        Assert.Single(News<RelayNews.ListStored>());
    }

    [Fact]
    public void A_newer_list_takes_the_place_of_one_that_is_being_fetched()
    {
        Do(Relay.Connected(Now));
        Receive(List(1, cards: 3).Manifest);
        var (manifest, chunks) = List(2, cards: 4);
        Receive(manifest);
        Receive(chunks[0]);

        Assert.Equal(new ListVersion(1, 2), Assert.Single(News<RelayNews.ListStored>()).Version);
    }

    [Fact]
    public void Chunks_that_the_disk_loses_before_their_list_is_whole_are_fetched_again()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 1_000);
        Receive(manifest);
        foreach (var chunk in chunks.SkipLast(1))
            Receive(chunk);
        LoseFiles();
        Receive(chunks[^1]);
        Assert.Single(News<RelayNews.ListNotStored>());
        Done.Clear();

        Now += new RelayOptions().ListPatience;
        Do(Relay.OnTime(Now));
        Assert.Equal(chunks.SkipLast(1).Select(chunk => chunk.Topic), Subscribed());
        foreach (var chunk in chunks.SkipLast(1))
            Receive(chunk);

        Assert.Equal(new ListVersion(1, 1), Assert.Single(News<RelayNews.ListStored>()).Version);
    }

    [Fact]
    public void A_chunk_that_the_disk_has_lost_does_not_hold_up_a_list_without_it()
    {
        Do(Relay.Connected(Now));
        var (before, olderChunks) = List(1, cards: 1_000);
        Receive(before);
        Receive(olderChunks[0]);
        LoseFiles();

        var (manifest, chunks) = List(2, cards: 4);
        Receive(manifest);
        Receive(chunks[0]);

        Assert.Equal(new ListVersion(1, 2), Assert.Single(News<RelayNews.ListStored>()).Version);
    }

    [Fact]
    public void An_older_list_is_not_fetched()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(2, cards: 4);
        Receive(manifest);
        Receive(chunks[0]);
        var subscriptions = Subscribed().Count;

        Receive(List(1, cards: 5).Manifest);

        Assert.Equal(subscriptions, Subscribed().Count);
    }

    [Fact]
    public void Chunks_that_are_still_wanted_are_subscribed_again_on_a_new_connection()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);
        Relay.Disconnected();
        Done.Clear();

        Do(Relay.Connected(Now));

        Assert.Contains(chunks[0].Topic, Subscribed());
    }

    [Fact]
    public void A_list_that_the_broker_dropped_is_asked_for_again_once_the_ledger_names_it()
    {
        Do(Relay.Connected(Now));
        Now = 20_000;
        Done.Clear();

        Beat(Asked(Relay.OnTime(Now)), new ListVersion(1, 4));

        Assert.Equal([Topics.CardList], Subscribed());
    }

    /// <summary>The chunks of the older one are gone with it; only the next manifest can help.</summary>
    [Fact]
    public void A_newer_list_is_asked_for_while_an_older_one_cannot_be_fetched()
    {
        Do(Relay.Connected(Now));
        Receive(List(1, cards: 3).Manifest);
        for (Now = 1_000; Now <= 20_000; Now += 1_000)
            Do(Relay.OnTime(Now));
        Done.Clear();

        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, 2));
        Beat(Asked(Relay.ListApplied(Now)), new ListVersion(1, 2));

        Assert.Equal([Topics.CardList], Subscribed());
    }

    [Fact]
    public void A_chunk_that_the_broker_dropped_is_asked_for_again()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 3);
        Receive(manifest);
        Done.Clear();

        Now = 10_000;
        Do(Relay.OnTime(Now));

        Assert.Equal([chunks[0].Topic], Subscribed());
    }

    [Fact]
    public void No_more_chunks_are_asked_for_at_once_than_agreed()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 10_000);
        Receive(manifest);
        var most = new RelayOptions().MostChunksUnderWay;

        for (var left = chunks.Count; left > 0; left--)
        {
            Assert.InRange(UnderWay().Count, 1, most);
            Receive(chunks.First(one => one.Topic == UnderWay()[0]));
        }

        Assert.Empty(UnderWay());
        Assert.Equal(chunks.Count, ChunksAsked().Distinct().Count());
        Assert.Equal(new ListVersion(1, 1), Lists.Stored);
    }

    [Fact]
    public void A_chunk_that_comes_twice_is_taken_once()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 1_000);
        Receive(manifest);
        Receive(chunks[0]);
        Receive(chunks[0]);

        foreach (var chunk in chunks.Skip(1))
            Receive(chunk);

        Assert.Single(News<RelayNews.ListStored>());
        Assert.Equal(chunks.Count, Done.OfType<RelayAction.Unsubscribe>().Count());
    }

    [Fact]
    public void Chunks_that_a_newer_list_shares_with_one_that_was_being_fetched_are_not_fetched_again()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 10_000);
        Receive(manifest);
        foreach (var chunk in chunks.Take(10))
            Receive(chunk);
        var (newer, newerChunks) = List(2, cards: 10_000, changed: 1);
        Receive(newer);
        while (Lists.Stored is null)
            Receive(newerChunks.First(chunk => chunk.Topic == UnderWay()[0]));

        Assert.Equal(new ListVersion(1, 2), Lists.Stored);
        Assert.Equal(65, chunks.Concat(newerChunks).DistinctBy(chunk => chunk.Topic).Count());
        Assert.Equal(ChunksAsked().Distinct(), ChunksAsked());
    }

    [Fact]
    public void A_long_fetch_that_goes_on_is_not_begun_anew()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 10_000);
        Receive(manifest);
        Now = 9_000;
        Receive(chunks[0]);
        Done.Clear();

        Now = 12_000;
        Do(Relay.OnTime(Now));
        Assert.Empty(ChunksAsked());

        Now = 19_000;
        Do(Relay.OnTime(Now));
        Assert.Equal(16, ChunksAsked().Count);
    }

    [Fact]
    public void A_chunk_that_has_its_hash_and_makes_no_sense_is_told_and_asked_for_again()
    {
        Do(Relay.Connected(Now));
        var hash = Digest.Of("no card"u8);
        var manifest = new ListManifest(Site.Id, Addressee.Terminals, 1, 1, [], 1, [hash]);
        var chunk = new MqttMessage(Topics.CardChunk(hash), "no card"u8.ToArray(), Retained: true);
        Receive(new MqttMessage(Topics.CardList, SignedMessage.Sign(manifest, Keys.Ledger).Compact, Retained: true));
        Receive(chunk);
        Assert.Single(News<RelayNews.ListNotStored>());
        Done.Clear();

        Now = 10_000;
        Do(Relay.OnTime(Now));

        Assert.Equal([chunk.Topic], ChunksAsked());
    }

    [Fact]
    public void A_chunk_that_was_lost_on_disk_is_fetched_again_alone_once_the_ledger_names_the_list()
    {
        Do(Relay.Connected(Now));
        var (manifest, chunks) = List(1, cards: 1_000);
        Receive(manifest);
        chunks.ForEach(Receive);
        using var listed = Lists.Take(new ListVersion(1, 1));
        LoseChunk(listed, Kiosks.Card("04000000000007", "").Card);
        Assert.Null(Lists.Stored);
        Now = 20_000;
        Done.Clear();

        Beat(Asked(Relay.OnTime(Now)), new ListVersion(1, 1));
        Assert.Equal([Topics.CardList], Subscribed());
        Receive(manifest);
        Receive(chunks.Single(chunk => chunk.Topic == Assert.Single(ChunksAsked())));

        Assert.Equal(new ListVersion(1, 1), Assert.Single(News<RelayNews.ListStored>()).Version);
    }

    private void LoseChunk(ListedCards listed, CardToken card)
    {
        Cache.Retain(new HashSet<Digest>());
        var before = Disk.AfterPowerCut();
        foreach (var name in Disk.List().Where(name => name.EndsWith(".chunk", StringComparison.Ordinal)))
        {
            Disk.Rot(name, 5);
            if (listed.Find(card) is CardLookup.Lost)
                return;
            // It was another one: put it back.
            Disk.Replace(name, before.Read(name));
            Cache.Retain(new HashSet<Digest>());
        }
    }

    private List<string> ChunksAsked() =>
        [.. Subscribed().Where(topic => topic.Contains("/chunk/", StringComparison.Ordinal))];

    /// <summary>Topics of chunks that were asked for and have not come, the first asked for first.</summary>
    private List<string> UnderWay() =>
        [.. ChunksAsked().Except(Done.OfType<RelayAction.Unsubscribe>().Select(row => row.Topic))];

    private (MqttMessage Manifest, List<MqttMessage> Chunks) List(long version, int cards, int? changed = null)
    {
        var chunks = CardChunks.Write(
            [
                .. Enumerable.Range(0, cards).Select(number =>
                    Kiosks.Card($"04{number:X12}", $"TLF {(changed is null || number < changed ? version : 1)}")),
            ]);
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
        var manifest = new ListManifest(Site.Id, Addressee.Terminals, 1, version, [], cards, [.. hashes]);
        return (
            new MqttMessage(Topics.CardList, SignedMessage.Sign(manifest, Keys.Ledger).Compact, Retained: true),
            [.. hashes.Zip(chunks, (hash, chunk) => new MqttMessage(Topics.CardChunk(hash), chunk, Retained: true))]);
    }

    private void LoseFiles()
    {
        foreach (var name in Disk.List().ToList())
            Disk.Delete(name);
    }
}
