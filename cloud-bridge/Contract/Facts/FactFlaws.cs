namespace CloudBridge.Contract;

/// <summary>What can be wrong with a fact although each member has the right form.</summary>
internal static class FactFlaws
{
    private const int MostRows = 100;
    private const int MostPieces = 1_000;
    private const int WholeInBasisPoints = 10_000;

    public static string? OfText(string? text) =>
        text is { Length: > FactText.Longest }
            ? $"a text of {text.Length} characters; at most {FactText.Longest}"
            : null;

    public static string? Negative(long first, long second) => first < 0 || second < 0 ? "a count below zero" : null;

    public static string? Of(Verdict verdict) => OfCounter(verdict.PresentedCounter ?? 0);

    public static string? OfCounter(long value) => CounterReading.IsPossible(value)
        ? null
        : $"a counter of {value}; expected 0 to {CounterReading.Highest}";

    public static string? Of(ValueList<BasketLine> basket)
    {
        if (basket.Count > MostRows)
            return $"{basket.Count} basket rows; at most {MostRows}";
        foreach (var line in basket)
        {
            if (line.Quantity is < 1 or > MostPieces)
                return $"quantity {line.Quantity}; expected 1 to {MostPieces}";
            if (line.UnitPrice.IsNegative)
                return $"price {line.UnitPrice}; expected not below zero";
            if (line.TaxBasisPoints is < 0 or > WholeInBasisPoints)
                return $"taxBasisPoints {line.TaxBasisPoints}; expected 0 to {WholeInBasisPoints}";
            if (line.PaidWith is not (null or AssetCategory.Time or AssetCategory.Loyalty))
                return $"paidWith {line.PaidWith.Value.Code()}; expected TIM or FID, or nothing";
            if (line.Allowance is not null && !Name.IsGood(line.Allowance))
                return $"allowance: expected {Name.Expected}, or nothing";
        }
        return null;
    }

    public static string? Of(ValueList<Payment> payments)
    {
        if (payments.Count > 2)
            return $"{payments.Count} payments; at most two cards pay together";
        if (payments.Count == 2 && payments[0].Card == payments[1].Card)
            return "the same card pays twice";
        foreach (var payment in payments)
        {
            if (payment.Parts.Count is 0 or > MostRows)
                return $"{payment.Parts.Count} parts; expected 1 to {MostRows}";
            if (payment.Parts.Any(part => !part.Amount.IsPositive || !part.Asset.Category.IsMoney()))
                return "a part that is not above zero, or of an asset without balance";
            if (payment.Parts.DistinctBy(part => part.Asset).Count() != payment.Parts.Count)
                return "two parts of one asset";
        }
        return null;
    }

    /// <summary>Each tag's price must be paid in full, in assets that may pay it: no more, no less.</summary>
    public static string? Unpaid(ValueList<BasketLine> basket, ValueList<Payment> payments)
    {
        foreach (var tag in new AssetCategory?[] { null, AssetCategory.Time, AssetCategory.Loyalty })
        {
            var price = basket.Where(line => line.PaidWith == tag).Sum(line => line.Cost());
            var paid = payments.SelectMany(payment => payment.Parts)
                .Where(part => part.Asset.Category.SpendRank() is null ? part.Asset.Category == tag : tag is null)
                .Sum(part => part.Amount);
            if (price != paid)
                return $"paid {paid} of a price of {price}{(tag is { } category ? $" in {category.Code()}" : "")}";
        }
        return null;
    }
}
