using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
            Description = "The last record that is decided on, as ledger reconcile names it, and those before it in " +
                "its branch: what came beside it or since is not.",
            HelpName = "EPOCH/SEQUENCE:HASH",
            Required = true,
        };
        var command = new Command(
            word,
            "Of a terminal that was revoked: " + (areBooked
                ? "books what it handed in and nobody had heard of before, one branch through a record (ledger " +
                  "reconcile, held)."
                : "what it handed in and nobody had heard of before, one branch through a record, stays in the log, " +
                  "and nothing in it counts; what follows it can only be refused as well."))
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
            if (!TryRead(parsed.GetValue(through)!, out var last))
                return LedgerCommand.Fail(
                    $"--through '{parsed.GetValue(through)}': expected EPOCH/SEQUENCE:HASH as ledger reconcile has it.",
                    ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Treasury.DecideHeld(terminal, areBooked, parsed.GetValue(note)!, last) is { } flaw)
                return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine(
                $"{terminal}: {(areBooked ? "booked" : "refused")} through {last.Position()}; see ledger reconcile");
            return ExitCode.Good;
        }));
        return command;
    }

    private static bool TryRead(string text, [NotNullWhen(true)] out RecordName? record)
    {
        record = null;
        if (text.Split('/', ':') is not [var epoch, var sequence, var hash] ||
            !long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ||
            !long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var second) ||
            !Digest.TryParse(hash, out var digest))
            return false;
        record = new RecordName(first, second, digest);
        return true;
    }
}
