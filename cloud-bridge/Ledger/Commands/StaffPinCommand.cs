using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger staff-pin</c>: makes the row by which terminals know a staff card's PIN.</summary>
internal static class StaffPinCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var uid = CardArgument.Of("uid", "The staff card, as it says itself.");
        var command = new Command(
            "staff-pin",
            "Reads a PIN from standard input, and prints what `enroll --staff` takes under pins: a salted, slow hash.")
        {
            state, uid,
        }.WithExamples("ledger staff-pin --state /var/lib/ledger 04E141125B3C80 < pin.txt");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Make(parsed.GetValue(state)!, parsed.GetValue(uid)!, Console.In.ReadLine() ?? "")));
        return command;
    }

    private static int Make(string state, string text, string digits)
    {
        if (CardArgument.Read(text, out var uid) is { } why)
            return LedgerCommand.Fail(why, ExitCode.Usage);
        if (!StaffPin.IsPin(digits))
            return LedgerCommand.Fail(
                $"a PIN has {StaffPin.FewestDigits} to {StaffPin.MostDigits} digits.", ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        Console.Out.WriteLine(StaffPin.Of(folder.SiteKey.Token(uid), digits).ToJson());
        return ExitCode.Good;
    }
}
