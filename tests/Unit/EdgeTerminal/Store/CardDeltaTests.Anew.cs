using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <content>Where the file of changes is written anew, cannot be, or cannot be read.</content>
public sealed partial class CardDeltaTests
{
    /// <summary>
    /// Where watermarks of one version stood beside balances of another, what was spent between could be spent again.
    /// </summary>
    [Fact]
    public void What_was_written_anew_counts_whole_or_not_at_all_wherever_it_rots_or_ends()
    {
        WriteAnewAtThree();
        var name = File(disk);
        var whole = disk.Read(name);
        var seen = new HashSet<long>();
        for (var offset = 0; offset < whole.Length; offset += 3)
        {
            var rotten = disk.AfterPowerCut();
            rotten.Rot(name, offset);
            seen.Add(OneVersionOn(rotten));
        }
        for (var end = 0; end >= 0; end = Array.IndexOf(whole, (byte)'\n', end + 1))
            foreach (var length in new[] { end, end + 1 })
            {
                var cut = disk.AfterPowerCut();
                cut.Replace(name, whole.AsSpan(0, length));
                seen.Add(OneVersionOn(cut));
            }

        Assert.Equal([1, 3, 4], seen.Order());
    }

    /// <summary>The terminal goes on with what it has, and asks for what has changed since.</summary>
    [Fact]
    public void What_cannot_be_read_ends_it_and_is_written_anew_with_the_next()
    {
        WriteAnewAtThree();
        var sick = disk.AfterPowerCut();
        sick.Unreadable = name => name.EndsWith(".deltas", StringComparison.Ordinal);
        using (var store = Open(sick))
        {
            Assert.Null(store.Damage);
            Assert.Equal(new ListVersion(1, 1), store.Stored);

            Assert.Null(store.Apply(Delta(1, 4, Blocked(7))));
        }

        Assert.Equal(4, VersionOn(sick.AfterPowerCut()));
    }

    /// <summary>Each further try would add the same line again.</summary>
    [Fact]
    public void Changes_count_where_there_is_no_room_to_write_all_of_them_anew()
    {
        using var store = Open(disk);
        Save(store, 1);
        var grown = 0;
        for (var version = 1; version <= 300; version++)
        {
            // Enough for each line, and never for the file.
            disk.Room = 20_000;
            var some = cards.Skip(version % 8 * 50).Take(50).Select(card => card with { Counter = version });
            Assert.Null(store.Apply(Delta(version, version + 1, [.. some])));
            grown = Math.Max(grown, disk.Read(File(disk)).Length);
        }
        Assert.Equal(301, VersionOn(disk.AfterPowerCut()));
        Assert.InRange(disk.Log.Count(step => step.StartsWith("replace", StringComparison.Ordinal)), 1, 20);

        disk.Room = long.MaxValue;
        for (var version = 301; version <= 400; version++)
        {
            var some = cards.Take(50).Select(card => card with { Counter = version });
            Assert.Null(store.Apply(Delta(version, version + 1, [.. some])));
        }

        Assert.InRange(disk.Read(File(disk)).Length, 1, grown / 2);
        Assert.Equal(401, VersionOn(disk.AfterPowerCut()));
    }

    /// <summary>Versions 2 and 3 as one step of several lines, and 4 behind them.</summary>
    private void WriteAnewAtThree()
    {
        using var store = Open(disk);
        Save(store, 1);
        Assert.Null(store.Apply(Delta(1, 2, Blocked(2)) with { Watermarks = [Row(2)] }));
        disk.FailNextSync = true;
        Assert.NotNull(store.Apply(Delta(2, 3, Blocked(3)) with { Watermarks = [Row(3)] }));
        Assert.Null(store.Apply(Delta(2, 3, Blocked(3)) with { Watermarks = [Row(3)] }));
        Assert.Null(store.Apply(Delta(3, 4, Blocked(4)) with { Watermarks = [Row(4)] }));
        Assert.InRange(disk.Read(File(disk)).Count(one => one == (byte)'\n'), 3, 4);
    }

    private static Watermark Row(long version) => new(Site.Bar, 1, 42 + version);

    /// <summary>The version that is there, after a look whether all of it is of that version.</summary>
    private long OneVersionOn(ForgetfulDisk there)
    {
        using var store = Open(there);
        var version = store.Stored!.Version;
        Assert.Equal(version == 1 ? "1/42" : $"1/{42 + version}", store.StoredList!.Watermarks.ToString());
        using var listed = store.Take(store.Stored);
        for (var number = 1; number <= 5; number++)
            Assert.Equal(
                new CardLookup.Listed(number > 1 && number <= version ? Blocked(number) : cards[number]),
                listed.Find(cards[number].Card));
        return version;
    }
}
