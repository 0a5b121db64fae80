using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger ingest</c>: takes a journal from a file, as if it had come over the broker.</summary>
internal static class IngestCommand
{
    private const int MostShown = 10;

    public static Command Build()
    {
        var state = LedgerCommand.State();
        var file = new Argument<FileInfo>("journal.jws")
        {
            Description = "Lines of journals, of any terminals: what `edge-terminal journal export` writes.",
        };
        var command = new Command(
            "ingest",
            "Takes a journal that somebody hands in: every record is checked and booked as if it had come over the " +
            "broker, and once, however often it comes; what a revoked terminal had not said that it has waits for a " +
            "treasurer. Exit code 3 when there are lines that were not taken. Works beside a running ledger.")
        {
            state, file,
        }.WithExamples(
            "edge-terminal journal export /mnt/sd-card/var/lib/edge-terminal --out bar-1.jws",
            "ledger ingest --state /var/lib/ledger bar-1.jws");
        command.SetAction(parsed => LedgerCommand.Run(() => Take(parsed.GetValue(state)!, parsed.GetValue(file)!)));
        return command;
    }

    private static int Take(string state, FileInfo file)
    {
        using var folder = LedgerFolder.Open(state);
        using var stream = file.OpenRead();
        var now = LedgerCommand.Now();
        var counts = new Dictionary<Type, int>();
        var (lines, notTaken) = (0, 0);
        foreach (var outcome in new JournalFile(folder.Site, folder.Store, folder.Signer).Take(stream, now))
        {
            lines++;
            counts[outcome.GetType()] = counts.GetValueOrDefault(outcome.GetType()) + 1;
            if (WhyNot(outcome) is { } why && notTaken++ < MostShown)
                Console.Error.WriteLine($"{file}, line {lines}: {Printable.Of(why)}");
        }
        if (notTaken > MostShown)
            Console.Error.WriteLine($"{file}: {notTaken - MostShown} more lines were not taken");
        Console.Out.WriteLine(
            $"ingest: lines {lines}, booked {Count<IngestOutcome.Booked>()}, known {Count<IngestOutcome.Known>()}, " +
            $"waiting {Count<IngestOutcome.Parked>()}, forked {Count<IngestOutcome.Forked>()}, " +
            (Count<IngestOutcome.Held>() is > 0 and var held ? $"held {held}, " : "") + $"not taken {notTaken}");
        if (Count<IngestOutcome.Held>() > 0)
            Console.Out.WriteLine(
                "What is held is of a terminal that was revoked, and waits for a treasurer: ledger reconcile");
        return notTaken == 0 ? ExitCode.Good : ExitCode.VerificationFailed;

        int Count<T>() => counts.GetValueOrDefault(typeof(T));
    }

    /// <returns>Null when it was taken.</returns>
    private static string? WhyNot(IngestOutcome outcome) => outcome switch
    {
        IngestOutcome.Rejected rejected => rejected.Error.ToString(),
        IngestOutcome.NotGranted { Position: var position } =>
            $"record {position} is well signed, and its epoch was not granted: run ledger grant-epoch until it is",
        IngestOutcome.Refused { IsOfNextKey: true } refused => refused.Why,
        IngestOutcome.Refused { Position: var position } =>
            $"record {position} is beyond a gap, and no more can wait for it: hand in first what is missing; of a " +
            "revoked terminal decide first on what is held (ledger terminal held)",
        _ => null,
    };
}
