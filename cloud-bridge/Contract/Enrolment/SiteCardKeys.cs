using System.Buffers;
using System.Globalization;
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
        (keys.Count > Most ? $"expected at most {Most} keys"
        : keys.DistinctBy(key => (key.Population, key.Use, key.Version)).Count() < keys.Count
            ? "expected each version once"
        : null);

    private static int VersionOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
