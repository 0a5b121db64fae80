using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// The members of a public JWK that we read and write. <see cref="Site"/> and <see cref="Terminal"/> are ours (RFC
/// 7517, section 4, lets members be added): they tell the ledger whose key it is.
/// </summary>
public sealed record JsonWebKey(
    [property: JsonPropertyName("kty")] string KeyType,
    [property: JsonPropertyName("crv")] string Curve,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y)
{
    /// <summary>The thumbprint; not trusted, computed anew.</summary>
    [JsonPropertyName("kid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyId { get; init; }

    /// <summary><c>ES256</c>.</summary>
    [JsonPropertyName("alg"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Algorithm { get; init; }

    /// <summary><c>sig</c>.</summary>
    [JsonPropertyName("use"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Use { get; init; }

    /// <summary>The site that the key's owner belongs to.</summary>
    [JsonPropertyName("site"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SiteId? Site { get; init; }

    /// <summary>The key's owner; absent in the ledger's own.</summary>
    [JsonPropertyName("terminal"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TerminalId? Terminal { get; init; }

    /// <summary>The file's bytes.</summary>
    public byte[] Write() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Indented<JsonWebKey>()), (byte)'\n'];

    /// <summary>
    /// Reads a public JWK. Members that other programs add are skipped, as RFC 7517, section 4, asks.
    /// </summary>
    public static Reading<JsonWebKey> Read(ReadOnlySpan<byte> bytes) =>
        StrictJson.Read(bytes, ContractJson.Lenient<JsonWebKey>());
}
