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
        var database = new Option<FileInfo?>("--database")
        {
            Description =
                "Keep the books in PostgreSQL 15 or later: a file with Npgsql's connection string, as in " +
                "Host=/run/postgresql;Database=ledger. Left out: in the folder.",
            HelpName = "FILE",
        };
        var command = new Command("init", "Makes a ledger for a site and prints its public key (JWK).")
        {
            state, site, database,
        }.WithExamples(
            "ledger init --state /var/lib/ledger --site le-verger > ledger.jwk",
            "ledger init --state /var/lib/ledger --site le-verger --database connection.txt > ledger.jwk");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!SiteId.TryParse(parsed.GetValue(site), out var name))
                return LedgerCommand.Fail(
                    $"--site '{parsed.GetValue(site)}': expected {Name.Expected}.", ExitCode.Usage);
            // From a file: all users of a machine see its command lines, and this may hold a password.
            var connection = parsed.GetValue(database) is { } file ? File.ReadAllText(file.FullName).Trim() : null;
            using var folder = LedgerFolder.Create(parsed.GetValue(state)!, name, connection);
            Console.Out.Write(Encoding.UTF8.GetString(folder.PublicKey.Write()));
            return ExitCode.Good;
        }));
        return command;
    }
}
