using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger commands</c>: what terminals were ordered to do, and what came of it.</summary>
internal static class CommandsCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "commands",
            "Prints what terminals were ordered to do, and what each says came of it. Works beside a running ledger.")
        {
            state,
        }.WithExamples("ledger commands --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() => Print(parsed.GetValue(state)!)));
        return command;
    }

    private static int Print(string state)
    {
        using var folder = LedgerFolder.Open(state);
        var now = LedgerCommand.Now();
        foreach (var row in folder.Store.Read(books => RowsOf(books, now)))
            Console.Out.WriteLine(row);
        return ExitCode.Good;
    }

    private static List<string> RowsOf(LedgerBooks books, long now) =>
    [
        .. from book in books.Terminals
           from command in book.Commands.All
           select $"{book.Terminal} {command.Number} {command.Command}: {OutcomeOf(book.Commands, command, now)}",
    ];

    /// <summary>A text of a terminal: whoever has its key may write anything there.</summary>
    private static string OutcomeOf(CommandBook book, GivenCommand command, long now) =>
        command.Outcome is { } outcome ? Printable.Of(outcome, FactText.Longest)
        : !book.IsWaitedFor(command) ? "not answered; a later one was"
        : now <= command.ExpiresMilliseconds
            ? $"not answered yet; until {WrittenTime.Write(command.ExpiresMilliseconds)}"
        : $"not answered; it expired at {WrittenTime.Write(command.ExpiresMilliseconds)}";
}
