using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.AdapterContracts.Ledger;

/// <content>Of terminals' own keys.</content>
public abstract partial class LedgerStoreContract
{
    /// <summary>The grant is an entry, the change is a record: whoever reads them has the same key.</summary>
    [Fact]
    public void A_terminals_key_that_one_process_has_changed_is_changed_for_every_process()
    {
        using var next = Es256Signer.Create();
        var other = OpenBench();
        Ledger.Take(Beer());
        Ledger.Add(KeyChangeBench.Grant(next));
        var opened = new JournalWriter(Site, epoch: 2, next).Next(KeyChangeBench.Opening(terminal.End));

        other.Take(opened);
        var late = Beer();
        Assert.Contains(Ledger.Take(late), action => action is LedgerAction.KeepRejected);

        foreach (var bench in new[] { Ledger, other, OpenBench() })
        {
            Assert.Equal(
                next.KeyId, bench.Store.Read(books => books.Terminal(Tests.Support.Site.Bar).Key.KeyId));
            Assert.Empty(bench.Problems);
        }
        Assert.Equal(Ledger.State, other.State);
    }

    /// <summary>Also where others have its place, so that no gap is in the chain.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_treasurer_decides_of_the_end_of_a_key_is_decided_for_every_process(bool isTaken)
    {
        using var next = Es256Signer.Create();
        var other = OpenBench();
        Ledger.Take(Beer());
        var thief = terminal.Branch();
        var (_, lost) = (Beer(), Beer());
        if (isTaken)
            Ledger.Take(thief.Next(JournalWriter.Beer(Guest)), thief.Next(JournalWriter.Beer(Guest)));
        Ledger.Add(KeyChangeBench.Grant(next));
        other.Take(new JournalWriter(Site, epoch: 2, next).Next(KeyChangeBench.Opening(JournalWriter.NameOf(lost))));

        Assert.Null(Ledger.Treasury.CloseGap(
            Tests.Support.Site.Bar, new RecordPosition(1, 3), "lost", evenIfYoung: true));

        foreach (var bench in new[] { Ledger, other, OpenBench() })
        {
            Assert.Equal(
                next.KeyId, bench.Store.Read(books => books.Terminal(Tests.Support.Site.Bar).Key.KeyId));
            Assert.Empty(bench.Problems);
        }
        Assert.Equal(Ledger.State, OpenBench().State);
    }
}
