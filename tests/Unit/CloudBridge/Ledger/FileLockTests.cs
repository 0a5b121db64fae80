using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who comes while the lock is held waits, and neither fails nor enters.</summary>
public sealed class FileLockTests
{
    [Fact]
    public void Who_comes_while_it_is_held_enters_when_it_is_given_back()
    {
        using var folder = new TemporaryFolder();
        var held = FileLock.Enter(folder.In("lock"));
        Exception? failure = null;
        var other = new Thread(() => failure = Record.Exception(() => FileLock.Enter(folder.In("lock")).Dispose()))
        {
            IsBackground = true,
        };
        other.Start();

        Assert.False(other.Join(TimeSpan.FromMilliseconds(300)), $"It has not waited: {failure?.Message}");
        held.Dispose();
        Assert.True(other.Join(Eventually.Deadline));
        Assert.Null(failure);
    }

    /// <summary>Whoever owns the folder may have put it there, for root to come by.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_is_no_lock_and_what_it_leads_to_is_left_alone(bool isThere)
    {
        using var folder = new TemporaryFolder();
        if (isThere)
            File.WriteAllText(folder.In("theirs"), "theirs");
        File.CreateSymbolicLink(folder.In("lock"), folder.In("theirs"));

        var error = Assert.Throws<LedgerStoreException>(() => FileLock.Enter(folder.In("lock")));

        Assert.StartsWith($"Cannot lock '{folder.In("lock")}': ", error.Message, StringComparison.Ordinal);
        Assert.Equal(isThere, File.Exists(folder.In("theirs")));
    }

    [Fact]
    public async Task A_file_of_two_names_or_of_another_kind_is_given_to_nobody()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("theirs"), "theirs");
        using (var alone = File.OpenHandle(folder.In("theirs")))
            Assert.True(FileOwner.IsOnlyName(alone));
        using var linking = await LinkedProcess.StartAsync("ln", [folder.In("theirs"), folder.In("lock")]);
        await linking.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var shared = File.OpenHandle(folder.In("lock"));
        Assert.False(FileOwner.IsOnlyName(shared));
        using var device = File.OpenHandle("/dev/null");
        Assert.False(FileOwner.IsOnlyName(device));
    }

    [Fact]
    public void Where_there_can_be_none_it_says_so()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<LedgerStoreException>(() => FileLock.Enter(folder.In("nowhere/lock")));

        Assert.StartsWith($"Cannot lock '{folder.In("nowhere/lock")}': ", error.Message, StringComparison.Ordinal);
    }
}
