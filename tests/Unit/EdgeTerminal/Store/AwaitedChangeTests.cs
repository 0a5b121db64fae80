using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>What somebody waits for, and what can wait.</summary>
public sealed class AwaitedChangeTests : IDisposable
{
    private static readonly CardEntry Before = Kiosks.Card("04AAAAAA", "TLF 500, TNF 20") with { Counter = 7 };

    private readonly Site site = new();
    private readonly CardListStore store;

    public AwaitedChangeTests()
    {
        store = CardListStore.Open(new ForgetfulDisk(), new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        var chunks = CardChunks.Write([Before]);
        var manifest = new ListManifest(
            Site.Id, Addressee.Terminals, 1, 1, [new Watermark(Site.Bar, 1, 42)], 1,
            [.. chunks.Select(chunk => Digest.Of(chunk))], Keys: 3);
        foreach (var chunk in chunks)
            Assert.Null(store.Keep(Digest.Of(chunk), chunk));
        Assert.Null(store.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact));
    }

    public static TheoryData<string, bool> Changes => new()
    {
        { "nothing", false },
        { "spends", false },
        { "spends below nothing", false },
        { "counts on", false },
        { "uses an allowance", false },
        { "is refilled", true },
        { "spends one and gets another", true },
        { "gets another asset", true },
        { "is locked", true },
        { "gets a ticket", true },
        { "counts from the beginning", true },
        { "is new", true },
    };

    public void Dispose()
    {
        store.Dispose();
        site.Dispose();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_awaited_when_it_is_more_than_a_purchase(string what, bool isAwaited) =>
        Assert.Equal(isAwaited, store.IsAwaited(Delta(what switch
        {
            "nothing" => Before,
            "spends" => With("TLF 300, TNF 0"),
            "spends below nothing" => With("TLF -300, TNF 20"),
            "counts on" => Before with { Counter = 8 },
            "uses an allowance" => With("TLF 300, TNF 20") with
            {
                AllowancesUsed = [new AllowanceUse("beer", 20_000, 1)], EverUsed = true,
            },
            "is refilled" => With("TLF 501, TNF 20"),
            "spends one and gets another" => With("TLF 300, TNF 21"),
            "gets another asset" => With("TLF 500, TNF 20, TIM 1"),
            "is locked" => Before with { State = CardState.Blocked },
            "gets a ticket" => Before with { Entitlements = [new Entitlement(AssetId.Parse("SUB"), null, Clock.Noon)] },
            "counts from the beginning" => Before with { Counter = 1 },
            _ => Kiosks.Card("04BBBBBB", "TLF 0"),
        })));

    [Fact]
    public void An_epoch_of_ours_and_other_keys_are_awaited_and_records_are_not()
    {
        Assert.False(store.IsAwaited(Delta() with
        {
            Watermarks = [new Watermark(Site.Bar, 1, 43), new Watermark(TerminalId.Parse("bar-2"), 5, 1)],
        }));
        Assert.True(store.IsAwaited(Delta() with { Watermarks = [new Watermark(Site.Bar, 2, 1)] }));
        Assert.True(store.IsAwaited(Delta() with { Keys = 4 }));
        Assert.True(store.IsAwaited(Delta() with { Removed = [Before.Card] }));
    }

    private static CardEntry With(string balances) => Before with { Balances = [.. Kiosks.Amounts(balances)] };

    private static ListDelta Delta(params CardEntry[] changed) =>
        new(Site.Id, Addressee.Terminals, 1, 1, 2, 1, [], [.. changed], [], Keys: 3);
}
