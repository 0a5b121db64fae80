using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// The keys of all populations that a site accepts, as the file that docs/cards.md describes:
/// <c>{"members": {"proof": {"1": "32 hexadecimal digits"}}}</c>.
/// </summary>
public static class SiteCardKeys
{
    /// <summary>More do not fit beside the longest enrolment.</summary>
    public const int Most = 100;

    private const string Expected =
        "expected card keys as docs/cards.md, Keys, says: populations, their uses, and versions with 32 hexadecimal " +
        "digits";

    /// <summary>Reads the file.</summary>
    public static Reading<SiteCardKey[]> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            SiteCardKey[] rows =
            [
                .. from population in document.RootElement.EnumerateObject()
                   from use in population.Value.EnumerateObject()
                   from version in use.Value.EnumerateObject()
                   select new SiteCardKey(
                       population.Name, use.Name, VersionOf(version.Name), version.Value.GetString() ?? ""),
            ];
            return Flaw(rows) is { } flaw ? Bad(flaw) : rows;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What the reader says may quote a key.
            return Bad(Expected);
        }
    }

    /// <summary>Reads which keys it has, and makes no text of one: a text stays in memory until it is needed.</summary>
    /// <param name="json">The file; who has it zeroes it.</param>
    public static Reading<SiteCardKeyName[]> ReadNames(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            (SiteCardKeyName Name, bool IsKey)[] rows =
            [
                .. from population in document.RootElement.EnumerateObject()
                   from use in population.Value.EnumerateObject()
                   from version in use.Value.EnumerateObject()
                   select (
                       new SiteCardKeyName(population.Name, use.Name, VersionOf(version.Name)),
                       SiteCardKey.IsKey(JsonMarshal.GetRawUtf8Value(version.Value))),
            ];
            var flaw = rows.Select(row => SiteCardKey.Flaw(row.Name, row.IsKey)).FirstOrDefault(one => one is not null);
            SiteCardKeyName[] names = [.. rows.Select(row => row.Name)];
            return (flaw ?? Flaw(names)) is { } bad ? Bad(bad) : names;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What the reader says may quote a key.
            return Bad(Expected);
        }
    }

    /// <summary>Writes the file.</summary>
    public static byte[] Write(IEnumerable<SiteCardKey> keys)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var population in keys.GroupBy(key => key.Population, StringComparer.Ordinal))
            {
                json.WriteStartObject(population.Key);
                foreach (var use in population.GroupBy(key => key.Use, StringComparer.Ordinal))
                {
                    json.WriteStartObject(use.Key);
                    foreach (var key in use)
                        json.WriteString(key.Version.ToString(CultureInfo.InvariantCulture), key.Key);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        written.Write("\n"u8);
        return written.WrittenSpan.ToArray();
    }

    /// <summary>What is wrong with keys that came by another way; null when nothing is.</summary>
    public static string? Flaw(IReadOnlyCollection<SiteCardKey> keys) =>
        keys.Select(key => key.Flaw()).FirstOrDefault(flaw => flaw is not null) ??
        Flaw([.. keys.Select(key => key.Name())]);

    private static string? Flaw(SiteCardKeyName[] names) =>
        names.Length > Most ? $"expected at most {Most} keys"
        : names.Distinct().Count() < names.Length ? "expected each version once"
        : null;

    private static int VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
