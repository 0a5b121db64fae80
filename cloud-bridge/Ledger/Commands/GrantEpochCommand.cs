using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger grant-epoch</c>: lets a terminal begin another journal.</summary>
internal static class GrantEpochCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var terminal = LedgerCommand.Terminal();
        var note = TerminalCommand.Note();
        var command = new Command(
            "grant-epoch",
            "Lets a terminal begin another journal: after an older image of its SD card was restored " +
            "(RolledBack), or its card was changed (StorageChanged). Find out first which machine it is. The " +
            "terminal hears of it with the next ack, and says again what its old journal alone knew. Works beside " +
            "a running ledger.")
        {
            state, terminal, note,
        }.WithExamples(
            "ledger grant-epoch --state /var/lib/ledger --terminal bar-1",
            "ledger grant-epoch --state /var/lib/ledger --terminal bar-1 --note \"its new SD card\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Grant(parsed.GetValue(state)!, parsed.GetValue(terminal)!, parsed.GetValue(note))));
        return command;
    }

    private static int Grant(string state, string name, string? note)
    {
        if (!TerminalId.TryParse(name, out var terminal))
            return LedgerCommand.Fail($"--terminal '{name}': expected {Name.Expected}.", ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        if (folder.Treasury.GrantEpoch(terminal, note, key: null, out var epoch) is { } why)
            return why.Kind == RefusalKind.NoSuchTerminal
                ? LedgerCommand.Fail($"{why.What}.", ExitCode.BadConfiguration)
                : LedgerCommand.Fail($"Not granted: {why.What}.");
        Console.Out.WriteLine($"{terminal}: epoch {epoch}");
        return ExitCode.Good;
    }
}
