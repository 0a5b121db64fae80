namespace CloudBridge.Ledger;

/// <summary>What a token of the HTTP API may.</summary>
internal static class Scope
{
    /// <summary>See cards, wallets, balances and entitlements.</summary>
    public const string ReadCards = "cards:read";

    /// <summary>Find a card by its UID, printed number or QR code.</summary>
    public const string LookUpCards = "cards:lookup";

    /// <summary>Create and change cards.</summary>
    public const string WriteCards = "cards:write";

    /// <summary>Re-issue cards and merge wallets: what a wallet has comes into another hand.</summary>
    public const string WriteWallets = "wallets:write";

    /// <summary>Give and take badges, beside what the act itself needs: a badge makes staff.</summary>
    public const string WriteStaff = "staff:write";

    /// <summary>Refill and refund.</summary>
    public const string WriteMoney = "money:write";

    /// <summary>See terminals.</summary>
    public const string ReadTerminals = "terminals:read";

    /// <summary>Create, confirm, refuse and command terminals.</summary>
    public const string WriteTerminals = "terminals:write";

    /// <summary>
    /// Take terminals out of the site, let them begin another journal, and decide on what they hand in after that.
    /// Tokens from before there was this do not have it.
    /// </summary>
    public const string DecideTerminals = "terminals:decide";

    /// <summary>See what terminals are told of prices.</summary>
    public const string ReadPrices = "prices:read";

    /// <summary>Say prices at terminals.</summary>
    public const string WritePrices = "prices:write";

    /// <summary>
    /// Say at terminals who may do what and give how much, and PINs. Tokens from before there was this do not have it.
    /// </summary>
    public const string WriteStaffRules = "staff:rules";

    /// <summary>See what terminals are told of how far they go alone.</summary>
    public const string ReadLimits = "limits:read";

    /// <summary>Say how far terminals go alone, and so what may be lost there.</summary>
    public const string WriteLimits = "limits:write";

    /// <summary>See what terminals are told of staff.</summary>
    public const string ReadStaff = "staff:read";

    /// <summary>Fetch sales and signed records.</summary>
    public const string ReadExports = "exports:read";

    /// <summary>See rows of the reconciliation.</summary>
    public const string ReadReconciliation = "reconciliation:read";

    /// <summary>Close rows of the reconciliation.</summary>
    public const string WriteReconciliation = "reconciliation:write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ReadCards, LookUpCards, WriteCards, WriteWallets, WriteStaff, WriteMoney, ReadTerminals, WriteTerminals,
        DecideTerminals, ReadPrices, WritePrices, ReadLimits, WriteLimits, ReadStaff, WriteStaffRules, ReadExports,
        ReadReconciliation, WriteReconciliation,
    ];
}
