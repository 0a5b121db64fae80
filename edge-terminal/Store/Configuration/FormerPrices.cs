using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>The prices that were in force before those that cannot be followed.</summary>
/// <param name="Prices">As the ledger sent them; null: the terminal's own file has them all.</param>
/// <param name="Version">Of the configuration by which they came; 0: none.</param>
public sealed record FormerPrices(ValueList<PricedArticle>? Prices, long Version)
{
    /// <summary>Nothing was sent before.</summary>
    public static FormerPrices None { get; } = new(null, 0);

    /// <summary>For people, of a configuration that is followed but for its prices.</summary>
    public static string Refusal(string why) => $"but for its prices: {why}";

    /// <summary>Those that are in force with this one.</summary>
    public static FormerPrices Of(KeptConfig? kept) =>
        kept is null ? None : kept.Former ?? new FormerPrices(kept.Config.Prices, kept.Sent.Version.Version);
}
