using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger close-gap</c>: goes on without records that will never come.</summary>
internal static class CloseGapCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var terminal = LedgerCommand.Terminal();
        var epoch = LedgerCommand.Epoch();
        var through = new Option<long>("--through")
        {
            Description = "The last record that is missing, as `ledger reconcile` names it.",
            HelpName = "NUMBER",
            Required = true,
        };
        var force = new Option<bool>("--even-if-young")
        {
            Description = "Do not wait for it to fill by itself: the terminal is gone.",
        };
        var hash = LedgerCommand.Hash("The record to go on behind, where two branches wait.");
        var note = LedgerCommand.Note();
        var command = new Command(
            "close-gap",
            "Goes on without records of a terminal that will never come: those that wait behind them are booked and " +
            "acknowledged. Should they come after all, they are booked. Where the first record under a terminal's " +
            "next key waits for the last one under its present key, --through that one ends the present key there: " +
            "what is missing under it is not booked if it comes after all. Works beside a running ledger.")
        {
            state, terminal, epoch, through, hash, force, note,
        }.WithExamples(
            "ledger close-gap --state /var/lib/ledger --terminal bar-1 --epoch 1 --through 41 \\",
            "  --note \"SD card of bar-1 died on the 3rd, see the folder\"");
        command.SetAction(parsed => LedgerCommand.Run(() => Close(
            parsed.GetValue(state)!,
            parsed.GetValue(terminal)!,
            new RecordPosition(parsed.GetValue(epoch), parsed.GetValue(through)),
            parsed.GetValue(hash),
            parsed.GetValue(note)!,
            parsed.GetValue(force))));
        return command;
    }

    private static int Close(
        string state, string name, RecordPosition through, string? hashText, string note, bool evenIfYoung)
    {
        if (!TerminalId.TryParse(name, out var terminal))
            return LedgerCommand.Fail($"--terminal '{name}': expected {Name.Expected}.", ExitCode.Usage);
        if (!LedgerCommand.TryReadHash(hashText, out var hash, out var wrong))
            return LedgerCommand.Fail(wrong, ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        if (folder.Treasury.CloseGap(terminal, through, note, evenIfYoung, hash) is { } flaw)
            return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{terminal}: nobody waits any more for records through {through}");
        return ExitCode.Good;
    }
}
