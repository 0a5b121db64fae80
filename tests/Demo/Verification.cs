using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Demo;

/// <summary>
/// Holds three accounts of the evening side by side: the story's, written by hand; the ledger's, as its own command
/// tells it; the journal's, verified and added up by programs that share no code with us (tests/Verifiers).
/// </summary>
internal sealed class Verification(Story story, RunningSite site, Tally tally)
{
    private string Exported => site.In("exported.jws");

    private string LedgersCopy => site.In("ledgers-copy.jws");

    /// <summary>Prints the table and the last line.</summary>
    /// <returns>True when it is true.</returns>
    public async Task<bool> RunAsync(TextWriter output, CancellationToken cancellation)
    {
        await RunningSite.TerminalSaysAsync(
            ["journal", "export", site.In("terminal"), "--out", Exported], cancellation);
        output.WriteLine();
        output.Write("  " + await RunningSite.TerminalSaysAsync(
            ["journal", "verify", Exported, "--key", site.KeyFile], cancellation));
        output.Write("  " + await site.LedgerSaysAsync(["check"], cancellation));
        await File.WriteAllLinesAsync(LedgersCopy, Booked().Select(entry => entry.Line), cancellation);
        foreach (var (whose, path) in new[] { ("terminal", Exported), ("ledger", LedgersCopy) })
            foreach (var line in await AskAuditorAsync("verify.mjs", [path, "--key", site.KeyFile], cancellation))
                output.WriteLine($"  {whose}'s copy {line}");
        output.WriteLine();

        var rows = await RowsAsync(cancellation);
        output.WriteLine($"  {"card",-10}{"asset",-8}{"story",10}{"ledger",10}{"journal",10}");
        foreach (var row in rows)
            output.WriteLine(
                $"  {row.Who,-10}{row.Asset,-8}{Euros(row.Story),10}{Euros(row.Ledger),10}{Euros(row.Journal),10}" +
                (row.Agrees ? "" : "  !"));
        output.WriteLine("  (journal: verified and added up by tests/Verifiers, which shares no code with us)");
        var (lost, duplicated) = Count();
        var agree = rows.All(row => row.Agrees);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"demo: {tally.Taps} taps, {tally.Approved} approved, {tally.Refused} refused, " +
            $"{lost} lost, {duplicated} duplicated, balances {(agree ? "agree" : "disagree")}"));
        return agree && lost == 0 && duplicated == 0 && tally.Refused == Refusals();
    }

    private async Task<List<Row>> RowsAsync(CancellationToken cancellation)
    {
        var journal = await FromJournalAsync(cancellation);
        var ledger = await FromLedgerAsync(cancellation);
        return
        [
            .. from expected in story.Expected
               let key = (story.Card(expected.Who).Uid, expected.Asset)
               select new Row(
                   expected.Who,
                   expected.Asset,
                   expected.Cents,
                   ledger.GetValueOrDefault(key),
                   journal.GetValueOrDefault(key)),
        ];
    }

    /// <summary>Opening balances as the ledger was given them, and what the journal's facts moved since.</summary>
    private async Task<Dictionary<(string Uid, AssetId Asset), long>> FromJournalAsync(CancellationToken cancellation)
    {
        string[] arguments =
        [
            "--seed", site.In("cards.csv"), "--enrolment", site.In("enrolment.jws"),
            "--journal", Exported, "--key", site.KeyFile, "--json",
        ];
        using var rows = JsonDocument.Parse(string.Concat(await AskAuditorAsync("fold.mjs", arguments, cancellation)));
        return rows.RootElement.EnumerateArray().ToDictionary(
            row => (row.GetProperty("cards")[0].GetString()!, AssetId.Parse(row.GetProperty("asset").GetString()!)),
            row => long.Parse(row.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
    }

    private async Task<Dictionary<(string Uid, AssetId Asset), long>> FromLedgerAsync(CancellationToken cancellation)
    {
        using var rows = JsonDocument.Parse(await site.LedgerSaysAsync(["balances", "--json"], cancellation));
        return rows.RootElement.EnumerateArray().ToDictionary(
            row => (row.GetProperty("uid").GetString()!, AssetId.Parse(row.GetProperty("asset").GetString()!)),
            row => row.GetProperty("amount").GetInt64());
    }

    /// <summary>
    /// Lost: a yes that is not in the journal, or a record that is not in the ledger. Duplicated: a sale that nobody
    /// was told of, or a record that the ledger booked again.
    /// </summary>
    private (int Lost, int Duplicated) Count()
    {
        var journal = site.ReadJournal();
        var sales = journal.Select(record => record.Fact).OfType<Fact.Sale>()
            .CountBy(sale => UidOf(sale.Card))
            .ToDictionary();
        var unsold = story.Cards
            .GroupBy(card => card.Uid)
            .Select(same => same.Sum(card => tally.ApprovalsOf(card.Who)) - sales.GetValueOrDefault(same.Key))
            .ToList();
        var booked = Booked()
            .CountBy(entry => entry.Position())
            .ToDictionary();
        return (
            unsold.Sum(more => Math.Max(0, more)) + journal.Count(record => !booked.ContainsKey(record.Position)),
            unsold.Sum(more => Math.Max(0, -more)) + booked.Values.Sum(times => times - 1));
    }

    private IEnumerable<LedgerEntry.RecordBooked> Booked() => site.ReadLedger().OfType<LedgerEntry.RecordBooked>();

    private static async Task<IReadOnlyList<string>> AskAuditorAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var (code, output, errors) = await NodeVerifiers.RunAsync(program, arguments, cancellation);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {code}:\n{string.Join('\n', errors)}");
    }

    private int Refusals() => site.ReadJournal().Count(record => record.Fact is Fact.Refusal);

    private string UidOf(CardToken token) => site.UidOf(token, story.Cards.Select(card => card.Uid));

    private static string Euros(long cents) =>
        (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Row(string Who, AssetId Asset, long Story, long Ledger, long Journal)
    {
        public bool Agrees => Story == Ledger && Ledger == Journal;
    }
}
