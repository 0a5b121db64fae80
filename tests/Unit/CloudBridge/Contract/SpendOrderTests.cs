using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract;

public class SpendOrderTests
{
    /// <summary>price · tag · what is on the card · what each asset gives ("-": refused)</summary>
    [Theory]
    [InlineData(350, null, "TLF 1000", "TLF 350")]
    [InlineData(350, null, "TLF 350", "TLF 350")]
    [InlineData(350, null, "TLF 349", "-")]
    [InlineData(350, null, "TLF 1000, TNF 200", "TNF 200, TLF 150")]
    [InlineData(350, null, "FED 1000, TLF 100, TNF 200", "TNF 200, TLF 100, FED 50")]
    [InlineData(200, null, "FED 1000, TLF 100, TNF 200", "TNF 200")]
    [InlineData(350, null, "TLF-PARIS 300, TLF-LYON 100", "TLF-LYON 100, TLF-PARIS 250")]
    [InlineData(350, null, "TIM 1000, FID 1000", "-")]
    [InlineData(350, null, "TLF 500, TNF -200", "TLF 350")]
    [InlineData(350, null, "", "-")]
    [InlineData(0, null, "", "")]
    [InlineData(0, null, "TLF 100", "")]
    [InlineData(2, "TIM", "TIM 5, TLF 1000", "TIM 2")]
    [InlineData(6, "TIM", "TIM 5, TLF 1000", "-")]
    [InlineData(10, "FID", "FID 10", "FID 10")]
    public void A_price_is_split_in_spend_order(long price, string? tag, string onTheCard, string given)
    {
        AssetCategory? paidWith = tag is null ? null : AssetId.Parse(tag).Category;

        var paid = SpendOrder.TrySplit(new Money(price), Amounts(onTheCard), paidWith, out var parts);

        Assert.Equal(given, paid ? string.Join(", ", parts.Select(part => $"{part.Asset} {part.Amount}")) : "-");
    }

    [Fact]
    public void A_price_below_zero_is_a_broken_invariant() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpendOrder.TrySplit(new Money(-1), [], null, out _));

    private static IEnumerable<AssetAmount> Amounts(string text) =>
        from row in text.Split(", ", StringSplitOptions.RemoveEmptyEntries)
        let words = row.Split(' ')
        select new AssetAmount(AssetId.Parse(words[0]), new Money(long.Parse(words[1])));
}
