using System.Text;
using System.Text.Json;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>The lines between the front panel and its viewers, as UTF-8 with the line end.</summary>
internal static class PanelLine
{
    private const string Expected = """expected {"key":"1"} or {"frozen":true}""";
    private const int LongestKey = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <param name="moment">Nanoseconds of CLOCK_MONOTONIC, here and below.</param>
    /// <param name="frame">Its bits go as they are, in base 64.</param>
    public static byte[] Frame(long moment, MonochromeFrame frame) => Write(moment, "frame", json =>
    {
        json.WriteNumber("width", frame.Width);
        json.WriteNumber("height", frame.Height);
        json.WriteBase64String("bits", frame.Bits);
    });

    public static byte[] Melody(long moment, Melody melody) => Write(moment, "melody", json =>
    {
        json.WriteString("name", melody.Name);
        json.WriteStartArray("notes");
        foreach (var note in melody.Notes)
        {
            json.WriteStartArray();
            json.WriteNumberValue(note.FrequencyHertz);
            json.WriteNumberValue(note.Length.TotalMilliseconds);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    public static byte[] Error(long moment, string detail) =>
        Write(moment, "error", json => json.WriteString("message", detail));

    /// <summary>Reads what a viewer has sent, hostile or not.</summary>
    public static PanelOrder Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(StrictUtf8.GetString(line.Span));
            return Read(json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            // The last of them: a string with half a surrogate pair.
            return new PanelOrder.Nonsense($"{Expected}, got no JSON");
        }
    }

    private static PanelOrder Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 1)
            return new PanelOrder.Nonsense(Expected);
        var property = root.EnumerateObject().First();
        return (property.Name, property.Value.ValueKind) switch
        {
            ("key", JsonValueKind.String) when IsKey(property.Value.GetString()!) =>
                new PanelOrder.Key(property.Value.GetString()!),
            ("key", _) => new PanelOrder.Nonsense($"a key is 1 to {LongestKey} letters or digits, * or #"),
            ("frozen", JsonValueKind.True or JsonValueKind.False) =>
                new PanelOrder.Freeze(property.Value.GetBoolean()),
            _ => new PanelOrder.Nonsense(Expected),
        };
    }

    private static bool IsKey(string name) =>
        name.Length is >= 1 and <= LongestKey
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '*' or '#');

    private static byte[] Write(long moment, string name, Action<Utf8JsonWriter> rest)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteNumber("t", moment);
            json.WriteString("event", name);
            rest(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        return line.ToArray();
    }
}
