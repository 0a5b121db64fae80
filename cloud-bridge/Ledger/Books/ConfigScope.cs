using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Whom a configuration is said for: <c>site</c>, <c>profile/drink</c>, <c>terminal/bar-1</c>.</summary>
/// <param name="Profile">All terminals that were created as this; null: not said for one.</param>
/// <param name="Terminal">One terminal; null: not said for one.</param>
internal sealed record ConfigScope(string? Profile = null, TerminalId? Terminal = null)
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Expected = "site, profile/NAME, or terminal/NAME";

    private const string ProfilePrefix = "profile/";
    private const string TerminalPrefix = "terminal/";

    /// <summary>All terminals.</summary>
    public static ConfigScope Site { get; } = new();

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigScope? scope)
    {
        scope = text == "site" ? Site
            : text.StartsWith(ProfilePrefix, StringComparison.Ordinal) &&
                EnrolmentDesk.Profiles.Contains(text[ProfilePrefix.Length..], StringComparer.Ordinal)
                ? new ConfigScope(Profile: text[ProfilePrefix.Length..])
            : text.StartsWith(TerminalPrefix, StringComparison.Ordinal) &&
                TerminalId.TryParse(text.AsSpan(TerminalPrefix.Length), out var terminal)
                ? new ConfigScope(Terminal: terminal)
            : null;
        return scope is not null;
    }

    /// <summary>Is it said for this terminal, too?</summary>
    public bool Has(TerminalId terminal, string? profile) =>
        Terminal is { } one ? one == terminal : Profile is null || Profile == profile;

    /// <summary>The text form.</summary>
    public override string ToString() =>
        Terminal is { } terminal ? TerminalPrefix + terminal
        : Profile is not null ? ProfilePrefix + Profile
        : "site";
}
