using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger book-waiting</c>: books what waits for records that will never come, beside the chain.</summary>
internal static class BookWaitingCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var terminal = LedgerCommand.Terminal();
        var epoch = LedgerCommand.Epoch();
        var from = new Option<long>("--from")
        {
            Description = "The first record of those that wait.",
            HelpName = "NUMBER",
            Required = true,
        };
        var hash = LedgerCommand.Hash("Only this one of those that wait for that place, and nothing after it.");
        var force = new Option<bool>("--even-if-young")
        {
            Description = "Do not wait for the gap before them to fill by itself: they are not the terminal's.",
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "book-waiting",
            "Books records of a terminal that wait for others, beside its chain: what they take counts, what they " +
            "give is in suspense, a row each. For records that claim a place which the terminal never reached: a " +
            "gap before them could not be closed. Never for records that the terminal did write: what follows them " +
            "would be beside its chain as well, for good (ledger close-gap books those). Works beside a running " +
            "ledger.")
        {
            state, terminal, epoch, from, hash, force, note,
        }.WithExamples(
            "ledger book-waiting --state /var/lib/ledger --terminal bar-1 --epoch 1 --from 1000003 \\",
            "  --note \"not written by bar-1: its journal ends at 812\"");
        command.SetAction(parsed => LedgerCommand.Run(() => Book(
            parsed.GetValue(state)!,
            parsed.GetValue(terminal)!,
            new RecordPosition(parsed.GetValue(epoch), parsed.GetValue(from)),
            parsed.GetValue(hash),
            parsed.GetValue(note)!,
            parsed.GetValue(force))));
        return command;
    }

    private static int Book(
        string state, string name, RecordPosition from, string? hashText, string note, bool evenIfYoung)
    {
        if (!TerminalId.TryParse(name, out var terminal))
            return LedgerCommand.Fail($"--terminal '{name}': expected {Name.Expected}.", ExitCode.Usage);
        if (!LedgerCommand.TryReadHash(hashText, out var hash, out var wrong))
            return LedgerCommand.Fail(wrong, ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        if (folder.Treasury.BookWaiting(terminal, from, note, hash, evenIfYoung) is { } flaw)
            return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{terminal}: booked beside its chain; see ledger reconcile");
        return ExitCode.Good;
    }
}
