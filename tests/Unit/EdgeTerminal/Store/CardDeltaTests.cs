using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>What has changed in a list since its chunks were fetched, on the disk.</summary>
public sealed partial class CardDeltaTests : IDisposable
{
    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly List<CardEntry> cards =
        [.. Enumerable.Range(0, 1_000).Select(number => Kiosks.Card($"04{number:X12}", $"TLF {number}"))];

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_change_of_one_card_adds_a_line_and_writes_nothing_else()
    {
        using var store = Open(disk);
        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 2, Blocked(4))));
        disk.Log.Clear();

        Assert.Null(store.Apply(Delta(2, 3, Blocked(5))));

        Assert.Equal(["write", "sync"], disk.Log.Select(step => step.Split(' ')[0]));
        Assert.All(disk.Log, step => Assert.Contains(".deltas", step, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_applied_is_there_after_a_start_with_version_watermarks_and_count()
    {
        var added = Kiosks.Card("04FFFFFF", "TLF 7");
        using (var store = Open(disk))
        {
            Save(store, 1);
            Assert.Null(store.Apply(Delta(1, 2, Blocked(5)) with { Watermarks = [new Watermark(Site.Bar, 1, 43)] }));
            Assert.Null(store.Apply(Delta(2, 5, added, Blocked(6)) with { Cards = 1_001, Keys = 3 }));
            Assert.Null(store.Apply(Delta(5, 6) with { Cards = 1_000, Removed = [cards[7].Card] }));
        }

        using var again = Open(disk.AfterPowerCut());

        Assert.Equal(new ListVersion(1, 6), again.Stored);
        Assert.Equal(new ListVersion(1, 1), again.Base);
        Assert.Equal((1_000, "1/43"), (again.StoredList!.Cards, again.StoredList.Watermarks.ToString()));
        Assert.Equal(2, again.StoredList.SiteWatermarks.Count);
        using var listed = again.Take(new ListVersion(1, 6));
        Assert.Equal(new CardLookup.Listed(Blocked(5)), listed.Find(cards[5].Card));
        Assert.Equal(new CardLookup.Listed(cards[8]), listed.Find(cards[8].Card));
        Assert.Equal(new CardLookup.Listed(added), listed.Find(added.Card));
        Assert.IsType<CardLookup.NotListed>(listed.Find(cards[7].Card));
        Assert.Equal(
            new ListVersion(1, 6), CardListLook.At(disk, site.LedgerKeys, Site.Id)!.Value.OrThrow().List());
    }

    [Fact]
    public void A_list_in_use_does_not_change()
    {
        using var store = Open(disk);
        Save(store, 1);
        using var before = store.Take(new ListVersion(1, 1));
        Assert.Null(store.Apply(Delta(1, 2, Blocked(5))));
        using var after = store.Take(new ListVersion(1, 2));
        Assert.Null(store.Apply(Delta(2, 3, cards[5])));

        Assert.Equal(new CardLookup.Listed(cards[5]), before.Find(cards[5].Card));
        Assert.Equal(new CardLookup.Listed(Blocked(5)), after.Find(cards[5].Card));
    }

    [Fact]
    public void A_power_cut_at_any_moment_leaves_the_version_before_or_the_next()
    {
        using var store = Open(disk);
        Save(store, 1);
        for (var version = 2; version <= 4; version++)
        {
            var seen = new HashSet<long>();
            disk.Stepped = () =>
            {
                foreach (var torn in new[] { 0, 7, 100, int.MaxValue / 2 })
                    seen.Add(VersionOn(disk.AfterPowerCut(torn)));
            };
            Assert.Null(store.Apply(Delta(version - 1, version, Blocked(version))));
            disk.Stepped = null;

            Assert.Equal([version - 1, version], seen.Order());
        }
    }

    [Fact]
    public void What_is_torn_is_cut_and_the_next_goes_on_from_there()
    {
        using (var store = Open(disk))
        {
            Save(store, 1);
            store.Apply(Delta(1, 2, Blocked(5)));
            store.Apply(Delta(2, 3, Blocked(6)));
        }
        var name = File(disk);
        var whole = disk.Read(name);
        for (var length = 0; length < whole.Length; length += 37)
        {
            var cut = disk.AfterPowerCut();
            cut.Replace(name, whole.AsSpan(0, length));
            var version = VersionOn(cut);

            using (var store = Open(cut))
                Assert.Null(store.Apply(Delta(version, 9, Blocked(7))));

            Assert.InRange(version, 1, 2);
            Assert.Equal(9, VersionOn(cut.AfterPowerCut()));
        }
    }

    [Fact]
    public void A_line_that_has_rotted_ends_it()
    {
        using (var store = Open(disk))
        {
            Save(store, 1);
            for (var version = 1; version < 5; version++)
                store.Apply(Delta(version, version + 1, Blocked(version)));
        }
        var name = File(disk);
        var length = disk.Read(name).Length;
        for (var offset = 0; offset < length; offset += 41)
        {
            var rotten = disk.AfterPowerCut();
            rotten.Rot(name, offset);

            Assert.InRange(VersionOn(rotten), 1, 1 + 4 * offset / length + 1);
        }
    }

    /// <summary>After a sync that failed another would lie: all of it is written anew.</summary>
    [Fact]
    public void What_could_not_be_synced_does_not_count_and_the_next_is_durable()
    {
        using var store = Open(disk);
        Save(store, 1);
        store.Apply(Delta(1, 2, Blocked(5)));
        disk.FailNextSync = true;

        Assert.NotNull(store.Apply(Delta(2, 3, Blocked(6))));
        Assert.Equal(new ListVersion(1, 2), store.Stored);
        Assert.Null(store.Apply(Delta(2, 3, Blocked(6))));

        Assert.Equal(3, VersionOn(disk.AfterPowerCut()));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public void What_does_not_follow_is_refused(long first, long version)
    {
        using var store = Open(disk);
        Save(store, 1);

        Assert.Contains("does not follow", store.Apply(Delta(first, version, Blocked(5))), StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 1), store.Stored);
    }

    [Fact]
    public void What_comes_to_another_count_was_made_for_another_list()
    {
        using var store = Open(disk);
        Save(store, 1);

        Assert.Contains(
            "1001 cards come of it; it says 1000",
            store.Apply(Delta(1, 2, Kiosks.Card("04FFFFFF", "TLF 7"))),
            StringComparison.Ordinal);
        Assert.Equal(1, VersionOn(disk));
    }

    [Fact]
    public void Cards_that_change_again_and_again_do_not_fill_the_disk()
    {
        using var store = Open(disk);
        Save(store, 1);
        var longest = 0;
        for (var version = 1; version <= 300; version++)
        {
            var some = cards.Take(50).Select(card => card with { Counter = version });
            Assert.Null(store.Apply(Delta(version, version + 1, [.. some])));
            longest = Math.Max(longest, disk.Read(File(disk)).Length);
        }

        Assert.InRange(longest, 100_000, 330_000);
        Assert.Equal(301, VersionOn(disk.AfterPowerCut()));
        using var again = Open(disk.AfterPowerCut());
        using var listed = again.Take(again.Stored!);
        Assert.Equal(300, Assert.IsType<CardLookup.Listed>(listed.Find(cards[49].Card)).Entry.Counter);
    }

    /// <summary>The version does not go back, whatever moment the power goes at.</summary>
    [Fact]
    public void Later_chunks_take_the_place_of_older_ones_below_what_has_changed_since()
    {
        using var store = Open(disk);
        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 2, Blocked(5))));
        Assert.Null(store.Apply(Delta(2, 3, Blocked(6), Kiosks.Card("04FFFFFF", "TLF 7")) with { Cards = 1_001 }));
        var seen = new HashSet<long>();
        disk.Stepped = () => seen.Add(VersionOn(disk.AfterPowerCut()));

        cards[5] = Blocked(5);
        Save(store, 2);

        Assert.Equal([3], seen);
        Assert.Equal((new ListVersion(1, 3), new ListVersion(1, 2)), (store.Stored, store.Base));
        disk.Stepped = null;
        store.Tidy();
        Assert.Single(disk.List(), name => name.EndsWith(".deltas", StringComparison.Ordinal));
        using var again = Open(disk.AfterPowerCut());
        using var listed = again.Take(new ListVersion(1, 3));
        Assert.Equal(new CardLookup.Listed(Blocked(5)), listed.Find(cards[5].Card));
        Assert.Equal(new CardLookup.Listed(Blocked(6)), listed.Find(cards[6].Card));
        Assert.Equal(1_001, again.StoredList!.Cards);
    }

    /// <summary>
    /// The broker keeps a list that is older than the one that was lost; what has changed since brings the record.
    /// </summary>
    [Fact]
    public void A_list_that_lacks_a_record_of_ours_may_be_there_until_its_changes_bring_that()
    {
        using var store = Open(disk);
        store.Demand(EpochMarks.Of([new RecordPosition(1, 43)]));

        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 2) with { Watermarks = [new Watermark(Site.Bar, 1, 43)] }));

        Assert.Contains(
            "lacks record 1/43",
            store.Apply(Delta(2, 3) with { Watermarks = [new Watermark(Site.Bar, 1, 42)] }),
            StringComparison.Ordinal);
        Assert.Equal(2, VersionOn(disk));
    }

    /// <summary>A terminal that is busy has always written something since the whole list was made.</summary>
    [Fact]
    public void Later_chunks_that_lack_a_record_may_lie_below_changes_that_have_it()
    {
        using var store = Open(disk);
        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 2, Blocked(5))));
        Assert.Null(store.Apply(Delta(2, 3, Blocked(6)) with { Watermarks = [new Watermark(Site.Bar, 1, 43)] }));
        store.Demand(EpochMarks.Of([new RecordPosition(1, 43)]));

        cards[5] = Blocked(5);
        Save(store, 2);

        Assert.Equal((new ListVersion(1, 3), new ListVersion(1, 2)), (store.Stored, store.Base));
        using var again = Open(disk.AfterPowerCut());
        Assert.Equal((new ListVersion(1, 3), "1/43"), (again.Stored, again.StoredList!.Watermarks.ToString()));
    }

    /// <summary>A ledger that was restored from its backup begins below what terminals have heard.</summary>
    [Fact]
    public void Chunks_of_another_history_are_not_taken_below_what_has_changed()
    {
        using var store = Open(disk);
        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 3, Blocked(5))));

        cards[6] = Blocked(6);
        Assert.Contains("another history", TrySave(store, 2, new Nonce(7)), StringComparison.Ordinal);

        Assert.Equal((new ListVersion(1, 3), new ListVersion(1, 1)), (store.Stored, store.Base));
        Assert.Contains(
            "does not follow",
            store.Apply(Delta(3, 4) with { History = new Nonce(7) }),
            StringComparison.Ordinal);
        Assert.Equal(3, VersionOn(disk.AfterPowerCut()));
        Assert.Null(TrySave(store, 4, new Nonce(7)));
        Assert.Null(store.Apply(Delta(4, 5) with { History = new Nonce(7) }));
        Assert.Equal(5, VersionOn(disk.AfterPowerCut()));
    }

    /// <summary>What the core refuses, it refuses again with each change, as long as nobody looks.</summary>
    [Fact]
    public void Lists_that_are_not_taken_are_not_kept_for_ever()
    {
        using var store = Open(disk);
        Save(store, 1);
        for (var version = 1; version <= 1_000; version++)
            Assert.Null(store.Apply(Delta(version, version + 1, Blocked(version % 1_000))));

        Assert.InRange(store.Prepared, 1, 64);
        using var listed = store.Take(store.Stored!);
        Assert.Equal(new ListVersion(1, 1_001), listed.Version);
    }

    [Fact]
    public void A_list_that_takes_the_place_of_all_begins_with_no_changes()
    {
        using var store = Open(disk);
        Save(store, 1);
        store.Apply(Delta(1, 2, Blocked(5)));

        Save(store, 3);

        Assert.Equal(3, VersionOn(disk.AfterPowerCut()));
        using var listed = store.Take(new ListVersion(1, 3));
        Assert.Equal(new CardLookup.Listed(cards[5]), listed.Find(cards[5].Card));
    }

    private static string File(ForgetfulDisk disk) =>
        disk.List().Single(name => name.EndsWith(".deltas", StringComparison.Ordinal));

    private CardEntry Blocked(int number) => cards[number] with { State = CardState.Blocked };

    private static ListDelta Delta(long first, long version, params CardEntry[] changed) => new(
        Site.Id, Addressee.Terminals, 1, first, version, 1_000, [], [.. changed], []);

    private CardListStore Open(IStorage storage) =>
        CardListStore.Open(storage, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);

    private long VersionOn(IStorage storage)
    {
        using var store = Open(storage);
        Assert.Null(store.Damage);
        return store.Stored!.Version;
    }

    private void Save(CardListStore store, long version) => Assert.Null(TrySave(store, version));

    private string? TrySave(CardListStore store, long version, Nonce? history = null)
    {
        var chunks = CardChunks.Write(cards);
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [new Watermark(Site.Bar, 1, 42), new Watermark(TerminalId.Parse("bar-2"), 1, 7)],
            cards.Count,
            [.. chunks.Select(chunk => Digest.Of(chunk))])
        {
            History = history,
        };
        foreach (var chunk in chunks.Where(chunk => !store.HasChunk(Digest.Of(chunk))))
            Assert.Null(store.Keep(Digest.Of(chunk), chunk));
        return store.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact);
    }
}
