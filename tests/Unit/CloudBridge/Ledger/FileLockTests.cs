using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who comes while the lock is held waits, and neither fails nor enters.</summary>
public sealed class FileLockTests
{
    [Fact]
    public void Many_who_want_it_at_once_hold_it_one_after_the_other()
    {
        const int Many = 4;
        const int Rounds = 200;
        using var folder = new TemporaryFolder();
        var (inside, most, times) = (0, 0, 0);

        Parallel.For(0, Many, _ => EnterAndLeave());

        Assert.Equal((1, Many * Rounds), (most, times));

        void EnterAndLeave()
        {
            for (var round = 0; round < Rounds; round++)
            {
                using var held = FileLock.Enter(folder.In("lock"));
                most = Math.Max(most, Interlocked.Increment(ref inside));
                times++;
                Interlocked.Decrement(ref inside);
            }
        }
    }

    [Fact]
    public void Where_there_can_be_none_it_says_so()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<LedgerStoreException>(() => FileLock.Enter(folder.In("nowhere/lock")));

        Assert.StartsWith($"Cannot lock '{folder.In("nowhere/lock")}': ", error.Message, StringComparison.Ordinal);
    }
}
