using System.CommandLine;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger config show</c>: what is said, and what comes of it at a terminal.</summary>
internal static class ConfigShowCommand
{
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
        var (version, config) = (books.Configs.VersionOf(terminal), books.Configs.For(terminal));
        var applied = books.Terminal(terminal).ConfigApplied;
        yield return $"{terminal} {version}: {JsonOf(config)}";
        yield return applied == version ? "in force there"
            : applied == 0 ? "not in force there yet; nothing that was sent is"
            : $"not in force there yet; {applied} is";
    }

    private static string JsonOf(TerminalConfig config) => Encoding.UTF8.GetString(config.ToJson());
}
