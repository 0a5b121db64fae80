using System.CommandLine;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger init</c>: makes a ledger, and prints its public key.</summary>
internal static class InitCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var site = new Option<string>("--site")
        {
            Description = "Name of the site.",
            HelpName = "NAME",
            Required = true,
        };
        var command = new Command("init", "Makes a ledger for a site and prints its public key (JWK).") { state, site }
            .WithExamples("ledger init --state /var/lib/ledger --site le-verger > ledger.jwk");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!SiteId.TryParse(parsed.GetValue(site), out var name))
                return LedgerCommand.Fail(
                    $"--site '{parsed.GetValue(site)}': expected {Name.Expected}.", ExitCode.Usage);
            using var folder = LedgerFolder.Create(parsed.GetValue(state)!, name);
            Console.Out.Write(Encoding.UTF8.GetString(folder.PublicKey.Write()));
            return ExitCode.Good;
        }));
        return command;
    }
}
