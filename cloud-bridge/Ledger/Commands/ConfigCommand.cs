using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger config</c>: prices, staff and limits that terminals are told.</summary>
internal static class ConfigCommand
{
    public static Command Build() => new Command(
        "config",
        "Says which prices, staff and limits hold at terminals, beside their own configuration and their enrolment.")
    {
        ConfigSetCommand.Build(),
        ConfigShowCommand.Build(),
        ConfigHistoryCommand.Build(),
    }.WithExamples("ledger config set --help");

    public static Option<string?> Terminal() => new("--terminal")
    {
        Description = "One terminal; it wins over its profile, and that over the site.",
        HelpName = "NAME",
    };

    public static Option<string?> Profile()
    {
        var profile = new Option<string?>("--profile")
        {
            Description = "All terminals that were created as this.", HelpName = "PROFILE",
        };
        profile.AcceptOnlyFromAmong(EnrolmentDesk.Profiles);
        return profile;
    }

    /// <summary>For whom; neither: for all terminals.</summary>
    /// <returns>What is wrong, with a full stop; null: nothing.</returns>
    public static string? ReadScope(string? terminal, string? profile, out ConfigScope scope)
    {
        scope = new ConfigScope(profile);
        if (terminal is null)
            return null;
        if (!TerminalId.TryParse(terminal, out var named))
            return $"--terminal '{terminal}': expected {Name.Expected}.";
        scope = new ConfigScope(Terminal: named);
        return profile is null ? null : "--terminal and --profile: expected one of them, or neither for the site.";
    }
}
