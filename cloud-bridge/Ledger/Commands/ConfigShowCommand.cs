using System.CommandLine;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger config show</c>: what is said, and what comes of it at a terminal.</summary>
internal static class ConfigShowCommand
{
    private const string WhereRefused = "Where the terminal has refused it, its page in the console says why";

    public static Command Build()
    {
        var state = LedgerCommand.State();
        var terminal = ConfigCommand.Terminal();
        var command = new Command(
            "show",
            "Prints what is said, a line of JSON for each of site, profile and terminal; or what holds at one " +
            "terminal, and which version its journal says is in force there. Works beside a running ledger.")
        {
            state, terminal,
        }.WithExamples("ledger config show --state /var/lib/ledger --terminal bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            ConfigCommand.ReadScope(parsed.GetValue(terminal), profile: null, out var scope) is { } bad
                ? LedgerCommand.Fail(bad, ExitCode.Usage)
                : Print(parsed.GetValue(state)!, scope.Terminal)));
        return command;
    }

    private static int Print(string state, TerminalId? terminal)
    {
        using var folder = LedgerFolder.Open(state);
        if (terminal is { } unknown && !folder.Store.Read(books => books.TryFind(unknown, out _)))
            return LedgerCommand.Fail($"terminal {unknown} is not enrolled.", ExitCode.BadConfiguration);
        foreach (var row in folder.Store.Read(
            books => (terminal is { } one ? RowsOf(books, one) : RowsOf(books.Configs)).ToList()))
            Console.Out.WriteLine(row);
        return ExitCode.Good;
    }

    private static IEnumerable<string> RowsOf(ConfigBook configs) =>
        from scope in configs.Scopes
        let said = configs.Of(scope)
        select $"{scope} {said.Number}: {JsonOf(said.Config)}";

    private static IEnumerable<string> RowsOf(LedgerBooks books, TerminalId terminal)
    {
        var book = books.Terminal(terminal);
        yield return $"{terminal} {books.Configs.VersionOf(terminal)}: {JsonOf(books.Configs.For(terminal))}";
        yield return ConfigStandings.Of(books, book) switch
        {
            ConfigStanding.Nothing => "nothing that was sent is in force there",
            ConfigStanding.InForce when books.Configs.For(terminal).CardKeys is not null =>
                "in force there, as its journal says; which card keys are, its status says (the console, doctor): it " +
                "goes on with those before where the new ones did not come, or cannot be followed",
            ConfigStanding.InForce => "in force there",
            ConfigStanding.WithoutCardKeys =>
                "in force there, but for the card keys: its build does not know of them. Set them again when it is " +
                "brought up to date: docs/cards.md",
            ConfigStanding.NotYet when book.Applied is { } before =>
                $"not in force there yet; {before.Number} is. {WhereRefused}",
            ConfigStanding.NotYet => $"not in force there yet; nothing that was sent is. {WhereRefused}",
            ConfigStanding.Lost =>
                $"{book.Applied!.Number} was in force there, and is lost or does not go with its file: it serves " +
                "nobody until it has it again, or a later one. docs/faults.md, ConfigurationLost",
            ConfigStanding.Another =>
                "not in force there: something else is, under the same number. Did another ledger sign it? " +
                "Then docs/trust.md says what to do; say the parts again in any case",
            _ => $"{book.Applied!.Number} is in force there, and this ledger does not know it: it was restored from " +
                "a backup that lacks it. Say the parts again: docs/operations.md",
        };
    }

    /// <summary>Who finds four digits needs minutes for it with their hash.</summary>
    private static string JsonOf(TerminalConfig config) => Encoding.UTF8.GetString(config.WithoutHashes().ToJson());
}
