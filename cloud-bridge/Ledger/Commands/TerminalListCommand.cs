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
            "list", "Lists terminals that were created and are not enrolled yet, with the words of those that ask.")
        {
            state,
        }.WithExamples("ledger terminal list --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            foreach (var waiting in folder.Desk.List())
                Console.Out.WriteLine(
                    $"{waiting.Terminal}  {waiting.Profile}  {Said(waiting, folder.Desk, folder.Signer.KeyId)}");
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
