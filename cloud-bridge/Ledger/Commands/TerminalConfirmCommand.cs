using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal confirm</c>: enrols a terminal by the words that it shows.</summary>
internal static class TerminalConfirmCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var note = TerminalCommand.Note();
        var words = new Argument<string[]>("WORDS")
        {
            Description = "The four words that the terminal shows: read there, not in the list here.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "confirm", "Enrols a terminal that asks, if these are its words; it then fetches all that it needs.")
        {
            name, words, state, note,
        }.WithExamples(
            "ledger terminal confirm --state /var/lib/ledger bar-1 lusab babad gutih tugad",
            "ledger terminal confirm --state /var/lib/ledger bar-1 lusab-babad-gutih-tugad");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (TerminalCommand.DeciderOf(parsed.GetValue(note), out var by) is { } flaw)
                return LedgerCommand.Fail($"--{flaw}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Desk.Confirm(terminal, string.Join(' ', parsed.GetValue(words)!), by) is { } why)
                return LedgerCommand.Fail(why.What);
            Console.Out.WriteLine($"Terminal {terminal} is enrolled. Now say so to whoever stands before it: yes.");
            Console.Out.WriteLine(
                "With the site's own broker: ledger broker configure, as before, and reload it: it does not know " +
                $"{terminal} yet.");
            return ExitCode.Good;
        }));
        return command;
    }
}
