using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary>A language of the console, and how its people write numbers and times.</summary>
/// <param name="Code">Of BCP 47.</param>
/// <param name="Name">In itself.</param>
/// <param name="Words">Picks a phrase's words.</param>
/// <param name="DecimalMark">Between units and hundredths.</param>
/// <param name="GroupMark">Between thousands.</param>
internal sealed record Language(
    string Code, string Name, Func<Phrase, string> Words, string DecimalMark, string GroupMark)
{
    /// <summary>In which the console is written first.</summary>
    public static Language English { get; } = new("en", "English", phrase => phrase.English, ".", ",");

    /// <summary>With narrow spaces that do not break between thousands.</summary>
    public static Language French { get; } = new("fr", "Français", phrase => phrase.French, ",", "\u202f");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, French];

    /// <summary>Of this code; null: there is none.</summary>
    public static Language? Find(string? code) => All.FirstOrDefault(language => language.Code == code);

    /// <summary>Who asks has chosen one, or his browser prefers one.</summary>
    /// <param name="chosen">Its code; null: he has not.</param>
    /// <param name="accepted">Accept-Language (RFC 9110, section 12.5.4), in the order of the browser.</param>
    public static Language For(string? chosen, string? accepted) =>
        Find(chosen) ??
        (accepted ?? "").Split(',')
            .Select(range => Find(range.Split(';', '-')[0].Trim().ToLowerInvariant()))
            .FirstOrDefault(found => found is not null) ??
        English;

    /// <summary>A phrase's words.</summary>
    public string Say(Phrase phrase) => Words(phrase);

    /// <summary>A phrase's words, with what belongs into them.</summary>
    public string Say(Phrase phrase, params object[] what) =>
        string.Format(CultureInfo.InvariantCulture, Words(phrase), what);

    /// <summary>What a role is called.</summary>
    public string Say(AccountRole role) => Say(role switch
    {
        AccountRole.Viewer => Phrases.Viewer,
        AccountRole.Operator => Phrases.Operator,
        AccountRole.Treasurer => Phrases.Treasurer,
        AccountRole.Admin => Phrases.Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    });

    /// <summary>A whole number.</summary>
    public string Count(Int128 number)
    {
        var digits = Int128.Abs(number).ToString(CultureInfo.InvariantCulture);
        for (var at = digits.Length - 3; at > 0; at -= 3)
            digits = digits.Insert(at, GroupMark);
        return number < 0 ? $"−{digits}" : digits;
    }

    /// <summary>A sum in hundredths.</summary>
    public string Hundredths(Int128 number)
    {
        var (units, rest) = Int128.DivRem(Int128.Abs(number), 100);
        return $"{(number < 0 ? "−" : "")}{Count(units)}{DecimalMark}{(int)rest:00}";
    }

    /// <summary>A moment, in UTC: a site's people are not always where its server is.</summary>
    public string Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString(Code == "fr" ? "dd/MM/yyyy HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
