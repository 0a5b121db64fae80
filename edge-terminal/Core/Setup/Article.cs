using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Something that is sold.</summary>
/// <param name="Id">Its name in records.</param>
/// <param name="Name">Its name on the display.</param>
/// <param name="Price">Not negative.</param>
/// <param name="TaxBasisPoints">The tax that the price contains, in hundredths of a percent.</param>
public sealed record Article(ArticleId Id, string Name, Money Price, int TaxBasisPoints)
{
    /// <summary>Time or loyalty, when it is paid in that alone.</summary>
    public AssetCategory? PaidWith { get; init; }

    /// <summary>The membership or badge that the guest must have.</summary>
    public AssetId? Entitlement { get; init; }

    /// <summary>Sold to guests that are known to be adults.</summary>
    public bool AdultsOnly { get; init; }

    /// <summary>Sold at these hours; null: always.</summary>
    public SaleWindow? Window { get; init; }

    /// <summary>The daily allowance that each piece counts against; null: none.</summary>
    public string? Allowance { get; init; }

    /// <summary>A piece of the kiosk's deposit comes with each.</summary>
    public bool HasDeposit { get; init; }

    /// <summary>As it was sold, whatever has been said of it since.</summary>
    public Article As(BasketLine sold) => this with
    {
        Price = sold.UnitPrice,
        TaxBasisPoints = sold.TaxBasisPoints,
        PaidWith = sold.PaidWith,
        Allowance = sold.Allowance,
    };

    /// <summary>The row of a basket.</summary>
    public BasketLine Line(int quantity) => new(Id, quantity, Price, TaxBasisPoints, PaidWith, Allowance);
}
