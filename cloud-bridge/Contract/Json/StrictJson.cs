using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// Reads JSON from outside: no unknown, missing or repeated members, no null where none belongs, no comments, no
/// trailing bytes, numbers and names exactly as the format has them.
/// </summary>
public static class StrictJson
{
    /// <summary>Reads one value that takes up all the bytes.</summary>
    public static Reading<T> Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? value : Bad("expected an object, found null");
        }
        catch (JsonException error)
        {
            return Bad($"{error.Path ?? "$"}: {error.Message}");
        }
    }

    /// <summary>Reads a value that was set aside while another was read.</summary>
    public static Reading<T> Read<T>(JsonElement json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return json.Deserialize(type) is { } value ? value : Bad("expected an object, found null");
        }
        catch (JsonException error)
        {
            return Bad($"{error.Path ?? "$"}: {error.Message}");
        }
    }

    /// <summary>What is wrong with a value of a kind that is not known; null when nothing is.</summary>
    internal static FormatError? Flaw(ReadOnlySpan<byte> json)
    {
        try
        {
            JsonSerializer.Deserialize(json, ContractJson.Default.JsonElement);
            return null;
        }
        catch (JsonException error)
        {
            return Bad($"{error.Path ?? "$"}: {error.Message}");
        }
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
