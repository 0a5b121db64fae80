using System.Text;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.AdapterContracts.Storage;

/// <summary>
/// What every storage promises; run on the real folder and on the disk that the tests use in its place.
/// </summary>
public abstract class StorageContract
{
    protected abstract IStorage Storage { get; }

    [Fact]
    public void What_was_appended_is_read()
    {
        using (var file = Storage.Append("a"))
        {
            file.Write("one"u8);
            file.Write("two"u8);
            file.Sync();
            Assert.Equal(6, file.Length);
        }

        Assert.Equal("onetwo"u8, Storage.Read("a"));
        Assert.Equal("two"u8, Storage.Read("a", 3));
        Assert.Equal("ne"u8, Storage.Read("a", 1, 2));
        Assert.Empty(Storage.Read("a", 6));
        Assert.Empty(Storage.Read("a", 99));
    }

    [Fact]
    public void A_file_is_read_while_it_grows()
    {
        using var file = Storage.Append("a");
        file.Write("one"u8);
        Assert.Equal("one"u8, Storage.Read("a"));
        file.Write("two"u8);
        Assert.Equal("onetwo"u8, Storage.Read("a"));
    }

    [Fact]
    public void Appending_goes_on_at_the_end()
    {
        using (var file = Storage.Append("a"))
            file.Write("one"u8);
        using (var file = Storage.Append("a"))
            file.Write("two"u8);

        Assert.Equal("onetwo"u8, Storage.Read("a"));
    }

    [Fact]
    public void A_file_that_was_cut_back_grows_from_there()
    {
        using var file = Storage.Append("a");
        file.Write("onetwo"u8);
        file.Truncate(3);
        file.Write("!"u8);
        file.Sync();

        Assert.Equal("one!"u8, Storage.Read("a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(600_000)]
    [InlineData(700_000)]
    [InlineData(800_000)]
    public void What_is_written_again_is_what_was_there(long offset)
    {
        var content = new byte[700_000];
        for (var index = 0; index < content.Length; index++)
            content[index] = (byte)(index % 251);
        using var file = Storage.Append("a");
        file.Write(content);

        file.WriteAgain(offset);
        file.Sync();

        Assert.Equal(content, Storage.Read("a"));
        Assert.Equal(content.Length, file.Length);
    }

    [Fact]
    public void A_file_that_is_opened_to_append_exists_at_once()
    {
        Storage.Append("a").Dispose();

        Assert.True(Storage.Exists("a"));
        Assert.Empty(Storage.Read("a"));
    }

    [Fact]
    public void What_was_written_is_read_and_can_be_synced()
    {
        Storage.Write("a", "a long content"u8);
        Storage.Write("b", "two"u8);
        Storage.Write("a", "short"u8);
        Storage.Sync(["a", "b"]);

        Assert.Equal("short"u8, Storage.Read("a"));
        Assert.Equal("two"u8, Storage.Read("b"));
        Assert.Equal(["a", "b"], Storage.List());
    }

    [Fact]
    public void What_is_not_there_cannot_be_synced() =>
        Assert.Throws<FileNotFoundException>(() => Storage.Sync(["a"]));

    [Fact]
    public void Replacing_takes_all_of_the_old_away()
    {
        Storage.Replace("a", "a long content"u8);
        Storage.Replace("a", "short"u8);

        Assert.Equal("short"u8, Storage.Read("a"));
        Assert.Equal(["a"], Storage.List());
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order()
    {
        foreach (var name in (string[])["b", "a", "B", "a-1"])
            Storage.Replace(name, default);

        Assert.Equal(["B", "a", "a-1", "b"], Storage.List());
    }

    [Fact]
    public void What_is_deleted_is_gone()
    {
        Storage.Replace("a", "x"u8);
        Storage.Delete("a");

        Assert.False(Storage.Exists("a"));
        Assert.Throws<FileNotFoundException>(() => Storage.Read("a"));
    }
}

public sealed class ForgetfulDiskStorage : StorageContract
{
    private readonly ForgetfulDisk disk = new();

    protected override IStorage Storage => disk;

    [Fact]
    public void What_a_failed_sync_has_not_written_is_durable_only_when_it_was_written_again()
    {
        using var file = disk.Append("a");
        file.Write("one"u8);
        file.Sync();
        file.Write("two"u8);
        disk.FailNextSync = true;
        Assert.Throws<IOException>(file.Sync);
        file.Sync();
        Assert.Equal("onetwo"u8, disk.Read("a"));
        Assert.Equal("one"u8, disk.AfterPowerCut().Read("a"));

        file.Write("!"u8);
        file.Sync();
        Assert.Equal("one\0\0\0!"u8, disk.AfterPowerCut().Read("a"));

        file.WriteAgain(3);
        file.Sync();
        Assert.Equal("onetwo!"u8, disk.AfterPowerCut().Read("a"));
    }

    [Theory]
    [InlineData(0, "onetwo")]
    [InlineData(1, "one!wo")]
    [InlineData(99, "one!?o")]
    public void A_cut_that_was_not_synced_is_forgotten_with_the_power(int torn, string left)
    {
        using var file = disk.Append("a");
        file.Write("onetwo"u8);
        file.Sync();
        file.Truncate(5);
        file.Truncate(3);
        file.Write("!?"u8);

        Assert.Equal(left, Encoding.ASCII.GetString(disk.AfterPowerCut(torn).Read("a")));
        file.Sync();
        Assert.Equal("one!?"u8, disk.AfterPowerCut().Read("a"));
    }
}

public sealed class FolderStorageOnDisk : StorageContract, IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("et-storage-").FullName;

    public FolderStorageOnDisk() => Storage = new FolderStorage(Path.Combine(parent, "journal"));

    protected override IStorage Storage { get; }

    public void Dispose() => Directory.Delete(parent, recursive: true);

    [Fact]
    public void Its_files_are_for_their_owner_only()
    {
        Storage.Replace("a", "x"u8);
        Storage.Append("b").Dispose();

        Assert.All(
            (string[])["a", "b"],
            name => Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(parent, "journal", name))));
    }

    [Fact]
    public void What_is_written_again_is_really_written()
    {
        var path = Path.Combine(parent, "journal", "a");
        using var file = Storage.Append("a");
        file.Write("one"u8);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        file.WriteAgain(3);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        file.WriteAgain(1);
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    /// <summary>Whoever made a file may have been killed before it synced the folder.</summary>
    [Fact]
    public void What_is_found_is_made_durable_before_anybody_relies_on_it()
    {
        var synced = new List<string>();

        _ = new FolderStorage(Path.Combine(parent, "journal"), synced.Add);

        Assert.Equal([parent, Path.Combine(parent, "journal")], synced);
    }

    [Fact]
    public void A_new_file_whose_folder_cannot_be_synced_is_not_left_open()
    {
        var failing = false;
        var storage = new FolderStorage(Path.Combine(parent, "journal"), _ =>
        {
            if (failing)
                throw new IOException("Input/output error");
        });
        failing = true;

        Assert.Throws<IOException>(() => storage.Append("a"));

        Assert.DoesNotContain(
            new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos(),
            open => open.LinkTarget == Path.Combine(parent, "journal", "a"));
    }

    [Fact]
    public void A_folder_that_is_gone_is_an_io_error()
    {
        Directory.Delete(Path.Combine(parent, "journal"), recursive: true);

        Assert.ThrowsAny<IOException>(() => Storage.Replace("a", "x"u8));
        Assert.ThrowsAny<IOException>(() => Storage.Append("a"));
    }
}
