using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger raise-era</c>: has terminals send again what a restored ledger lacks.</summary>
internal static class RaiseEraCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "raise-era",
            "After the state was restored from a backup: terminals send again what the backup lacks. Prints the " +
            "new era. Works beside a running ledger.")
        {
            state,
        }.WithExamples("ledger raise-era --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            Console.Out.WriteLine($"era {Eras.Raise(folder.Store, TimeProvider.System.GetUtcNow())}");
            if (folder.Store.Read(books => books.Configs.Scopes.Count()) is > 0 and var scopes)
                Console.Error.WriteLine(
                    $"ledger: what is said of prices, staff and limits holds again as of the backup, for {scopes} " +
                    "of site, profiles and terminals: look at `ledger config show`");
            Console.Error.WriteLine(
                "ledger: if an epoch was granted since the backup, grant it again: ledger reconcile says notGranted");
            Console.Error.WriteLine(
                "ledger: payments that were asked over HTTP since the backup are lost: whoever asked must ask again, " +
                "with the same keys");
            return ExitCode.Good;
        }));
        return command;
    }
}
