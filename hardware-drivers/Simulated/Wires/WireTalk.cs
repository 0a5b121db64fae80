using System.Text;
using System.Text.Json;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// What a program and the world say to each other about one wire: packets of a Unix-domain socket, a JSON object each,
/// at most <see cref="LongestBytes"/>; see docs/emulated-lines.md.
/// </summary>
internal static class WireTalk
{
    /// <summary>A packet has no more.</summary>
    public const int LongestBytes = 512;

    /// <summary>It is done.</summary>
    public static byte[] Done { get; } = Write(json => json.WriteBoolean("done", true));

    /// <summary>Let go of it.</summary>
    public static byte[] Close { get; } = Write(json => json.WriteBoolean("close", true));

    /// <summary>What a program asks for first.</summary>
    public static byte[] Ask(WireOrder.Open open) => Write(json =>
    {
        json.WriteNumber("chip", open.Chip);
        if (open.Line is not { } line)
            return;
        json.WriteNumber("line", line);
        json.WriteString("for", open.Consumer);
        if (open.IsInput)
            json.WriteString("bias", NameOf(open.Bias));
        else
            WriteLevel(json, open.Level);
    });

    /// <summary>A program drives the wire.</summary>
    /// <param name="level">True for high; null lets it go.</param>
    public static byte[] Drive(bool? level) => Write(json => WriteLevel(json, level));

    /// <summary>What the wire measures.</summary>
    public static byte[] Level(bool level) => Write(json => json.WriteBoolean("level", level));

    /// <summary>What it has become.</summary>
    /// <param name="moment">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="level">True for high.</param>
    /// <param name="number">Counts from 1, also what was lost.</param>
    public static byte[] Changed(long moment, bool level, uint number) => Write(json =>
    {
        json.WriteNumber("t", moment);
        json.WriteBoolean("level", level);
        json.WriteNumber("n", number);
    });

    /// <summary>It cannot be.</summary>
    public static byte[] Refused(string why) => Write(json => json.WriteString("refused", why));

    /// <summary>Reads what a program says.</summary>
    /// <returns>Null when it is none of these.</returns>
    public static WireOrder? ReadOrder(ReadOnlySpan<byte> packet) => Read(packet, OrderIn);

    /// <summary>Reads what the world says.</summary>
    /// <returns>Null when it is none of these.</returns>
    public static WireNews? ReadNews(ReadOnlySpan<byte> packet) => Read(packet, NewsIn);

    private static WireOrder? OrderIn(JsonElement root)
    {
        if (root.TryGetProperty("close", out _))
            return new WireOrder.Close();
        if (Number(root, "chip") is not { } chip)
            return TryLevel(root, out var level) ? new WireOrder.Drive(level) : null;
        if (Number(root, "line") is not { } line)
            return new WireOrder.Open(chip, null, "");
        var consumer = root.TryGetProperty("for", out var name) ? name.ToString() : "";
        if (root.TryGetProperty("bias", out var bias))
            return new WireOrder.Open(chip, line, consumer) { IsInput = true, Bias = BiasOf(bias.ToString()) };
        return TryLevel(root, out var driven) ? new WireOrder.Open(chip, line, consumer) { Level = driven } : null;
    }

    private static WireNews? NewsIn(JsonElement root)
    {
        if (root.TryGetProperty("refused", out var why))
            return new WireNews.Refused(why.ToString());
        if (root.TryGetProperty("done", out _))
            return new WireNews.Done();
        if (!TryLevel(root, out var level) || level is not { } measured)
            return null;
        return root.TryGetProperty("t", out var moment) && moment.ValueKind == JsonValueKind.Number &&
            moment.TryGetInt64(out var nanoseconds) &&
            root.TryGetProperty("n", out var number) && number.ValueKind == JsonValueKind.Number &&
            number.TryGetUInt32(out var count)
                ? new WireNews.Changed(nanoseconds, measured, count)
                : new WireNews.Level(measured);
    }

    private static T? Read<T>(ReadOnlySpan<byte> packet, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var said = JsonDocument.Parse(Encoding.UTF8.GetString(packet));
            return said.RootElement.ValueKind == JsonValueKind.Object ? read(said.RootElement) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second: a string with half a surrogate pair.
            return null;
        }
    }

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number &&
        value.TryGetInt32(out var number)
            ? number
            : null;

    private static bool TryLevel(JsonElement root, out bool? level)
    {
        level = null;
        if (!root.TryGetProperty("level", out var value))
            return false;
        level = value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
        return level is not null || value.ValueKind == JsonValueKind.Null;
    }

    private static void WriteLevel(Utf8JsonWriter json, bool? level)
    {
        if (level is { } driven)
            json.WriteBoolean("level", driven);
        else
            json.WriteNull("level");
    }

    private static string NameOf(LineBias bias) => bias switch
    {
        LineBias.PullUp => "pullUp",
        LineBias.PullDown => "pullDown",
        _ => "none",
    };

    private static LineBias BiasOf(string name) => name switch
    {
        "pullUp" => LineBias.PullUp,
        "pullDown" => LineBias.PullDown,
        _ => LineBias.None,
    };

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var packet = new MemoryStream();
        using (var json = new Utf8JsonWriter(packet))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return packet.ToArray();
    }
}
