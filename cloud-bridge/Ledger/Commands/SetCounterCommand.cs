using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger set-counter</c>: makes a card good again whose counter counts nowhere any more.</summary>
internal static class SetCounterCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var uid = new Argument<string>("uid") { Description = "The card, as it says itself." };
        var reading = new Argument<long>("reading")
        {
            Description = "What its counter reads now, as `edge-terminal card read` shows it.",
        };
        var command = new Command(
            "set-counter",
            "Says in the next list what a card's counter reads: for one that was read too often elsewhere, or that a " +
            "terminal has said too much of. Readings that are not above it count nowhere. Works beside a running " +
            "ledger.")
        {
            state, uid, reading,
        }.WithExamples("ledger set-counter --state /var/lib/ledger 04E141125B3C80 2714");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Set(parsed.GetValue(state)!, parsed.GetValue(uid)!, parsed.GetValue(reading))));
        return command;
    }

    private static int Set(string state, string text, long reading)
    {
        if (!CardUid.TryParse(text, out var uid))
            return LedgerCommand.Fail($"uid '{text}'; expected {CardUid.Expected}.", ExitCode.Usage);
        if (!CounterReading.IsPossible(reading))
            return LedgerCommand.Fail($"reading {reading}; expected 0 to {CounterReading.Highest}.", ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        var card = folder.SiteKey.Token(uid);
        var isKnown = folder.Store.Change(draft =>
        {
            if (!draft.Books.Knows(card))
                return false;
            draft.Add(new LedgerEntry.CounterSet(card, reading));
            return true;
        });
        if (!isKnown)
            return LedgerCommand.Fail($"card {uid} is not in the ledger.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{uid}: counter {reading} from the next list on");
        return ExitCode.Good;
    }
}
