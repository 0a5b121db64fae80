using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// <c>ledger terminal book-held</c> and <c>refuse-held</c>: decide on what a revoked terminal handed in.
/// </summary>
internal static class TerminalHeldCommand
{
    public static Command Build(string word, bool areBooked)
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var note = LedgerCommand.Note();
        var command = new Command(
            word,
            "Of a terminal that was revoked: " + (areBooked
                ? "books all that it handed in and that nobody had heard of before (ledger reconcile, held)."
                : "what it handed in and nobody had heard of before stays in the log, and nothing in it counts; " +
                  "what follows it can only be refused as well."))
        {
            name, state, note,
        }.WithExamples($"ledger terminal {word} --state /var/lib/ledger bar-1 --note " + (areBooked
            ? "\"it hung at the bar until noon\""
            : "\"written after it was stolen\""));
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Treasury.DecideHeld(terminal, areBooked, parsed.GetValue(note)!) is { } flaw)
                return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine($"{terminal}: {(areBooked ? "booked; see ledger reconcile" : "refused")}");
            return ExitCode.Good;
        }));
        return command;
    }
}
