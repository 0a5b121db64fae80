using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.AdapterContracts.Storage;

/// <summary>Whose a file is that was made or replaced, and who may read it.</summary>
public sealed class FileOwnerTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileOwner Somebody = new(12_345, 23_456);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Root_leaves_a_file_that_it_replaces_with_its_owner_and_group()
    {
        SkipUnlessRoot();
        var storage = new FolderStorage(folder.Path);
        storage.Replace("acl", "old"u8);
        Give("acl");

        storage.Replace("acl", "new"u8);

        Assert.Equal("new"u8, storage.Read("acl"));
        Assert.Equal(Somebody, FileOwner.TryOf(folder.In("acl")));
    }

    [Fact]
    public async Task A_file_that_root_makes_is_of_the_owner_of_its_folder()
    {
        SkipUnlessRoot();
        await OwnedFolder.GiveAsync(
            folder.Path, $"{Somebody.User}:{Somebody.Group}", TestContext.Current.CancellationToken);

        new FolderStorage(folder.Path).Replace("acl", "new"u8);

        Assert.Equal(Somebody, FileOwner.TryOf(folder.In("acl")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.In("acl")));
    }

    [Fact]
    public async Task So_is_a_folder_within_it()
    {
        SkipUnlessRoot();
        await OwnedFolder.GiveAsync(
            folder.Path, $"{Somebody.User}:{Somebody.Group}", TestContext.Current.CancellationToken);

        new FolderStorage(folder.In("new/within")).Replace("key", "secret"u8);

        foreach (var made in new[] { "new", "new/within", "new/within/key" })
            Assert.Equal(Somebody, FileOwner.TryOf(folder.In(made)));
    }

    /// <summary>The ledger has a user of its own, and could not start.</summary>
    [Fact]
    public async Task A_lock_that_root_makes_or_finds_its_own_is_of_the_owner_of_its_folder()
    {
        SkipUnlessRoot();
        await OwnedFolder.GiveAsync(
            folder.Path, $"{Somebody.User}:{Somebody.Group}", TestContext.Current.CancellationToken);
        File.WriteAllText(folder.In("found"), "");
        Assert.NotEqual(Somebody, FileOwner.TryOf(folder.In("found")));

        foreach (var name in new[] { "made", "found" })
        {
            FileLock.Enter(folder.In(name)).Dispose();
            Assert.Equal(Somebody, FileOwner.TryOf(folder.In(name)));
        }
    }

    [Fact]
    public void Who_may_read_a_file_may_read_what_replaces_it()
    {
        const UnixFileMode read = OwnerOnly | UnixFileMode.GroupRead;
        var storage = new FolderStorage(folder.Path);
        storage.Replace("acl", "old"u8);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.In("acl")));
        File.SetUnixFileMode(folder.In("acl"), read | UnixFileMode.UserExecute);

        storage.Replace("acl", "new"u8);

        Assert.Equal(read, File.GetUnixFileMode(folder.In("acl")));
    }

    [Fact]
    public void A_link_that_somebody_put_in_the_way_is_not_followed()
    {
        var storage = new FolderStorage(folder.Path);
        File.WriteAllText(folder.In("precious"), "precious");
        File.CreateSymbolicLink(folder.In("acl.new"), folder.In("precious"));

        storage.Replace("acl", "new"u8);

        Assert.Equal("precious", File.ReadAllText(folder.In("precious")));
        Assert.Equal("new"u8, storage.Read("acl"));
    }

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give files to another user.");

    private void Give(string name)
    {
        using var file = File.OpenHandle(folder.In(name));
        Assert.True(Somebody.TryTake(file));
    }
}
