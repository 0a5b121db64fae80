using System.Globalization;
using CloudBridge.Contract;
using CsvHelper;

namespace CloudBridge.Ledger;

/// <summary>Cards and their opening balances as people write them down: <c>uid,class,state,asset,amount</c>.</summary>
internal sealed class CardCsv
{
    private static readonly string[] Header = ["uid", "class", "state", "asset", "amount"];

    private readonly Dictionary<CardUid, Card> cards = [];
    private readonly List<string> errors = [];

    private CardCsv()
    {
    }

    /// <summary>Good cards, in the order of their first rows.</summary>
    public IReadOnlyCollection<Card> Cards => cards.Values;

    /// <summary>What is wrong, each with its line.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Reads a file to its end, whatever is wrong with it.</summary>
    public static CardCsv Read(TextReader reader)
    {
        var result = new CardCsv();
        using var csv = CsvReader.Create(reader, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            OnMalformedRecord = bad => result.errors.Add($"line {bad.LineNumber}: a quote where none belongs"),
        });
        if (!csv.Read() || !RowOf(csv).SequenceEqual(Header))
        {
            result.errors.Add($"line 1: expected the header {string.Join(',', Header)}");
            return result;
        }
        while (csv.Read())
            result.Take(RowOf(csv), csv.LineNumber);
        return result;
    }

    private static string[] RowOf(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private void Take(string[] row, long line)
    {
        if (row is not [var uidText, var classText, var stateText, var assetText, var amountText])
        {
            errors.Add($"line {line}: {row.Length} columns; expected 5: {string.Join(',', Header)}");
            return;
        }
        var before = errors.Count;
        void Check(bool good, string column, string value, string expected)
        {
            if (!good)
                errors.Add($"line {line}: {column} '{value}'; expected {expected}");
        }
        Check(CardUid.TryParse(uidText, out var uid), "uid", uidText, CardUid.Expected);
        Check(!uid.IsRandom, "uid", uidText, "a UID of the card's own (4 bytes that begin with 08 are made up)");
        Check(TryParse(classText, out CardClass cardClass), "class", classText, "uid, counter or aes");
        Check(TryParse(stateText, out CardState state), "state", stateText, "ok or blocked");
        Check(
            AssetId.TryParse(assetText, out var asset) && asset.Category.IsMoney(),
            "asset",
            assetText,
            "TNF, TLF, FED, TIM or FID, alone or with a name: TLF-LYON");
        var isNumber = long.TryParse(amountText, NumberStyles.None, CultureInfo.InvariantCulture, out var amount);
        Check(
            isNumber && amount <= Money.Limit,
            "amount",
            amountText,
            "a whole number of minor units, not below zero: 1500 for 15.00");
        if (errors.Count == before)
            Add(new Card(uid, cardClass, state, [new AssetAmount(asset, new Money(amount))], line));
    }

    private void Add(Card row)
    {
        if (!cards.TryGetValue(row.Uid, out var card))
            cards.Add(row.Uid, row);
        else if ((card.Class, card.State) != (row.Class, row.State))
            errors.Add($"line {row.Line}: {row.Uid} has another class or state than in line {card.Line}");
        else if (card.Balances.Any(balance => balance.Asset == row.Balances[0].Asset))
            errors.Add($"line {row.Line}: {row.Uid} has {row.Balances[0].Asset} twice");
        else
            card.Balances.AddRange(row.Balances);
    }

    private static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            value = candidate;
            if (string.Equals(candidate.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        value = default;
        return false;
    }

    /// <summary>One card of the file.</summary>
    public sealed record Card(CardUid Uid, CardClass Class, CardState State, List<AssetAmount> Balances, long Line);
}
