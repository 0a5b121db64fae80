using System.CommandLine;
using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary><c>ledger close-period</c>: what is older and comes later goes to suspense.</summary>
internal static class ClosePeriodCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var through = new Option<string>("--through")
        {
            Description = "The period's last moment, with its distance from UTC: 2026-10-31T23:59:59Z.",
            HelpName = "TIME",
            Required = true,
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "close-period",
            "Closes a period for booking: records that were made in it, by a time that the ledger had set, and come " +
            "from now on go to suspense, a row each. Works beside a running ledger.")
        {
            state, through, note,
        }.WithExamples(
            "ledger close-period --state /var/lib/ledger --through 2026-10-31T23:59:59Z --note \"October is filed\"");
        command.SetAction(parsed => LedgerCommand.Run(() => Close(
            parsed.GetValue(state)!, parsed.GetValue(through)!, parsed.GetValue(note)!)));
        return command;
    }

    private static int Close(string state, string text, string note)
    {
        if (!DateTimeOffset.TryParseExact(
                text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out var through) ||
            !(text.EndsWith('Z') || text[^6] is '+' or '-'))
            return LedgerCommand.Fail(
                $"--through '{text}': expected a time as in 2026-10-31T23:59:59Z or 2026-10-31T23:59:59+01:00.",
                ExitCode.Usage);
        using var folder = LedgerFolder.Open(state);
        if (folder.Treasury.ClosePeriod(through, note) is { } flaw)
            return LedgerCommand.Fail($"{flaw}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"closed through {through:u}");
        return ExitCode.Good;
    }
}
