using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger config history</c>: who said what, and why.</summary>
internal static class ConfigHistoryCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "history",
            $"Prints what was said last, at most {ConfigBook.MostKept} lines: number, time, for whom, which parts, " +
            "and the note. Works beside a running ledger.")
        {
            state,
        }.WithExamples("ledger config history --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            foreach (var row in folder.Store.Read(books => books.Configs.History.Select(RowOf).ToList()))
                Console.Out.WriteLine(row);
            return ExitCode.Good;
        }));
        return command;
    }

    private static string RowOf(LedgerEntry.ConfigSaid said)
    {
        var act = TreasurerAct.ReadStored(said.Act).OrThrow();
        var by = act.By ?? said.Request?.By;
        return $"{said.Number} {WrittenTime.Write(act.AtMilliseconds)} {said.Scope}: {said.Parts()}" +
            (by is null ? "" : $", by {by}") + $": {Printable.Of(act.Note, TreasurerAct.LongestNote)}";
    }
}
