using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger import-cards</c>: adds the cards of a TiBillet place.</summary>
internal static class ImportCardsCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var file = new Argument<FileInfo>("cards.csv") { Description = "qr url, printed number, tag id; no header" };
        var command = new Command(
            "import-cards",
            "Adds the cards of a TiBillet place, all or none: empty, of class uid. Of those that the ledger has " +
            "already, number and QR code are noted.")
        {
            state, file,
        }.WithExamples(
            "ledger import-cards --state /var/lib/ledger cards.csv",
            "",
            "where cards.csv is, for example:",
            "",
            "https://tibillet.example/qr/5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b,B194AEB9,A24B043F");
        command.SetAction(parsed => LedgerCommand.Run(() => Import(parsed.GetValue(state)!, parsed.GetValue(file)!)));
        return command;
    }

    /// <summary>All is looked at and written alone: another process may be adding the same cards.</summary>
    /// <returns>How many were new.</returns>
    internal static int Add(TiBilletCsv csv, SiteKey siteKey, ILedgerStore store, IVault vault) => store.Change(draft =>
    {
        var rows = csv.Cards
            .Select(card => new VaultRow(card.Uid.Hex, siteKey.Token(card.Uid), card.Number, card.Qr)).ToList();
        var added = rows.Where(row => !draft.Books.Knows(row.Card)).ToList();
        vault.Add(rows);
        NewCards.Add(draft, added.Select(row => new NewCard(
            row.Card, siteKey.OwnWallet(row.Card), CardClass.Uid, CardState.Ok, [])));
        return added.Count;
    });

    private static int Import(string state, FileInfo file)
    {
        using var folder = LedgerFolder.Open(state);
        using var reader = file.OpenText();
        var csv = TiBilletCsv.Read(reader);
        foreach (var error in csv.Errors)
            Console.Error.WriteLine($"{file}: {error}");
        if (csv.Errors.Count > 0)
            return LedgerCommand.Fail("nothing was added.", ExitCode.BadConfiguration);
        var added = Add(csv, folder.SiteKey, folder.Store, folder.Vault);
        Console.Out.WriteLine($"{added} cards added, {csv.Cards.Count - added} were there");
        return ExitCode.Good;
    }
}
