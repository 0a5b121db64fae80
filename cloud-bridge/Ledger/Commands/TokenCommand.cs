using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger token</c>: who may use the HTTP API, and what for.</summary>
internal static class TokenCommand
{
    public static Command Build() => new Command(
        "token", "Makes, lists and revokes tokens of the HTTP API (docs/api.md).")
    {
        BuildCreate(),
        BuildList(),
        BuildRevoke(),
    }.WithExamples("ledger token create --help");

    private static Command BuildCreate()
    {
        var (state, name) = (LedgerCommand.State(), NameOption());
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may: {string.Join(", ", Scope.All)}. May be given several times.",
            HelpName = "SCOPE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        scopes.AcceptOnlyFromAmong([.. Scope.All]);
        var expires = new Option<string?>("--expires")
        {
            Description = "Its last moment; else it is good until it is revoked.",
            HelpName = "TIME",
        };
        var command = new Command(
            "create",
            "Makes a token and prints it, once: the ledger keeps a hash of it. Works beside a running ledger.")
        {
            state, name, scopes, expires,
        }.WithExamples(
            "ledger token create --state /var/lib/ledger --name ticket-shop --scope cards:read cards:write",
            "ledger token create --state /var/lib/ledger --name web-refill --scope cards:lookup --scope money:write \\",
            "    --expires 2026-12-31T23:59:59+01:00");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            long? end = null;
            if (parsed.GetValue(expires) is { } text && (end = WrittenTime.Read(text)) is null)
                return LedgerCommand.Fail($"--expires '{text}': expected {WrittenTime.Expected}.", ExitCode.Usage);
            if (!Name.IsGood(parsed.GetValue(name)))
                return LedgerCommand.Fail(
                    $"--name '{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Tokens.Create(parsed.GetValue(name)!, parsed.GetValue(scopes)!, end, out var token) is { } why)
                return LedgerCommand.Fail($"{why}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine(token);
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command BuildList()
    {
        var state = LedgerCommand.State();
        var command = new Command("list", "Lists tokens that were not revoked: name, end, scopes.") { state }
            .WithExamples("ledger token list --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            foreach (var token in folder.Tokens.List())
            {
                var end = token.ExpiresMilliseconds is { } last
                    ? $"{(folder.Tokens.IsOver(token) ? "over since" : "through")} {WrittenTime.Write(last)}"
                    : "no end";
                Console.Out.WriteLine($"{token.Name}  {end}  {string.Join(' ', token.Scopes)}");
            }
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command BuildRevoke()
    {
        var (state, name) = (LedgerCommand.State(), NameOption());
        var command = new Command("revoke", "Ends a token, also in a running ledger, at once.") { state, name }
            .WithExamples("ledger token revoke --state /var/lib/ledger --name ticket-shop");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Tokens.Revoke(parsed.GetValue(name)!) is { } why)
                return LedgerCommand.Fail($"{why}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine($"{parsed.GetValue(name)}: revoked");
            return ExitCode.Good;
        }));
        return command;
    }

    private static Option<string> NameOption() => new("--name")
    {
        Description = "The token's name, for people.",
        HelpName = "NAME",
        Required = true,
    };
}
