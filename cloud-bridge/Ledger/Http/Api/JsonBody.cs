using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Reads what was sent, strictly. What is wrong is said with what was expected: a member that is written wrong must not
/// be one that was left out.
/// </summary>
internal static class JsonBody
{
    private const int Deepest = 16;

    /// <returns>What is wrong, as a sentence; null: nothing.</returns>
    public static string? Read(ReadOnlyMemory<byte> json, JsonTypeInfo type, out object? body, out JsonElement sent)
    {
        (body, sent) = (null, default);
        try
        {
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            sent = document.RootElement.Clone();
            if (FlawOf(sent, type, "$") is { } flaw)
                return flaw;
            body = sent.Deserialize(type);
            return body is null ? $"Expected an object with {MembersOf(type)}." : null;
        }
        catch (JsonException error)
        {
            return $"{error.Path ?? "$"}: {error.Message}";
        }
        // Half a surrogate pair, which no text can have (RFC 8259, section 8.2).
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
        // Amounts beyond what can be counted.
        catch (OverflowException error)
        {
            return error.Message;
        }
    }

    private static string? FlawOf(JsonElement element, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => FlawOfObject(element, type, path),
        _ when ItemOf(type) is { } item && element.ValueKind == JsonValueKind.Array =>
            element.EnumerateArray().Index()
                .Select(row => FlawOf(row.Item, item, $"{path}[{row.Index}]"))
                .FirstOrDefault(flaw => flaw is not null),
        _ => null,
    };

    private static string? FlawOfObject(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return element.ValueKind == JsonValueKind.Null ? null
                : $"{path}: expected an object with {MembersOf(type)}.";
        foreach (var member in element.EnumerateObject())
        {
            if (type.Properties.FirstOrDefault(known => known.Name == member.Name) is not { } known)
                return $"{path}: '{Printable.Of(member.Name)}' is not known; expected {MembersOf(type)}.";
            var inner = type.Options.GetTypeInfo(
                Nullable.GetUnderlyingType(known.PropertyType) ?? known.PropertyType);
            if (FlawOf(member.Value, inner, $"{path}.{known.Name}") is { } flaw)
                return flaw;
        }
        var missing = type.Properties
            .Where(known => IsNeeded(known) && !element.TryGetProperty(known.Name, out _))
            .Select(known => known.Name)
            .ToList();
        return missing.Count == 0
            ? null
            : $"{path}: {string.Join(", ", missing)} missing; expected {MembersOf(type)}.";
    }

    /// <summary>Those that may be left out with a question mark.</summary>
    private static string MembersOf(JsonTypeInfo type) => string.Join(
        ", ", type.Properties.Select(member => IsNeeded(member) ? member.Name : $"{member.Name}?"));

    /// <summary>May it not be left out?</summary>
    internal static bool IsNeeded(JsonPropertyInfo member) => member.AssociatedParameter is { HasDefaultValue: false };

    /// <summary>What a list has in it; null: it is none.</summary>
    internal static JsonTypeInfo? ItemOf(JsonTypeInfo type) =>
        type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(ValueList<>)
            ? type.Options.GetTypeInfo(type.Type.GetGenericArguments()[0])
            : null;
}
