using System.CommandLine;
using System.Text.Json;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger reconcile</c>: what somebody must look at, and what to do about it.</summary>
internal static class ReconcileCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var all = new Option<bool>("--all") { Description = "Rows that are closed, too." };
        var command = new Command(
            "reconcile",
            "Prints what somebody must look at: what happened, and what to do. Rows stay for ever; `close` settles " +
            "one with a note. Works beside a running ledger.")
        {
            state, json, all, BuildClose(), SettleCommand.Build(),
        }.WithExamples(
            "ledger reconcile --state /var/lib/ledger",
            "ledger reconcile --state /var/lib/ledger --all --json",
            "ledger reconcile close 12 --state /var/lib/ledger --note \"paid in cash on the 4th\"",
            "ledger reconcile settle 04E141125B3C80 350 --state /var/lib/ledger --note \"the card is ours\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            var now = TimeProvider.System.GetUtcNow();
            var rows = folder.Store.Read(books => ReconcileReport.Of(books, folder.Rejected().All(), now));
            Print([.. rows.Where(row => parsed.GetValue(all) || row.Note is null)], parsed.GetValue(json));
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command BuildClose()
    {
        var state = LedgerCommand.State();
        var row = new Argument<long>("row") { Description = "The row's number." };
        var note = LedgerCommand.Note();
        var command = new Command("close", "Settles a row, with a note that stays with it.") { state, row, note }
            .WithExamples("ledger reconcile close 12 --state /var/lib/ledger --note \"paid in cash on the 4th\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            var number = parsed.GetValue(row);
            if (folder.Treasury.CloseRow(number, parsed.GetValue(note)!) is { } flaw)
                return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine($"row {number} closed");
            return ExitCode.Good;
        }));
        return command;
    }

    private static void Print(ReportRow[] rows, bool asJson)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, LedgerJson.Default.ReportRowArray));
            return;
        }
        Console.Out.WriteLine($"{"row",5} {"kind",-12} {"terminal",-16} {"record",-12} what happened; what to do");
        foreach (var row in rows)
        {
            Console.Out.WriteLine(
                $"{row.Row?.ToString() ?? "-",5} {row.Kind,-12} {row.Terminal?.ToString() ?? "-",-16} " +
                $"{row.Record ?? "-",-12} {Printable.Of(row.What)}; {row.ToDo}");
            if (row.Note is not null)
                Console.Out.WriteLine($"{"",5} closed: {Printable.Of(row.Note)}");
        }
        Console.Out.WriteLine($"reconcile: rows {rows.Length}, open {rows.Count(row => row.Note is null)}");
    }
}
