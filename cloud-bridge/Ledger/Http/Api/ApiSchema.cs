using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// JSON schemas (2020-12) of what the API hears and says, made of the very types that read and write it: what an object
/// must have is what <see cref="JsonBody"/> asks for.
/// </summary>
internal sealed class ApiSchema
{
    private const string HexPattern = "^[0-9a-f]{32}$";
    private const string HashPattern = "^[A-Za-z0-9_-]{43}$";
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$";
    private const string AssetPattern = "^(TNF|TLF|FED|TIM|FID|SUB|BDG)(-[A-Z0-9]{1,24})?$";

    private readonly JsonObject named = [];

    /// <summary>Schemas that others point to, by their names.</summary>
    public JsonObject Named => named;

    /// <summary>Where one is pointed to.</summary>
    public static JsonObject To(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>Of a type.</summary>
    /// <exception cref="InvalidOperationException">Nobody has said here what its JSON looks like.</exception>
    public JsonNode Of(JsonTypeInfo type)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { } inner)
            return OrNull(Of(type.Options.GetTypeInfo(inner)));
        if (JsonBody.ItemOf(type) is { } item)
            return new JsonObject { ["type"] = "array", ["items"] = Of(item) };
        if (type.Kind == JsonTypeInfoKind.Object)
            return OfObject(type);
        if (type.Type == typeof(AssetCategory))
            return Text("^(TNF|TLF|FED|TIM|FID|SUB|BDG)$");
        return type.Type.IsEnum ? OfEnum(type.Type) : OfValue(type.Type);
    }

    private static JsonObject OfValue(Type type) =>
        type == typeof(string) || type == typeof(LanguageTag) ? new JsonObject { ["type"] = "string" }
        : type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : type == typeof(int) ? Whole(int.MinValue, int.MaxValue)
        : type == typeof(long) || type == typeof(Money) ? Whole(-Money.Limit, Money.Limit)
        : type == typeof(Guid) ? new JsonObject { ["type"] = "string", ["format"] = "uuid" }
        : type == typeof(CardToken) || type == typeof(WalletId) || type == typeof(Nonce) ? Text(HexPattern)
        : type == typeof(Digest) || type == typeof(KeyId) ? Text(HashPattern)
        : type == typeof(TerminalId) || type == typeof(ArticleId) || type == typeof(SiteId) ? Text(NamePattern)
        : type == typeof(AssetId) ? Text(AssetPattern)
        : throw new InvalidOperationException($"{type.Name}: nobody has said what its JSON looks like.");

    private JsonObject OfObject(JsonTypeInfo type)
    {
        var name = type.Type.Name;
        if (named.ContainsKey(name))
            return To(name);
        // Before its members, one of which may be of the same type.
        var schema = new JsonObject { ["type"] = "object" };
        named[name] = schema;
        var (members, needed) = (new JsonObject(), new JsonArray());
        foreach (var member in type.Properties)
        {
            var of = Of(type.Options.GetTypeInfo(member.PropertyType));
            members[member.Name] = !member.PropertyType.IsValueType && MayBeNull(member) ? OrNull(of) : of;
            if (JsonBody.IsNeeded(member))
                needed.Add((JsonNode)member.Name);
        }
        schema["properties"] = members;
        if (needed.Count > 0)
            schema["required"] = needed;
        schema["additionalProperties"] = false;
        return To(name);
    }

    private static bool MayBeNull(JsonPropertyInfo member) => member.IsGetNullable;

    private static JsonNode OrNull(JsonNode schema) =>
        new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private static JsonObject OfEnum(Type type) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray(
            [.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]),
    };

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Whole(long least, long most) =>
        new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
}
