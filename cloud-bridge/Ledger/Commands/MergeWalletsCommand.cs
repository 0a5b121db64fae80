using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger merge-wallets</c>: two cards of one guest share one wallet from then on.</summary>
internal static class MergeWalletsCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var from = CardArgument.Of("uid", "A card of the wallet that goes: its money, holds and allowances move.");
        var into = CardArgument.Of("into-uid", "A card of the wallet that stays.");
        var command = new Command(
            "merge-wallets",
            "Two cards of one guest share one wallet from then on, with all that was on both; what terminals with an " +
            "older list still book on the first comes to the second. Cannot be undone. Works beside a running ledger.")
        {
            state, from, into,
        }.WithExamples("ledger merge-wallets --state /var/lib/ledger 04E141125B3C80 04AABBCCDDEEFF");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Merge(parsed.GetValue(state)!, parsed.GetValue(from)!, parsed.GetValue(into)!)));
        return command;
    }

    private static int Merge(string state, string fromText, string intoText)
    {
        if (CardArgument.Read(fromText, out var from) is { } wrong)
            return LedgerCommand.Fail(wrong, ExitCode.Usage);
        if (CardArgument.Read(intoText, out var into) is { } alsoWrong)
            return LedgerCommand.Fail(alsoWrong, ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        var gone = folder.Cards.TokenOf(from);
        var outcome = folder.Cards.Merge(
            gone, folder.Cards.TokenOf(into), card => (card == gone ? from : into).Hex, key: null);
        if (outcome.Why is { } why)
            return LedgerCommand.Fail($"{why.What}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{from} and {into}: one wallet from the next list on");
        return ExitCode.Good;
    }
}
