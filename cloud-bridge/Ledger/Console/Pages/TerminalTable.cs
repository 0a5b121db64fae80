namespace CloudBridge.Ledger;

/// <summary>Terminals, a row each.</summary>
internal static class TerminalTable
{
    private static readonly Phrase[] Heads =
        [Phrases.Terminal, Phrases.State, Phrases.Unsent, Phrases.AtRisk, Phrases.Waiting, Phrases.LastRecord];

    public static Html Of(Visit visit, IReadOnlyCollection<TerminalRow> rows) =>
        Parts.Table(visit, Heads, [.. rows.Select(row => Row(visit, row))]);

    private static TableRow Row(Visit visit, TerminalRow row) => Parts.Row(
        Parts.Link(row.Seen.Terminal),
        Parts.State(row.Sells, row.Why(visit)),
        Parts.Text(row.UnsentText(visit)),
        Parts.Text(visit.Language.Hundredths(row.AtRisk)),
        Parts.Text(visit.Language.Count(row.Seen.Waiting)),
        Parts.Moment(visit, row.Seen.RecordMilliseconds));
}
