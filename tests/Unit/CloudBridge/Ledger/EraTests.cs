using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A ledger that was restored from a backup begins a new era.</summary>
public sealed class EraTests : IDisposable
{
    private const long First = Clock.Noon / 1_000;

    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public EraTests() => ledger = new LedgerBench(site).With((Guest, "TLF 1000"));

    public void Dispose() => site.Dispose();

    [Fact]
    public void The_first_era_is_1_and_a_raised_one_is_kept()
    {
        Assert.Equal(1, ledger.Store.Read(books => books.Era));

        Assert.Equal(First, ledger.RaiseEra(0));

        Assert.Equal(First, ledger.Store.Read(books => books.Era));
        Assert.Equal(First, ledger.Crash().Store.Read(books => books.Era));
        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(ledger.Store.Entries());
        Assert.Empty(check.Problems);
    }

    [Fact]
    public void Each_era_is_higher_than_any_before_also_when_one_backup_is_restored_twice()
    {
        var backup = ledger.Crash();

        var first = ledger.RaiseEra(0);
        var second = ledger.RaiseEra(0);
        var restored = backup.RaiseEra(2_000);

        Assert.Equal([First, First + 1, First + 2], [first, second, restored]);
    }

    [Fact]
    public void An_era_that_is_not_higher_is_not_stored()
    {
        ledger.RaiseEra(0);

        Assert.Throws<LedgerStoreException>(() => ledger.Add(new LedgerEntry.EraRaised(First)));
    }

    [Fact]
    public void A_running_ledger_says_a_new_era_to_all_terminals_with_a_new_list()
    {
        ledger.Add(ledger.Enrolment() with { Terminal = TerminalId.Parse("bar-2") });
        ledger.Logic.Connected(0);
        Assert.Empty(ledger.Logic.OnTime(500));

        ledger.RaiseEra(500);
        var said = ledger.Logic.OnTime(1_000).OfType<LedgerAction.Publish>().ToList();

        var acks = said.Where(row => row.Message.Topic.EndsWith("/ack", StringComparison.Ordinal)).ToList();
        Assert.Equal(["bar-1", "bar-2"], acks.Select(row => row.Message.Topic.Split('/')[^2]));
        Assert.Equal(
            First,
            SignedMessage.Read<AckMessage>(
                acks[0].Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow().Era);
        var list = said.Single(row => row.Message.Topic == LedgerBench.Topics.CardList).Message.Payload;
        Assert.Equal(
            new ListVersion(First, 2),
            SignedMessage.Read<ListManifest>(list, site.LedgerKeys, Site.Id, Addressee.Terminals).OrThrow().List());
        Assert.Empty(ledger.Logic.OnTime(1_500));
    }

    [Fact]
    public void A_terminal_that_is_enrolled_beside_a_running_ledger_has_its_ack_at_once()
    {
        ledger.Logic.Connected(0);

        ledger.Add(ledger.Enrolment() with { Terminal = TerminalId.Parse("bar-2") });

        var ack = Assert.IsType<LedgerAction.Publish>(Assert.Single(ledger.Logic.OnTime(500)));
        Assert.Equal(LedgerBench.Topics.Of(TerminalId.Parse("bar-2"), TerminalTopic.Ack), ack.Message.Topic);
    }
}
