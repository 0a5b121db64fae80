using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger reissue-card</c>: a lost card's wallet gets another card.</summary>
internal static class ReissueCardCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var lost = CardArgument.Of("lost-uid", "The lost card: blocked for good.");
        var found = CardArgument.Of("new-uid", "The card that takes its place; one that the ledger does not know.");
        var cardClass = new Option<CardClass?>("--class")
        {
            Description = "What the new card is enrolled as: uid, counter or aes. Without it as the lost one.",
            HelpName = "CLASS",
        };
        var command = new Command(
            "reissue-card",
            "A lost card's wallet gets another card. The lost one is blocked in the next list; what was bought with " +
            "it and is still to come is booked on the wallet. Works beside a running ledger.")
        {
            state, lost, found, cardClass,
        }.WithExamples(
            "ledger reissue-card --state /var/lib/ledger 04E141125B3C80 0412345678ABCD",
            "ledger reissue-card --state /var/lib/ledger 04E141125B3C80 0412345678ABCD --class aes");
        command.SetAction(parsed => LedgerCommand.Run(() => Reissue(
            parsed.GetValue(state)!, parsed.GetValue(lost)!, parsed.GetValue(found)!, parsed.GetValue(cardClass))));
        return command;
    }

    private static int Reissue(string state, string lostText, string newText, CardClass? cardClass)
    {
        if (CardArgument.Read(lostText, out var lost) is { } wrong)
            return LedgerCommand.Fail(wrong, ExitCode.Usage);
        if (CardArgument.Read(newText, out var found) is { } alsoWrong)
            return LedgerCommand.Fail(alsoWrong, ExitCode.Usage);
        if (found.IsRandom)
            return LedgerCommand.Fail(
                $"uid '{found}'; expected a UID of the card's own (4 bytes that begin with 08 are made up).",
                ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        var outcome = folder.Cards.Reissue(
            folder.Cards.TokenOf(lost), lost.Hex, new CardToReissue(found, cardClass), key: null);
        if (outcome.Why is { } why)
            return LedgerCommand.Fail($"{why.What}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{found} takes the place of {lost}, which is blocked from the next list on");
        return ExitCode.Good;
    }
}
