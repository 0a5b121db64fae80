using CloudBridge.Contract;
using CsvHelper;

namespace CloudBridge.Ledger;

/// <summary>
/// Cards as TiBillet has them made, a row for each and no header: <c>qr url, printed number, tag id</c>, as in
/// <c>https://tibillet.example/qr/4d1b6b4c-…,B194AEB9,A24B043F</c> (Fedow, generations of cards).
/// </summary>
internal sealed class TiBilletCsv
{
    private const int Columns = 3;
    private const int LongestNumber = 40;

    private readonly List<Card> cards = [];
    private readonly List<string> errors = [];
    private readonly Dictionary<CardUid, long> uids = [];
    private readonly Dictionary<string, long> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, long> codes = [];

    private TiBilletCsv()
    {
    }

    /// <summary>Good cards, in the order of their rows.</summary>
    public IReadOnlyList<Card> Cards => cards;

    /// <summary>What is wrong, each with its line.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Reads a file to its end, whatever is wrong with it.</summary>
    public static TiBilletCsv Read(TextReader reader)
    {
        var result = new TiBilletCsv();
        using var csv = CsvReader.Create(reader, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            OnMalformedRecord = bad => result.errors.Add($"line {bad.LineNumber}: a quote where none belongs"),
        });
        while (csv.Read())
            result.Take([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)], csv.LineNumber);
        if (result is { cards: [], errors: [] })
            result.errors.Add("no cards: expected a row for each, qr url, printed number, tag id");
        return result;
    }

    private void Take(string[] row, long line)
    {
        if (row.Length != Columns)
        {
            errors.Add($"line {line}: {row.Length} columns; expected 3: qr url, printed number, tag id");
            return;
        }
        var before = errors.Count;
        var code = row[0][(row[0].LastIndexOf('/') + 1)..];
        if (!Guid.TryParseExact(code, "D", out var qr))
            errors.Add($"line {line}: qr url '{row[0]}'; expected one that ends with a UUID, as in https://…/qr/UUID");
        else
            CheckOnce(codes, qr, "qr code", line);
        if (row[1].Length is 0 or > LongestNumber)
            errors.Add($"line {line}: printed number '{row[1]}'; expected 1 to {LongestNumber} characters");
        else
            CheckOnce(numbers, row[1], "printed number", line);
        if (!CardUid.TryParse(row[2], out var uid))
            errors.Add($"line {line}: tag id '{row[2]}'; expected {CardUid.Expected}");
        else if (uid.IsRandom)
            errors.Add($"line {line}: tag id {uid}: 4 bytes that begin with 08 are made up anew at each tap");
        else
            CheckOnce(uids, uid, "tag id", line);
        if (errors.Count == before)
            cards.Add(new Card(uid, row[1], qr, line));
    }

    private void CheckOnce<T>(Dictionary<T, long> met, T value, string what, long line)
        where T : notnull
    {
        if (!met.TryAdd(value, line))
            errors.Add($"line {line}: {what} {value} is in line {met[value]} already");
    }

    /// <summary>One card of the file, and where it stands there.</summary>
    public sealed record Card(CardUid Uid, string Number, Guid Qr, long Line);
}
