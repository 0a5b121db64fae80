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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Prices, Staff, Limits];

    /// <summary>Those that a configuration has.</summary>
    public static IEnumerable<string> SaidIn(TerminalConfig config)
    {
        if (config.Prices is not null)
            yield return Prices;
        if (config.Staff is not null)
            yield return Staff;
        if (config.Limits is not null)
            yield return Limits;
    }

    /// <summary>What is left without these parts.</summary>
    public static TerminalConfig Without(TerminalConfig config, ValueList<string> parts) => new(
        parts.Contains(Prices) ? null : config.Prices,
        parts.Contains(Staff) ? null : config.Staff,
        parts.Contains(Limits) ? null : config.Limits);
}
