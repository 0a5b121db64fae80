using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger set-card</c>: locks and unlocks a known card, and says anew what it holds.</summary>
internal static class SetCardCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var uid = CardArgument.Of("uid", "The card, as it says itself.");
        var change = new CardChangeOptions();
        var command = new Command(
            "set-card",
            "Locks or unlocks a card that the ledger knows, and says anew until when it is good, which memberships, " +
            "tickets and badges it holds, and what is known of its guest. What is not said stays as it is. A card " +
            "that was re-issued stays blocked. Works beside a running ledger.")
        {
            state, uid,
        }.WithExamples(
            "ledger set-card --state /var/lib/ledger 04E141125B3C80 --lock",
            "ledger set-card --state /var/lib/ledger 04E141125B3C80 --unlock \\",
            "    --entitlement BDG-BAR,2026-06-05T12:00:00+02:00,2026-06-08T06:00:00+02:00",
            "ledger set-card --state /var/lib/ledger 04E141125B3C80 --remove BDG-BAR --age adult --language fr");
        change.AddTo(command);
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Set(parsed.GetValue(state)!, parsed.GetValue(uid)!, change, parsed)));
        return command;
    }

    private static int Set(string state, string text, CardChangeOptions options, ParseResult parsed)
    {
        var errors = options.Read(parsed, out var change);
        if (CardArgument.Read(text, out var uid) is { } wrong)
            errors = [wrong, .. errors];
        foreach (var error in errors)
            LedgerCommand.Fail(error);
        if (errors.Count > 0)
            return ExitCode.Usage;
        using var folder = LedgerFolder.Open(state);
        var outcome = folder.Cards.Change(folder.Cards.TokenOf(uid), uid.Hex, change);
        if (outcome is not Outcome<ChangedCard>.Done { Answer: var (entry, isNew) })
            return LedgerCommand.Fail($"{outcome.Why!.What}.", ExitCode.BadConfiguration);
        var since = isNew ? "from the next list on" : "as before";
        Console.Out.WriteLine($"{uid} {since}: {string.Join("; ", SaidOf(entry))}");
        return ExitCode.Good;
    }

    private static IEnumerable<string> SaidOf(CardEntry card)
    {
        yield return card.State == CardState.Blocked ? "blocked" : "ok";
        if (card.ValidThroughMilliseconds is { } end)
            yield return $"valid through {WrittenTime.Write(end)}";
        foreach (var (asset, from, through) in card.Entitlements)
            yield return $"{asset}{(from is { } start ? $" from {WrittenTime.Write(start)}" : "")}" +
                $" through {WrittenTime.Write(through)}";
        if (card.Age != AgeClass.Unknown)
            yield return card.Age == AgeClass.Minor ? "minor" : "adult";
        if (card.Language is { } language)
            yield return $"speaks {language}";
    }
}
