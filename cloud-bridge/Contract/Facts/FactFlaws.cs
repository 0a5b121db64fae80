namespace CloudBridge.Contract;

/// <summary>What can be wrong with a fact although each member has the right form.</summary>
internal static class FactFlaws
{
    private const int MostRows = 100;
    private const int MostPieces = TicketEntries.MostPeople;
    private const int WholeInBasisPoints = 10_000;

    /// <summary>What a price may be tagged with.</summary>
    private static readonly AssetCategory?[] Tags = [null, AssetCategory.Time, AssetCategory.Loyalty];

    public static string? OfText(string? text) =>
        text is { Length: > FactText.Longest }
            ? $"a text of {text.Length} characters; at most {FactText.Longest}"
            : null;

    public static string? Negative(long first, long second) => first < 0 || second < 0 ? "a count below zero" : null;

    public static string? OfTap(int tap, long meterTotal) =>
        tap < 1 ? $"tap {tap}; expected from 1" : Negative(meterTotal, 0);

    /// <summary>How many of something, or people: sums of them, over all that is heard, stay within bounds.</summary>
    public static string? OfPieces(int pieces) =>
        pieces is < 1 or > MostPieces ? $"{pieces}; expected 1 to {MostPieces}" : null;

    public static string? OfTax(int basisPoints) => basisPoints is < 0 or > WholeInBasisPoints
        ? $"taxBasisPoints {basisPoints}; expected 0 to {WholeInBasisPoints}"
        : null;

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
            if (OfPieces(line.Quantity) is { } wrong)
                return $"quantity {wrong}";
            if (line.UnitPrice.IsNegative)
                return $"price {line.UnitPrice}; expected not below zero";
            if (OfTax(line.TaxBasisPoints) is { } tax)
                return tax;
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
            foreach (var part in payment.Parts)
                if (!part.Amount.IsPositive || !part.Asset.Category.IsMoney())
                    return "a part that is not above zero, or of an asset without balance";
            for (var at = 1; at < payment.Parts.Count; at++)
                for (var before = 0; before < at; before++)
                    if (payment.Parts[at].Asset == payment.Parts[before].Asset)
                        return "two parts of one asset";
        }
        return null;
    }

    /// <summary>Each tag's price must be paid in full, in assets that may pay it: no more, no less.</summary>
    public static string? Unpaid(ValueList<BasketLine> basket, ValueList<Payment> payments)
    {
        foreach (var tag in Tags)
        {
            var (price, paid) = (Money.Zero, Money.Zero);
            foreach (var line in basket)
                if (line.PaidWith == tag)
                    price += line.Cost();
            foreach (var payment in payments)
                foreach (var part in payment.Parts)
                    if (part.Asset.Category.SpendRank() is null ? part.Asset.Category == tag : tag is null)
                        paid += part.Amount;
            if (price != paid)
                return $"paid {paid} of a price of {price}{(tag is { } category ? $" in {category.Code()}" : "")}";
        }
        return null;
    }
}
