namespace CloudBridge.Ledger;

/// <summary>Moments that a terminal said, which may not have known the time.</summary>
internal static class Times
{
    /// <summary>When something was made, in words; where the terminal did not know, when it came.</summary>
    /// <param name="visit">Whose.</param>
    /// <param name="saidMilliseconds">What the terminal's clock said.</param>
    /// <param name="isTrusted">It knew the time.</param>
    /// <param name="cameMilliseconds">When it came, by the ledger's time; null: nobody has written that down.</param>
    public static string Made(Visit visit, long saidMilliseconds, bool isTrusted, long? cameMilliseconds) =>
        isTrusted ? Of(visit.Language, saidMilliseconds)
        : cameMilliseconds is { } came ? visit.Say(Phrases.TimeUnknown, Of(visit.Language, came))
        : visit.Say(Phrases.TimeNotKnown);

    /// <summary>A moment in words, also one beyond all calendars.</summary>
    public static string Of(Language language, long milliseconds) =>
        IsWritten(milliseconds) ? language.Moment(milliseconds) : language.Say(Phrases.NoEnd);

    /// <summary>It is within the years that are written with four digits.</summary>
    public static bool IsWritten(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() &&
        milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
