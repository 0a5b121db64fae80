using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal refuse</c>: does not let a terminal in.</summary>
internal static class TerminalRefuseCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var note = TerminalCommand.Note();
        var yes = new Option<bool>("--yes")
        {
            Description = "Take a key back although a record under it is here: nothing under it is taken from then on.",
        };
        var command = new Command(
            "refuse",
            "Refuses a terminal that asks, or takes back the PIN of one that has not, or the next key that a " +
            "terminal was granted and that has begun nothing.")
        {
            name, state, note, yes,
        }.WithExamples("ledger terminal refuse --state /var/lib/ledger bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (TerminalCommand.DeciderOf(parsed.GetValue(note), out var by) is { } flaw)
                return LedgerCommand.Fail($"--{flaw}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            var (warning, hasBegun) = folder.Store.Read(books => (
                KeyFlaws.WarningOfRefusal(terminal, books),
                books.TryFind(terminal, out var book) && book.Keys.Waiting is not null));
            if (hasBegun && !parsed.GetValue(yes))
                return LedgerCommand.Fail($"Not done: {warning}. If it is to be done all the same: --yes");
            if (folder.Desk.Refuse(terminal, by) is { } why)
                return LedgerCommand.Fail(why.What);
            if (warning is not null)
                Console.Error.WriteLine($"ledger: {warning}");
            return ExitCode.Good;
        }));
        return command;
    }
}
