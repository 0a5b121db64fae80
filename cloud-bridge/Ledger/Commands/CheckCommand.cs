using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger check</c>: recomputes all balances from the stored lines.</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var command = new Command(
            "check", "Checks every stored line, books it anew, and compares. Exit code 3 when they do not agree.")
        {
            state,
        }.WithExamples("ledger check --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() => Check(parsed.GetValue(state)!)));
        return command;
    }

    private static int Check(string state)
    {
        using var folder = LedgerFolder.Open(state);
        using var first = FirstKey(folder.Store) is { } former ? PublicKey.Read(former).OrThrow() : null;
        using var root = folder.Trust.Root is { } jwk ? PublicKey.Read(jwk).OrThrow() : null;
        var check = new LedgerCheck(folder.Site, new KeyRing(first ?? folder.Signer.PublicKey), root: root);
        check.Run(folder.Store.Entries());
        check.EndsWith(folder.Signer.KeyId);
        foreach (var problem in check.Problems)
            Console.Error.WriteLine($"ledger: {Printable.Of(problem, longest: 2_000)}");
        var open = check.Books.Rows.Where(row => row.Closed is null).ToList();
        foreach (var row in open)
            Console.Out.WriteLine(
                $"to look at: {row.Kind}, record {row.Position} of {row.Terminal}: {Printable.Of(row.What)}");
        // A log with a damaged line has no end that anybody could name.
        if (check.Problems.Count == 0 && folder.Store.End() is var end)
            Console.Out.WriteLine(
                $"log: lines {end.Line}, chained from line {end.ChainedFrom}, the last is {end.Hash}");
        var terminals = check.Books.Terminals.Count();
        var verdict = check.Problems.Count == 0 ? "all agree" : $"problems {check.Problems.Count}";
        Console.Out.WriteLine(
            $"check: cards {check.Books.CardCount}, terminals {terminals}, records {check.Records}, " +
            $"forks {check.Books.Forks}: {verdict}");
        return check.Problems.Count == 0 ? ExitCode.Good : ExitCode.VerificationFailed;
    }

    /// <summary>What is damaged is for the check itself to say.</summary>
    /// <returns>Null: the key never changed, or that cannot be read.</returns>
    private static JsonWebKey? FirstKey(ILedgerStore store)
    {
        try
        {
            return store.Read(books => books.LedgerKeys.First);
        }
        catch (LedgerDamageException)
        {
            return null;
        }
    }
}
