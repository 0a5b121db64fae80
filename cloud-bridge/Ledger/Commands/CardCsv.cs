using System.Globalization;
using CloudBridge.Contract;
using CsvHelper;

namespace CloudBridge.Ledger;

/// <summary>
/// Cards as people write them down, a row for each card and asset: <c>uid,class,state,asset,amount</c>, and where a
/// file says more of guests and their memberships, <c>from,through,age,language</c>.
/// </summary>
internal sealed class CardCsv
{
    private static readonly string[] Header = ["uid", "class", "state", "asset", "amount"];
    private static readonly string[] Longer = [.. Header, "from", "through", "age", "language"];

    private readonly Dictionary<CardUid, Card> cards = [];
    private readonly List<string> errors = [];
    private string[] columns = Header;

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
        var header = csv.Read() ? RowOf(csv) : [];
        if (header.SequenceEqual(Longer))
            result.columns = Longer;
        else if (!header.SequenceEqual(Header))
        {
            result.errors.Add(
                $"line 1: expected the header {string.Join(',', Header)}, or {string.Join(',', Longer)}");
            return result;
        }
        while (csv.Read())
            result.Take(RowOf(csv), csv.LineNumber);
        return result;
    }

    private static string[] RowOf(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private void Take(string[] row, long line)
    {
        if (row.Length != columns.Length)
        {
            errors.Add($"line {line}: {row.Length} columns; expected {columns.Length}: {string.Join(',', columns)}");
            return;
        }
        var before = errors.Count;
        void Check(bool good, int column, string expected)
        {
            if (!good)
                errors.Add($"line {line}: {columns[column]} '{row[column]}'; expected {expected}");
        }
        Check(CardUid.TryParse(row[0], out var uid), 0, CardUid.Expected);
        Check(!uid.IsRandom, 0, "a UID of the card's own (4 bytes that begin with 08 are made up)");
        Check(TryParse(row[1], out CardClass cardClass), 1, "uid, counter or aes");
        Check(TryParse(row[2], out CardState state), 2, "ok or blocked");
        var card = new Card(uid, cardClass, state, GuestOf(row, Check), [], [], line);
        if (!AssetId.TryParse(row[3], out var asset) || columns == Header && !asset.Category.IsMoney())
            Check(false, 3, "TNF, TLF, FED, TIM or FID, alone or with a name: TLF-LYON" +
                (columns == Header ? "" : "; or SUB or BDG, the same"));
        else if (asset.Category.IsMoney())
            card.Balances.Add(new AssetAmount(asset, AmountOf(row, Check)));
        else
            card.Entitlements.Add(EntitlementOf(asset, row, Check));
        if (errors.Count == before)
            Add(card);
    }

    private Guest GuestOf(string[] row, Action<bool, int, string> check)
    {
        if (columns == Header)
            return default;
        var age = AgeClass.Unknown;
        LanguageTag language = default;
        check(row[7].Length == 0 || TryParse(row[7], out age), 7, "minor or adult, or nothing");
        check(
            row[8].Length == 0 || LanguageTag.TryParse(row[8], out language), 8, $"{LanguageTag.Expected}; or nothing");
        return new Guest(age, row[8].Length == 0 ? null : language);
    }

    private Money AmountOf(string[] row, Action<bool, int, string> check)
    {
        var isGood = long.TryParse(row[4], NumberStyles.None, CultureInfo.InvariantCulture, out var amount) &&
            amount <= Money.Limit;
        check(isGood, 4, "a whole number of minor units, not below zero: 1500 for 15.00");
        if (columns == Longer)
            foreach (var column in new[] { 5, 6 })
                check(row[column].Length == 0, column, "nothing: money has no dates");
        return isGood ? new Money(amount) : Money.Zero;
    }

    private static Entitlement EntitlementOf(AssetId asset, string[] row, Action<bool, int, string> check)
    {
        check(row[4].Length == 0, 4, "nothing: a membership or ticket has dates");
        var (from, through) = (WrittenTime.Read(row[5]), WrittenTime.Read(row[6]));
        check(from is not null || row[5].Length == 0, 5, $"{WrittenTime.Expected}, or nothing");
        check(through is not null, 6, WrittenTime.Expected);
        check(from is null || through is null || from <= through, 6, "a time no earlier than from");
        return new Entitlement(asset, from, through ?? 0);
    }

    private void Add(Card row)
    {
        if (!cards.TryGetValue(row.Uid, out var card))
            cards.Add(row.Uid, row);
        else if ((card.Class, card.State) != (row.Class, row.State))
            errors.Add($"line {row.Line}: {row.Uid} has another class or state than in line {card.Line}");
        else if (card.Guest != row.Guest)
            errors.Add($"line {row.Line}: {row.Uid} has another age or language than in line {card.Line}");
        else if (card.Balances.Any(balance => row.Balances.Exists(other => other.Asset == balance.Asset)))
            errors.Add($"line {row.Line}: {row.Uid} has {row.Balances[0].Asset} twice");
        else
        {
            card.Balances.AddRange(row.Balances);
            card.Entitlements.AddRange(row.Entitlements);
            if (card.Entitlements.Count == CardDesk.MostEntitlements + 1 && row.Entitlements.Count > 0)
                errors.Add(
                    $"line {row.Line}: {row.Uid} has more than {CardDesk.MostEntitlements} memberships and badges");
        }
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
    public sealed record Card(
        CardUid Uid,
        CardClass Class,
        CardState State,
        Guest Guest,
        List<AssetAmount> Balances,
        List<Entitlement> Entitlements,
        long Line);

    /// <summary>What a file may say of a card's guest.</summary>
    public readonly record struct Guest(AgeClass Age, LanguageTag? Language);
}
