using System.CommandLine;
using System.Text;

namespace CloudBridge.Ledger;

/// <summary><c>ledger key</c>: prints the ledger's public key.</summary>
internal static class KeyCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command("key", "Prints the ledger's public key (JWK).") { state }
            .WithExamples("ledger key --state /var/lib/ledger > ledger.jwk");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            Console.Out.Write(Encoding.UTF8.GetString(folder.PublicKey.Write()));
            return ExitCode.Good;
        }));
        return command;
    }
}
