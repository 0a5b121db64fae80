using EdgeTerminal.Core;

namespace Tests.BenchPage;

/// <summary>
/// The words of the page in one language. Every text is required, and what has a name has words: a missing one does not
/// compile.
/// </summary>
internal sealed record PageTexts
{
    /// <summary>As the page's address and its head name it.</summary>
    public required string Language { get; init; }

    /// <summary>What it calls itself.</summary>
    public required string LanguageName { get; init; }

    public required string Title { get; init; }

    public required string Lead { get; init; }

    public required string SkipTo { get; init; }

    public required string Languages { get; init; }

    public required string Sound { get; init; }

    public required Func<StationKind, string> Station { get; init; }

    public required string Display { get; init; }

    public required string DisplayIsDark { get; init; }

    public required string LampIsOff { get; init; }

    /// <summary>The lamp beside the display, by what was heard.</summary>
    public required Func<Cue, string> Lamp { get; init; }

    public required string Keys { get; init; }

    /// <summary>What a key is for.</summary>
    public required Func<KeyMeaning, string> Key { get; init; }

    public required string Cards { get; init; }

    /// <summary>What is said of a card beside its name; null: nothing.</summary>
    public required Func<CardRole, string?> Role { get; init; }

    /// <summary>Behind whose card it is, for who hears the button alone.</summary>
    public required string LayCard { get; init; }

    /// <inheritdoc cref="LayCard"/>
    public required string TakeCard { get; init; }

    public required string LiesHere { get; init; }

    public required string LiesElsewhere { get; init; }

    public required string World { get; init; }

    public required string PullPlug { get; init; }

    public required string PutPlugIn { get; init; }

    public required string PullCable { get; init; }

    public required string PutCableIn { get; init; }

    public required string TurnClockHour { get; init; }

    public required string TurnClockDay { get; init; }

    public required Func<TimeSpan, string> ClockIsAhead { get; init; }

    /// <summary>Without a C compiler nobody can.</summary>
    public required string NoClock { get; init; }

    public required string Taps { get; init; }

    /// <summary>By what the tap pours.</summary>
    public required Func<string, string> ValveIsOpen { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> ValveIsShut { get; init; }

    /// <summary>By microlitres.</summary>
    public required Func<long, string> GlassHolds { get; init; }

    public required string GlassRunsOver { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> ChangeGlass { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> LeakTap { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> StickMeter { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> DrainKeg { get; init; }

    /// <inheritdoc cref="ValveIsOpen"/>
    public required Func<string, string> MendTap { get; init; }

    public required string Turnstile { get; init; }

    public required string TurnstileIsReleased { get; init; }

    public required string TurnstileIsLocked { get; init; }

    public required Func<int, string> PeopleThrough { get; init; }

    public required string WalkThrough { get; init; }

    public required string NobodyGotThrough { get; init; }

    public required string Force { get; init; }

    public required string Mend { get; init; }

    public required string StartFire { get; init; }

    public required string EndFire { get; init; }

    public required string Journal { get; init; }

    public required string JournalIsEmpty { get; init; }

    /// <summary>Records that the ledger does not have.</summary>
    public required Func<int, string> Unsent { get; init; }

    /// <summary>What stands on the page may be old.</summary>
    public required string BenchIsGone { get; init; }

    /// <summary>Which station did not do what was ordered.</summary>
    public required Func<string, string> OrderFailed { get; init; }

    /// <summary>A moment whose clock nobody has confirmed.</summary>
    public required string Untrusted { get; init; }

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<PageTexts> Everyone { get; } = [EnglishTexts.All, FrenchTexts.All];

    /// <summary>By what an address or a browser asks for; English for who asks for neither.</summary>
    public static PageTexts For(string? asked, string? acceptLanguage) =>
        Find(asked) ?? Preferred(acceptLanguage) ?? EnglishTexts.All;

    /// <summary>Null: there is no such language.</summary>
    public static PageTexts? Find(string? language) => Everyone.FirstOrDefault(texts => texts.Language == language);

    // RFC 9110, 12.5.4: names with weights; those of equal weight in the order in which they stand.
    private static PageTexts? Preferred(string? acceptLanguage) =>
        (acceptLanguage ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(row => row.Split(';', StringSplitOptions.TrimEntries))
            .OrderByDescending(row => row is [_, var weight, ..] && weight.StartsWith("q=", StringComparison.Ordinal)
                && double.TryParse(weight.AsSpan(2), out var number) ? number : 1)
            .Select(row => Find(row[0].Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(texts => texts is not null);
}
