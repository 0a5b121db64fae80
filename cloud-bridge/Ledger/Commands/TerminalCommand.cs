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
        TerminalHeldCommand.BuildList(),
        TerminalHeldCommand.Build("book-held", areBooked: true),
        TerminalHeldCommand.Build("refuse-held", areBooked: false),
    }.WithExamples("ledger terminal create --help");

    /// <summary>Why; it may be left out here.</summary>
    public static Option<string?> Note() => new("--note")
    {
        Description = "Why: it stays in the ledger's log.",
        HelpName = "TEXT",
    };

    /// <returns>What is wrong with the note; null: nothing is.</returns>
    public static string? DeciderOf(string? note, out Decider by)
    {
        by = Decider.Command with { Note = note };
        return note is null ? null : TreasurerAct.FlawOfNew(note);
    }

    public static Argument<string> TerminalName() => new("NAME") { Description = "The terminal." };
}
