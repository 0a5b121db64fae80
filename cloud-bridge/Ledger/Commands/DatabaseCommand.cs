using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger database</c>: what there is to do with the database of the books.</summary>
internal static class DatabaseCommand
{
    public static Command Build() => new Command("database", "Works on the database of a ledger's books.")
    {
        Migrate(),
    }.WithExamples("ledger database migrate --help");

    private static Command Migrate()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "migrate", "Makes the tables those of this build. Make a backup before; stop all workers.")
        {
            state,
        }.WithExamples("ledger database migrate --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            var done = LedgerFolder.Migrate(parsed.GetValue(state)!);
            foreach (var step in done)
                Console.Out.WriteLine(step);
            Console.Out.WriteLine($"steps done: {done.Count}");
            return ExitCode.Good;
        }));
        return command;
    }
}
