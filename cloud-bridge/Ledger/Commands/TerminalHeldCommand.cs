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
        var through = new Option<string>("--through")
        {
            Description = "The last record that is decided on, as ledger reconcile or ledger terminal held names it, " +
                "and those before it in its branch: what came beside it or since is not. The hash may be left out " +
                "where one record stands there.",
            HelpName = "EPOCH/SEQUENCE[:HASH]",
            Required = true,
        };
        var command = new Command(
            word,
            "Of a terminal that was revoked: " + (areBooked
                ? "books what it handed in and nobody had heard of before, one branch through a record (ledger " +
                  "reconcile, held)."
                : "what it handed in and nobody had heard of before, one branch through a record, stays in the log, " +
                  "and nothing in it counts; what follows it can only be refused as well. What another branch has " +
                  "too is not refused with it."))
        {
            name, state, through, note,
        }.WithExamples($"ledger terminal {word} --state /var/lib/ledger bar-1 " +
            "--through 1/42:wNqfRIIJVRTGTLsGmhPVrFWCeSUKvTEGLPJzXl9zGOw --note " + (areBooked
            ? "\"it hung at the bar until noon\""
            : "\"written after it was stolen\""));
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (!HeldPlace.TryRead(parsed.GetValue(through)!, out var position, out var hash))
                return LedgerCommand.Fail(
                    $"--through '{parsed.GetValue(through)}': expected EPOCH/SEQUENCE:HASH as ledger reconcile has it.",
                    ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (hash is null && folder.Treasury.FlawOfPlace(terminal, position, out hash) is { } unclear)
                return LedgerCommand.Fail($"{unclear}.", ExitCode.BadConfiguration);
            var last = new RecordName(position.Epoch, position.Sequence, hash!.Value);
            if (folder.Treasury.DecideHeld(terminal, areBooked, parsed.GetValue(note)!, last) is { What: var flaw })
                return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine(
                $"{terminal}: {(areBooked ? "booked" : "refused")} through {last.Position()}; see ledger reconcile");
            return ExitCode.Good;
        }));
        return command;
    }

    /// <summary><c>ledger terminal held</c>: what there is to be decided on.</summary>
    public static Command BuildList()
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var command = new Command(
            "held",
            "Lists what a revoked terminal handed in and nobody has decided on, a line for each record: for " +
            "--through of book-held and refuse-held.")
        {
            name, state,
        }.WithExamples("ledger terminal held --state /var/lib/ledger bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            var held = folder.Store.Read(books => books.TryFind(terminal, out var book)
                ? book.Held.Undecided.Select(line => HeldReport.Describe(book, line)).ToList()
                : null);
            if (held is null)
                return LedgerCommand.Fail($"terminal {terminal} is not enrolled.", ExitCode.BadConfiguration);
            foreach (var line in held)
                Console.Out.WriteLine(line);
            return ExitCode.Good;
        }));
        return command;
    }
}
