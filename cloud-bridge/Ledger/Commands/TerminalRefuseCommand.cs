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
        var command = new Command(
            "refuse",
            "Refuses a terminal that asks, or takes back the PIN of one that has not, or the next key that a " +
            "terminal was granted and that has begun nothing.")
        {
            name, state, note,
        }.WithExamples("ledger terminal refuse --state /var/lib/ledger bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (TerminalCommand.DeciderOf(parsed.GetValue(note), out var by) is { } flaw)
                return LedgerCommand.Fail($"--{flaw}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            var warning = folder.Store.Read(books => KeyFlaws.WarningOfRefusal(terminal, books));
            if (folder.Desk.Refuse(terminal, by) is { } why)
                return LedgerCommand.Fail(why.What);
            if (warning is not null)
                Console.Error.WriteLine($"ledger: {warning}");
            return ExitCode.Good;
        }));
        return command;
    }
}
