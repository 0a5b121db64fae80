using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal revoke</c>: takes a terminal out of the site, for good.</summary>
internal static class TerminalRevokeCommand
{
    /// <summary>With the longest note it fits into an act.</summary>
    private const int LongestName = 60;

    public static Command Build()
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var note = LedgerCommand.Note();
        var by = new Option<string>("--by")
        {
            Description = "Who decides it; left out: the user of this machine.",
            HelpName = "WHO",
            DefaultValueFactory = _ => Environment.UserName,
        };
        var command = new Command(
            "revoke",
            "Takes a terminal out of the site, for good: what it says at the broker is booked no more, other " +
            "terminals do not hear it, and with the next `ledger broker configure` its rights and its certificate " +
            "are gone.")
        {
            name, state, note, by,
        }.WithExamples("ledger terminal revoke --state /var/lib/ledger bar-1 --note \"stolen in the night\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (string.IsNullOrWhiteSpace(parsed.GetValue(by)) || parsed.GetValue(by)!.Length > LongestName)
                return LedgerCommand.Fail(
                    $"--by: expected a name of 1 to {LongestName} characters.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (folder.Treasury.Revoke(terminal, parsed.GetValue(by)!, parsed.GetValue(note)!) is { What: var flaw })
                return LedgerCommand.Fail($"Not revoked: {flaw}.", ExitCode.BadConfiguration);
            Console.Out.WriteLine(
                $"{terminal} is revoked. Now: ledger broker configure, and start the broker again.");
            return ExitCode.Good;
        }));
        return command;
    }
}
