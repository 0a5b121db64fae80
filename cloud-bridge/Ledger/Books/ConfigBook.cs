using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What is said to terminals of prices, staff, limits and card keys: for all, for a profile, for one.
/// </summary>
internal sealed class ConfigBook
{
    /// <summary>
    /// So many numbers has an era: what a backup lacks may have used up the next ones, and records name prices by them.
    /// </summary>
    public const long NumbersAnEra = 1_000_000;

    /// <summary>More of what was said is in the log.</summary>
    public const int MostKept = 1_000;

    private readonly Dictionary<ConfigScope, (long Number, TerminalConfig Config)> said = [];
    private readonly Dictionary<TerminalId, string> profiles = [];
    private readonly Dictionary<TerminalId, string> created = [];
    private readonly Dictionary<TerminalId, long> floors = [];
    private readonly Queue<LedgerEntry.ConfigSaid> history = [];
    private long floor;

    /// <summary>What was said last, in order.</summary>
    public IEnumerable<LedgerEntry.ConfigSaid> History => history;

    /// <summary>For whom something was said, in order.</summary>
    public IEnumerable<ConfigScope> Scopes => said.Keys.OrderBy(scope => $"{scope}", StringComparer.Ordinal);

    /// <summary>The last number that was used; 0: none was.</summary>
    public long Last { get; private set; }

    /// <summary>The number of the next one.</summary>
    public long Next(long era) => Math.Max(Last, (era - 1) * NumbersAnEra) + 1;

    /// <summary>What is said for these terminals themselves; 0: nothing ever was.</summary>
    public (long Number, TerminalConfig Config) Of(ConfigScope scope) =>
        said.GetValueOrDefault(scope, (0, TerminalConfig.Nothing));

    /// <summary>The version of what holds at a terminal; 0: nothing was ever said.</summary>
    public long VersionOf(TerminalId terminal)
    {
        var number = ScopesOf(ProfileOf(terminal), terminal).Max(scope => Of(scope).Number);
        return number == 0 ? 0 : Math.Max(number, Math.Max(floor, floors.GetValueOrDefault(terminal)));
    }

    /// <summary>The versions of these terminals.</summary>
    public Dictionary<TerminalId, long> VersionsOf(IEnumerable<TerminalId> terminals) =>
        terminals.ToDictionary(terminal => terminal, VersionOf);

    /// <summary>What holds at a terminal: the most specific wins.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="with">Something that is not said yet; null: nothing.</param>
    public TerminalConfig For(TerminalId terminal, (ConfigScope Scope, TerminalConfig Config)? with = null) =>
        For(ScopesOf(ProfileOf(terminal), terminal), with);

    /// <summary>What holds at all terminals of a profile for which nothing else is said.</summary>
    /// <inheritdoc cref="For(TerminalId, ValueTuple{ConfigScope, TerminalConfig}?)"/>
    public TerminalConfig ForProfile(string? profile, (ConfigScope Scope, TerminalConfig Config)? with) =>
        For(ScopesOf(profile, terminal: null), with);

    /// <summary>What a terminal was enrolled as; null: that is not known.</summary>
    public string? ProfileOf(TerminalId terminal) => profiles.GetValueOrDefault(terminal);

    /// <summary>By what the card keys are known that hold at all terminals; null: none are said.</summary>
    public CardKeysDigest? CardKeys => Of(ConfigScope.Site).Config.CardKeys;

    /// <summary>Something was said.</summary>
    public void Say(LedgerEntry.ConfigSaid entry)
    {
        if (!ConfigScope.TryParse(entry.Scope, out var scope))
            throw new InvalidOperationException($"Nobody is meant by '{entry.Scope}'.");
        said[scope] = (entry.Number, After(Of(scope).Config, entry.Config, entry.Withdrawn));
        Last = entry.Number;
        history.Enqueue(entry);
        if (history.Count > MostKept)
            history.Dequeue();
    }

    /// <summary>What parts come to that are said in the place of others.</summary>
    public static TerminalConfig After(TerminalConfig before, TerminalConfig parts, ValueList<string> withdrawn)
    {
        var left = ConfigPart.Without(before, withdrawn);
        return new TerminalConfig(
            parts.Prices ?? left.Prices,
            parts.Staff ?? left.Staff,
            parts.Limits ?? left.Limits,
            parts.CardKeys ?? left.CardKeys);
    }

    /// <summary>A backup lacks what was said since, under versions that may have been in force.</summary>
    public void RaiseEra(long era)
    {
        if (said.Count > 0)
            floor = Last = Next(era);
    }

    /// <summary>A terminal was created. One of this name that is at work goes on as what it is meanwhile.</summary>
    public void Create(TerminalId terminal, string profile) => created[terminal] = profile;

    /// <summary>It is what it was created as last: another profile is another configuration.</summary>
    public void Enrol(TerminalId terminal)
    {
        if (!created.Remove(terminal, out var profile) ||
            profiles.TryGetValue(terminal, out var before) && before == profile)
            return;
        profiles[terminal] = profile;
        if (said.Count > 0)
            floors[terminal] = ++Last;
    }

    private TerminalConfig For(
        IEnumerable<ConfigScope> scopes, (ConfigScope Scope, TerminalConfig Config)? with) =>
        scopes.Aggregate(TerminalConfig.Nothing, (config, scope) => config.With(
            with is { } other && other.Scope == scope ? other.Config : Of(scope).Config));

    private static IEnumerable<ConfigScope> ScopesOf(string? profile, TerminalId? terminal)
    {
        yield return ConfigScope.Site;
        if (profile is not null)
            yield return new ConfigScope(Profile: profile);
        if (terminal is not null)
            yield return new ConfigScope(Terminal: terminal);
    }
}
