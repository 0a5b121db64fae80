using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>All that may stand in a header.</summary>
internal sealed record JwsHeader(
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("kid")] string KeyId,
    [property: JsonPropertyName("typ")] string Type);
