using CloudBridge.Ledger;
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

    [Fact]
    public void Where_there_can_be_none_it_says_so()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<LedgerStoreException>(() => FileLock.Enter(folder.In("nowhere/lock")));

        Assert.StartsWith($"Cannot lock '{folder.In("nowhere/lock")}': ", error.Message, StringComparison.Ordinal);
    }
}
