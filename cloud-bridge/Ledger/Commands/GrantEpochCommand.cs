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
        var command = new Command(
            "grant-epoch",
            "Lets a terminal begin another journal: after an older image of its SD card was restored " +
            "(RolledBack), or its card was changed (StorageChanged). Find out first which machine it is. The " +
            "terminal hears of it with the next ack, and says again what its old journal alone knew. Works beside " +
            "a running ledger.")
        {
            state, terminal,
        }.WithExamples("ledger grant-epoch --state /var/lib/ledger --terminal bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Grant(parsed.GetValue(state)!, parsed.GetValue(terminal)!)));
        return command;
    }

    private static int Grant(string state, string name)
    {
        if (!TerminalId.TryParse(name, out var terminal))
            return LedgerCommand.Fail($"--terminal '{name}': expected {Name.Expected}.", ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        if (folder.Store.Read(books => EntryFlaws.OfRevoked(terminal, books)) is { } revoked)
            return LedgerCommand.Fail($"Not granted: {revoked}.");
        if (folder.Store.Read(books => books.TryFind(terminal, out var known)
            ? KeyFlaws.OfGrantBeside(known)
            : null) is { } waits)
            return LedgerCommand.Fail($"Not granted: {waits}.");
        var epoch = folder.Store.Change<long?>(draft =>
        {
            if (!draft.Books.TryFind(terminal, out var book))
                return null;
            draft.Add(new LedgerEntry.EpochGranted(terminal, book.Epoch + 1, LedgerCommand.Now()));
            return book.Epoch;
        });
        if (epoch is null)
            return LedgerCommand.Fail($"terminal {terminal} is not enrolled.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{terminal}: epoch {epoch}");
        return ExitCode.Good;
    }
}
