using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Names a key: the SHA-256 thumbprint of its JWK (RFC 7638), 43 digits of base64url.</summary>
[JsonConverter(typeof(KeyIdConverter))]
public readonly record struct KeyId
{
    /// <summary>Digits of the text form.</summary>
    public const int TextLength = 43;

    private readonly string? text;

    private KeyId(string text) => this.text = text;

    /// <summary>Names a key by its thumbprint.</summary>
    public static KeyId From(Digest thumbprint) => new(thumbprint.ToString());

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KeyId id)
    {
        id = Digest.TryParse(text, out _) ? new KeyId(text.ToString()) : default;
        return id.text is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
