namespace CloudBridge.Ledger;

/// <summary>What reconciliation finds, in the languages of the console.</summary>
internal static class RowWords
{
    private static readonly Dictionary<string, (Phrase Name, Phrase ToDo)> Words = new(StringComparer.Ordinal)
    {
        ["overspend"] = (Phrases.Overspend, Phrases.DoOverspend),
        ["unknownCard"] = (Phrases.UnknownCard, Phrases.DoUnknownCard),
        ["unknownAsset"] = (Phrases.UnknownAsset, Phrases.DoUnknownAsset),
        ["closedPeriod"] = (Phrases.ClosedPeriod, Phrases.DoClosedPeriod),
        ["gap"] = (Phrases.GapRow, Phrases.DoGap),
        ["fork"] = (Phrases.Fork, Phrases.DoFork),
        ["clockJump"] = (Phrases.ClockJump, Phrases.DoClockJump),
        ["unreadable"] = (Phrases.Unreadable, Phrases.DoUnreadable),
        ["tooLarge"] = (Phrases.TooLarge, Phrases.DoTooLarge),
        ["unproven"] = (Phrases.Unproven, Phrases.DoUnproven),
        ["unheld"] = (Phrases.Unheld, Phrases.DoUnheld),
        ["misquoted"] = (Phrases.Misquoted, Phrases.DoMisquoted),
        ["unrecorded"] = (Phrases.Unrecorded, Phrases.DoUnrecorded),
        ["unauthorised"] = (Phrases.Unauthorised, Phrases.DoUnauthorised),
        ["miscounted"] = (Phrases.Miscounted, Phrases.DoMiscounted),
        ["closingNumber"] = (Phrases.ClosingNumber, Phrases.DoClosingNumber),
        ["formerKey"] = (Phrases.FormerKey, Phrases.DoFormerKey),
        ["holdOverdue"] = (Phrases.HoldOverdue, Phrases.DoHoldOverdue),
        ["suspense"] = (Phrases.SuspenseRow, Phrases.DoSuspense),
        ["held"] = (Phrases.HeldRow, Phrases.DoHeld),
        ["unacknowledged"] = (Phrases.Unacknowledged, Phrases.DoUnacknowledged),
        ["notGranted"] = (Phrases.NotGranted, Phrases.DoNotGranted),
        ["rejected"] = (Phrases.Rejected, Phrases.DoRejected),
    };

    /// <summary>All kinds that have words.</summary>
    public static IEnumerable<string> Kinds => Words.Keys;

    /// <summary>What a kind is called; itself where it has no words.</summary>
    public static string NameOf(Visit visit, string kind) =>
        Words.TryGetValue(kind, out var found) ? visit.Say(found.Name) : kind;

    /// <summary>What to do about a row.</summary>
    public static Html ToDoOf(Visit visit, ReportRow row) =>
        row is { Row: null, Kind: "gap" }
            ? Parts.Text(visit.Say(
                row.ToDo == ReconcileReport.ToDoOfLeftGap ? Phrases.DoLeftGap : Phrases.DoOpenGap))
        : Words.TryGetValue(row.Kind, out var found) ? Parts.Text(visit.Say(found.ToDo))
        : Parts.English(row.ToDo);
}
