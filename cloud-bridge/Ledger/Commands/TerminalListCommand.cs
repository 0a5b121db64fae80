using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal list</c>: what waits to be enrolled.</summary>
internal static class TerminalListCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "list",
            "Lists terminals that were created and are not enrolled yet, with the words of those that ask, and those " +
            "that were granted another key and have not used it.")
        {
            state,
        }.WithExamples("ledger terminal list --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            foreach (var waiting in folder.Desk.List())
                Console.Out.WriteLine(
                    $"{waiting.Terminal}  {waiting.Profile}{(waiting.Replaces is null ? "" : ", another key")}  " +
                    Said(waiting, folder.Desk, folder.Signer.KeyId));
            foreach (var (terminal, granted) in folder.Store.Read(books => books.Terminals
                .Where(book => book.Keys.Granted is not null)
                .Select(book => (book.Terminal, book.Keys.Granted!)).ToList()))
                Console.Out.WriteLine(
                    $"{terminal}  granted key {granted.Key.KeyId} for epoch {granted.Epoch}: it waits for its first " +
                    "record; until then the present key counts");
            return ExitCode.Good;
        }));
        return command;
    }

    private static string Said(WaitingTerminal waiting, EnrolmentDesk desk, KeyId ledger) => waiting switch
    {
        { Decision: EnrolmentDecision.Confirmed } => "confirmed",
        { Decision: EnrolmentDecision.Refused } => "refused",
        { KeyId: { } key } => $"asks: {EnrolmentWords.Of(key, ledger)}",
        _ when desk.HoldsPin(waiting) => "created, has not asked yet",
        { WrongTries: >= EnrolmentDesk.MostWrongTries } =>
            "its PIN is void after too many wrong tries: create it again",
        _ => "its PIN is over: create it again",
    };
}
