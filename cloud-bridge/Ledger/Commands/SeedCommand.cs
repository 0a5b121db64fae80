using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary><c>ledger seed</c>: adds cards from a CSV file, all or none.</summary>
internal static class SeedCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var file = new Argument<FileInfo>("cards.csv")
        {
            Description = "uid,class,state,asset,amount, and perhaps from,through,age,language",
        };
        var command = new Command(
            "seed",
            "Adds new cards with their opening balances, memberships and tickets, all or none: a row for each card " +
            "and asset, amounts in cents.")
        {
            state, file,
        }.WithExamples(
            "ledger seed --state /var/lib/ledger cards.csv",
            "",
            "where cards.csv is, for example (class uid, counter or aes; state ok or blocked):",
            "",
            "uid,class,state,asset,amount",
            "04E141125B3C80,uid,ok,TLF,1500",
            "04E141125B3C80,uid,ok,TNF,200",
            "DEADBEEF,uid,blocked,TLF,900",
            "",
            "or with four columns more; a membership or ticket (SUB, BDG) has dates and no amount:",
            "",
            "uid,class,state,asset,amount,from,through,age,language",
            "04E141125B3C80,uid,ok,TLF,1500,,,adult,fr",
            "04E141125B3C80,uid,ok,SUB,,,2026-12-31T23:59:59+01:00,adult,fr");
        command.SetAction(parsed => LedgerCommand.Run(() => Seed(parsed.GetValue(state)!, parsed.GetValue(file)!)));
        return command;
    }

    private static int Seed(string state, FileInfo file)
    {
        using var folder = LedgerFolder.Open(state);
        using var reader = file.OpenText();
        var csv = CardCsv.Read(reader);
        var errors = Seeding.Add(csv, folder.SiteKey, folder.Store, folder.Vault);
        foreach (var error in errors)
            Console.Error.WriteLine($"{file}: {error}");
        if (errors.Count > 0)
            return LedgerCommand.Fail("nothing was added.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{csv.Cards.Count} cards added");
        return ExitCode.Good;
    }
}
