using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A terminal as whoever watches it sees it.</summary>
/// <param name="Seen">What there is to be seen.</param>
internal sealed record TerminalRow(SeenTerminal Seen)
{
    /// <summary>It is one of the site's no more.</summary>
    public bool IsRevoked => Seen.IsRevoked;

    /// <summary>Nothing came of it for minutes, or the ledger hears nobody: what it said may be so no more.</summary>
    public required bool IsSilent { get; init; }

    /// <summary>A guest who comes there now is served.</summary>
    public bool Sells => !IsRevoked && !IsCutOff && Seen.Word is { Sells: true };

    /// <summary>Nothing has been heard of it, or nothing any more, or it is gone without a word.</summary>
    public bool IsCutOff => IsSilent || Seen.Word is null or { Activity: TerminalActivity.Vanished };

    /// <summary>Nobody knows how many records it has that are not here: more than it said last, perhaps.</summary>
    public bool IsUnsentUnknown => Seen.Unsent is null || !IsRevoked && IsCutOff;

    /// <summary>
    /// Sales that could be lost if it were never seen again, in minor units: of one that is there, or was revoked, what
    /// it said that no list shows, as far as it has anything that is not here; of one that is cut off, or of which
    /// nobody knows how far it had written, all that it may sell alone.
    /// </summary>
    public Int128 AtRisk =>
        Seen.Unsent is null || IsCutOff && !IsRevoked ? Seen.OfflineTotal.MinorUnits
        : Seen.Unsent > 0 ? (Seen.Word?.Status.UnlistedDebits ?? Seen.OfflineTotal).MinorUnits
        : 0;

    /// <summary>Records that are not here, as far as anybody knows.</summary>
    public string UnsentText(Visit visit) =>
        Seen.Unsent is not { } unsent ? "?"
        : IsUnsentUnknown ? visit.Say(Phrases.AtLeast, visit.Language.Count(unsent))
        : visit.Language.Count(unsent);

    /// <summary>Whether it sells, and why not.</summary>
    public string Why(Visit visit)
    {
        if (IsRevoked)
            return visit.Say(Phrases.Revoked);
        if (Seen.Word is not { } word)
            return visit.Say(Phrases.NeverHeard);
        if (word.VanishedMilliseconds is { } since)
            return visit.Say(Phrases.Vanished, visit.Language.Moment(since));
        if (IsSilent)
            return Seen.HeardMilliseconds is { } heard
                ? visit.Say(Phrases.NotHeardSince, visit.Language.Moment(heard))
                : visit.Say(Phrases.NeverHeard);
        // The broker had kept it, and does not say since when.
        return SaidOf(visit, word) +
            (word.WasKept ? $" ({visit.Say(Phrases.SaidBefore, visit.Language.Moment(word.HeardMilliseconds))})" : "");
    }

    private static string SaidOf(Visit visit, TerminalWord word)
    {
        var faults = word.Status.Faults.Count == 0 ? "" : $" ({string.Join(", ", word.Status.Faults)})";
        if (word.Status.ConfigRefused is not null)
            faults += $" ({visit.Say(Phrases.RefusesConfig)})";
        return word.Activity switch
        {
            TerminalActivity.Serving when word.Status.Reason is { } reason =>
                visit.Say(Phrases.RefusesAll, ReasonWords.NameOf(visit, reason)) + faults,
            TerminalActivity.Serving => visit.Say(Phrases.Sells) + faults,
            TerminalActivity.Starting => visit.Say(Phrases.Starts),
            TerminalActivity.OutOfService => visit.Say(
                Phrases.OutOfService,
                ReasonWords.NameOf(visit, word.Status.Reason ?? Reason.OutOfService)) + faults,
            _ => visit.Say(Phrases.Stopped),
        };
    }
}
