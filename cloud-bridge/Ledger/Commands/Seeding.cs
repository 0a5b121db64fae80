using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Adds the cards of a file to a ledger, all or none.</summary>
internal static class Seeding
{
    /// <summary>All is looked at and written alone: another process may be seeding the same cards.</summary>
    /// <returns>What is wrong, each with its line; none when they were added.</returns>
    public static IReadOnlyList<string> Add(CardCsv csv, SiteKey siteKey, ILedgerStore store, IVault vault) =>
        store.Change<IReadOnlyList<string>>(draft =>
        {
            var books = draft.Books;
            string[] errors = [.. csv.Errors, .. KnownAlready(csv, siteKey, books), .. TooMuch(csv, books)];
            if (errors.Length > 0)
                return errors;
            // A row of the vault without a card harms nobody; a card without one could not be named.
            vault.Add(csv.Cards.Select(card => new VaultRow(card.Uid.Hex, siteKey.Token(card.Uid))));
            NewCards.Add(draft, csv.Cards.Select(card => AsNew(card, siteKey)));
            return [];
        });

    private static IEnumerable<string> KnownAlready(CardCsv csv, SiteKey siteKey, LedgerBooks books) =>
        from card in csv.Cards
        where books.Knows(siteKey.Token(card.Uid))
        select $"line {card.Line}: {card.Uid} is in the ledger already; seed adds new cards only";

    /// <summary>What all cards got is counted as one amount for each asset.</summary>
    private static IEnumerable<string> TooMuch(CardCsv csv, LedgerBooks books)
    {
        var given = new Dictionary<AssetId, Int128>();
        foreach (var card in csv.Cards)
            foreach (var (asset, amount) in card.Balances)
            {
                var before = given.GetValueOrDefault(asset, -books.BalanceOf(Account.Issued, asset).MinorUnits);
                var after = given[asset] = before + amount.MinorUnits;
                if (before <= Money.Limit && after > Money.Limit)
                    yield return
                        $"line {card.Line}: {asset}: all cards together would have {after}; at most {Money.Limit}";
            }
    }

    private static NewCard AsNew(CardCsv.Card card, SiteKey siteKey)
    {
        var token = siteKey.Token(card.Uid);
        return new NewCard(token, siteKey.OwnWallet(token), card.Class, card.State, [.. card.Balances])
        {
            Entitlements = [.. card.Entitlements], Age = card.Guest.Age, Language = card.Guest.Language,
        };
    }
}
