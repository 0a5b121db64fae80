using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Parts of a configuration, by the names that they have in messages.</summary>
internal static class ConfigPart
{
    /// <summary>Articles and what they cost.</summary>
    public const string Prices = "prices";

    /// <summary>Who works there.</summary>
    public const string Staff = "staff";

    /// <summary>How far the terminal goes alone.</summary>
    public const string Limits = "limits";

    /// <summary>By which terminals prove cards: of the site alone.</summary>
    public const string CardKeys = "cardKeys";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Prices, Staff, Limits, CardKeys];

    /// <summary>Those that a configuration has.</summary>
    public static IEnumerable<string> SaidIn(TerminalConfig config)
    {
        if (config.Prices is not null)
            yield return Prices;
        if (config.Staff is not null)
            yield return Staff;
        if (config.Limits is not null)
            yield return Limits;
        if (config.CardKeys is not null)
            yield return CardKeys;
    }

    /// <summary>What is left without these parts.</summary>
    public static TerminalConfig Without(TerminalConfig config, ValueList<string> parts) => new(
        parts.Contains(Prices) ? null : config.Prices,
        parts.Contains(Staff) ? null : config.Staff,
        parts.Contains(Limits) ? null : config.Limits,
        parts.Contains(CardKeys) ? null : config.CardKeys);

    /// <summary>What goes to a terminal whose build does not know card keys.</summary>
    public static TerminalConfig WithoutCardKeys(TerminalConfig config) => config with { CardKeys = null };

    /// <summary>What is wrong with what is said for these terminals; null: nothing.</summary>
    public static string? Flaw(ConfigScope scope, TerminalConfig config) =>
        config.CardKeys is not null && scope != ConfigScope.Site
            ? $"{CardKeys}: said for {scope}; expected {ConfigScope.Site}: cards of a population go everywhere"
            : null;
}
