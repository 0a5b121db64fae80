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
            "already, number and QR code are noted; none when one of these is another card's there.")
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
    /// <returns>How many were new; or what is wrong, and then nothing was added.</returns>
    internal static Imported Add(TiBilletCsv csv, SiteKey siteKey, ILedgerStore store, IVault vault) => store.Change(
        draft =>
    {
        var rows = csv.Cards
            .Select(card => new VaultRow(card.Uid.Hex, siteKey.Token(card.Uid), card.Number, card.Qr)).ToList();
        if (Taken(csv, rows, draft.Books, vault) is { Count: > 0 } taken)
            return new Imported(0, taken);
        var added = rows.Where(row => !draft.Books.Knows(row.Card)).ToList();
        vault.Add(rows);
        NewCards.Add(draft, added.Select(row => new NewCard(
            row.Card, siteKey.OwnWallet(row.Card), CardClass.Uid, CardState.Ok, [])));
        return new Imported(added.Count, []);
    });

    /// <summary>Whoever looks a card up by its number would find two, and block or refund the wrong one.</summary>
    private static List<string> Taken(
        TiBilletCsv csv, List<VaultRow> rows, LedgerBooks books, IVault vault)
    {
        // What the file itself says anew of a card counts, so two may change their numbers.
        var own = rows.Select(row => row.Card).ToHashSet();
        var others = vault
            .Find([.. csv.Cards.Select(card => card.Number)], [.. csv.Cards.Select(card => card.Qr)])
            .Where(row => !own.Contains(row.Card) && books.Knows(row.Card))
            .ToList();
        var numbers = others.Select(row => row.Number).ToHashSet(StringComparer.Ordinal);
        var codes = others.Select(row => row.Qr).ToHashSet();
        return
        [
            .. csv.Cards.Where(card => numbers.Contains(card.Number)).Select(card => Of(card, $"number {card.Number}")),
            .. csv.Cards.Where(card => codes.Contains(card.Qr)).Select(card => Of(card, $"QR code {card.Qr}")),
        ];

        static string Of(TiBilletCsv.Card card, string what) =>
            $"line {card.Line}: {what} is that of another card in the ledger. Find out whose tag id is right, by " +
            "the console's page Cards; leave the row out, or correct it";
    }

    private static int Import(string state, FileInfo file)
    {
        using var folder = LedgerFolder.Open(state);
        using var reader = file.OpenText();
        var csv = TiBilletCsv.Read(reader);
        foreach (var error in csv.Errors)
            Console.Error.WriteLine($"{file}: {error}");
        if (csv.Errors.Count > 0)
            return LedgerCommand.Fail("nothing was added.", ExitCode.BadConfiguration);
        var (added, taken) = Add(csv, folder.SiteKey, folder.Store, folder.Vault);
        foreach (var error in taken)
            Console.Error.WriteLine($"{file}: {Printable.Of(error)}");
        if (taken.Count > 0)
            return LedgerCommand.Fail("nothing was added.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{added} cards added, {csv.Cards.Count - added} were there");
        return ExitCode.Good;
    }

    /// <summary>What came of a file.</summary>
    /// <param name="Added">So many cards are new.</param>
    /// <param name="Errors">Why nothing was added; empty: it was.</param>
    internal sealed record Imported(int Added, IReadOnlyList<string> Errors);
}
