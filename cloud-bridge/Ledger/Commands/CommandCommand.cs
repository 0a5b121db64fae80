using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger command</c>: orders a terminal to do something, once.</summary>
internal static class CommandCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var terminal = LedgerCommand.Terminal();
        var kind = new Argument<string>("command")
        {
            Description = $"What it is to do: {string.Join(", ", CommandKind.All)}.",
        };
        kind.AcceptOnlyFromAmong([.. CommandKind.All]);
        var card = new Option<string?>("--card")
        {
            Description = $"The card that it is about, as it says itself: for {CommandKind.BlockCard} alone.",
            HelpName = "UID",
        };
        var expires = new Option<string?>("--expires")
        {
            Description =
                "It is not to be done any more after this, at most a day. Unless it is said: 30 s for stopPour and " +
                "openOnce, which are meant for who stands there now, and 5 min for all others.",
            HelpName = "TIME",
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "command",
            "Orders a terminal to do something, once: stop the pour that is under way, refuse a card, ask for the " +
            "card list anew, let one person through, read its configuration again, stop in good order so that it is " +
            "started again, or say how it is. The running ledger says it to the terminal until that has answered, " +
            "or the time is over; `ledger commands` prints the answers. Works beside a running ledger.")
        {
            state, terminal, kind, card, expires, note,
        }.WithExamples(
            "ledger command --state /var/lib/ledger --terminal bar-1 stopPour --note \"the glass is full\"",
            "ledger command --state /var/lib/ledger --terminal bar-1 blockCard --card 04E141125B3C80 \\",
            "  --note \"lost, says its guest\"",
            "ledger command --state /var/lib/ledger --terminal bar-1 restart --expires 2h \\",
            "  --note \"for the new display\"");
        command.SetAction(parsed => LedgerCommand.Run(() => Give(
            parsed.GetValue(state)!,
            parsed.GetValue(terminal)!,
            parsed.GetValue(kind)!,
            parsed.GetValue(card),
            parsed.GetValue(expires),
            parsed.GetValue(note)!)));
        return command;
    }

    private static int Give(string state, string name, string kind, string? cardText, string? span, string note)
    {
        CardUid uid = default;
        if (!TerminalId.TryParse(name, out var terminal))
            return LedgerCommand.Fail($"--terminal '{name}': expected {Name.Expected}.", ExitCode.Usage);
        if ((span is null ? CommandRequest.UsualTerm(kind) : WrittenSpan.Read(span)) is not { } expires)
            return LedgerCommand.Fail($"--expires '{span}': expected {WrittenSpan.Expected}.", ExitCode.Usage);
        if (cardText is not null && CardArgument.Read(cardText, out uid) is { } wrong)
            return LedgerCommand.Fail($"--card: {wrong}", ExitCode.Usage);
        if (cardText is null == (kind == CommandKind.BlockCard))
            return LedgerCommand.Fail($"--card is for {CommandKind.BlockCard}, which needs one.", ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        CardToken? card = cardText is null ? null : folder.SiteKey.Token(uid);
        if (folder.Treasury.Command(terminal, kind, card, expires, note, out var number) is { } flaw)
            return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{terminal}: command {number}, {kind}");
        return ExitCode.Good;
    }
}
