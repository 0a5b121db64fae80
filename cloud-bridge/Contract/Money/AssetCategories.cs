namespace CloudBridge.Contract;

/// <summary>Names of asset categories, and what each may do.</summary>
public static class AssetCategories
{
    private static readonly (AssetCategory Category, string Code)[] Codes =
    [
        (AssetCategory.Gift, "TNF"),
        (AssetCategory.Local, "TLF"),
        (AssetCategory.Federated, "FED"),
        (AssetCategory.Time, "TIM"),
        (AssetCategory.Loyalty, "FID"),
        (AssetCategory.Membership, "SUB"),
        (AssetCategory.Badge, "BDG"),
    ];

    /// <summary>All codes, for messages that say what was expected.</summary>
    public static string AllCodes { get; } = string.Join(", ", Codes.Select(row => row.Code));

    /// <summary>The three letters.</summary>
    public static string Code(this AssetCategory category) => Codes[(int)category].Code;

    /// <summary>The category of three letters, upper case.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out AssetCategory category)
    {
        foreach (var row in Codes)
        {
            if (!code.SequenceEqual(row.Code))
                continue;
            category = row.Category;
            return true;
        }
        category = default;
        return false;
    }

    /// <summary>Has a balance (the others have dates).</summary>
    public static bool IsMoney(this AssetCategory category) =>
        category is not (AssetCategory.Membership or AssetCategory.Badge);

    /// <summary>
    /// Its turn when a price without a tag is paid: gift, local, federated (DESIGN section 5, LaBoutik's order). Null:
    /// never.
    /// </summary>
    public static int? SpendRank(this AssetCategory category) => category switch
    {
        AssetCategory.Gift => 0,
        AssetCategory.Local => 1,
        AssetCategory.Federated => 2,
        _ => null,
    };
}
