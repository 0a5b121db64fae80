using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>The header of a JWE, as narrow as we need it.</summary>
internal sealed record JweHeader(
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("enc")] string Encryption,
    [property: JsonPropertyName("kid")] string KeyId,
    [property: JsonPropertyName("cty")] string ContentType,
    [property: JsonPropertyName("epk")] JsonWebKey EphemeralKey);
