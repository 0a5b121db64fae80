using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.AdapterContracts.CardCache;

/// <summary>What every card cache promises.</summary>
public abstract class CardCacheContract
{
    protected abstract ICardCacheFactory Factory { get; }

    [Fact]
    public void Each_card_of_the_list_is_found_whole()
    {
        var cards = Enumerable.Range(0, 5_000).Select(Card).ToList();
        using var cache = Factory.Build(new ListVersion(1, 3), cards);

        Assert.Equal(new ListVersion(1, 3), cache.Version);
        Assert.All(cards, card => Assert.Equal(card, cache.Find(card.Card)));
    }

    [Fact]
    public void A_card_that_is_not_in_the_list_is_not_found()
    {
        using var cache = Factory.Build(new ListVersion(1, 1), [Card(1)]);

        Assert.Null(cache.Find(Card(2).Card));
    }

    [Fact]
    public void An_empty_list_is_a_list()
    {
        using var cache = Factory.Build(new ListVersion(1, 1), []);

        Assert.Null(cache.Find(Card(1).Card));
    }

    [Fact]
    public void A_cache_stays_as_it_is_while_the_next_is_made()
    {
        using var before = Factory.Build(new ListVersion(1, 1), [Card(1)]);
        using var after = Factory.Build(new ListVersion(1, 2), [Card(1) with { State = CardState.Blocked }, Card(2)]);

        Assert.Equal(CardState.Ok, before.Find(Card(1).Card)!.State);
        Assert.Null(before.Find(Card(2).Card));
        Assert.Equal(CardState.Blocked, after.Find(Card(1).Card)!.State);
        Assert.NotNull(after.Find(Card(2).Card));
    }

    private static CardEntry Card(int number) => Kiosks.Card($"04{number:X12}", "TNF 5, TLF 100, FED 7") with
    {
        ValidThroughMilliseconds = number % 2 == 0 ? null : Clock.Noon,
        Age = (AgeClass)(number % 3),
        Entitlements = [new Entitlement(AssetId.Parse("SUB"), null, Clock.Noon + number)],
        AllowancesUsed = [new AllowanceUse("alcohol", 20_000, number)],
    };
}

public sealed class MemoryCardCache : CardCacheContract
{
    protected override ICardCacheFactory Factory { get; } = new MemoryCardCaches();
}
