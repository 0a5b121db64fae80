using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal</c>: enrols terminals over the network.</summary>
internal static class TerminalCommand
{
    public static Command Build() => new Command(
        "terminal", "Creates terminals, and confirms them by their words when they ask to be enrolled.")
    {
        TerminalCreateCommand.Build(),
        TerminalListCommand.Build(),
        TerminalConfirmCommand.Build(),
        TerminalRefuseCommand.Build(),
    }.WithExamples("ledger terminal create --help");

    public static Argument<string> TerminalName() => new("NAME") { Description = "The terminal." };
}
