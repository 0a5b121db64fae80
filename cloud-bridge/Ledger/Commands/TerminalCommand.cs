using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal</c>: enrols terminals over the network, and takes them out again.</summary>
internal static class TerminalCommand
{
    public static Command Build() => new Command(
        "terminal", "Creates terminals, confirms them by their words when they ask to be enrolled, and revokes them.")
    {
        TerminalCreateCommand.Build(),
        TerminalListCommand.Build(),
        TerminalConfirmCommand.Build(),
        TerminalRefuseCommand.Build(),
        TerminalRevokeCommand.Build(),
    }.WithExamples("ledger terminal create --help");

    public static Argument<string> TerminalName() => new("NAME") { Description = "The terminal." };
}
