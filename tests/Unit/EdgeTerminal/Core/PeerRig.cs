using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A terminal that hears two others of its site.</summary>
public abstract class PeerRig : IDisposable
{
    private protected static readonly CardToken Staff = Site.Card("04AABBCCDDEE01");

    private protected readonly PeerJournal peer = new("bar-2");
    private protected readonly PeerJournal third = new("bar-3");
    private protected readonly TerminalDriver terminal = Open(Setup(), Card(Guest, "TLF 1000"));

    public void Dispose()
    {
        peer.Dispose();
        third.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static Payment Pays(long cents) => new(Site.Card(Guest), WalletOf(Guest), Parts(cents));

    private protected static Fact.Sale Sale(long cents, int quantity = 1, string? allowance = null) => new(
        Site.Card(Guest),
        [Pays(cents * quantity)],
        [new BasketLine(ArticleId.Parse("beer"), quantity, new Money(cents), 2000, null, allowance)],
        Records.Verdict);

    private protected static Fact.Refill Refill(long cents) => new(Pays(cents), Staff);

    private protected static ValueList<AssetAmount> Parts(long cents) => [Records.Amount("TLF", cents)];

    private protected static Watermark Row(PeerJournal of, long sequence) => new(of.Terminal, of.Epoch, sequence);

    private protected void Listed(long version, string balances, params Watermark[] rows) =>
        Give(new ListVersion(1, version), balances, rows);

    private protected void Give(ListVersion version, string balances, params Watermark[] rows)
    {
        terminal.PeerWatermarks = [.. rows];
        terminal.ApplyList(version, watermark: 0, Card(Guest, balances));
        terminal.Confirm();
    }

    private protected long Balance() => terminal.BalanceOf(Guest);

    private protected Reason? ReasonFor(long cents) =>
        terminal.ReasonFor(Beer with { Price = new Money(cents) }, Guest);
}
