using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// JSON Web Signatures in compact form (RFC 7515, section 3.1), as narrow as we need them: ES256 only, a header of
/// exactly <c>alg</c>, <c>kid</c> and <c>typ</c>, canonical base64url. What is accepted is accepted by any JOSE
/// library.
/// </summary>
public static class Jws
{
    /// <summary>Bytes of an ES256 signature: r and s, 32 each.</summary>
    public const int SignatureLength = 64;

    private const int SignatureDigits = 86;

    /// <summary>What we sign ourselves has few headers: one for each kind of object and key.</summary>
    private static readonly ConcurrentDictionary<(string Type, KeyId Key), byte[]> Headers = new();

    /// <summary>Signs a payload.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="payload">Kept as it is, not copied: the caller changes it no more.</param>
    /// <param name="signer">Whose key.</param>
    /// <exception cref="ArgumentException">The object would be longer than its kind may be.</exception>
    public static SignedObject Sign(JwsType type, ReadOnlyMemory<byte> payload, ISigner signer)
    {
        var header = Headers.GetOrAdd((type.Name, signer.KeyId), static key => EncodeHeader(key.Type, key.Key));
        var signingLength = header.Length + 1 + Base64Url.GetEncodedLength(payload.Length);
        var compact = new byte[signingLength + 1 + SignatureDigits];
        if (compact.Length > type.LongestBytes)
            throw new ArgumentException($"{compact.Length} bytes of {type.Name}; at most {type.LongestBytes}.");

        header.CopyTo(compact, 0);
        compact[header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload.Span, compact.AsSpan(header.Length + 1));
        compact[signingLength] = (byte)'.';
        var signature = new byte[SignatureLength];
        signer.Sign(compact.AsSpan(0, signingLength), signature);
        Base64Url.EncodeToUtf8(signature, compact.AsSpan(signingLength + 1));
        return new SignedObject(compact, signingLength, payload, signer.KeyId, signature);
    }

    /// <summary>Checks form, header, key and signature; what the payload says is for the caller to read.</summary>
    public static Reading<SignedObject> Open(JwsType type, ReadOnlyMemory<byte> compact, IKeyRing keys)
    {
        if (!OpenUnverified(type, compact).Succeeded(out var signed, out var error))
            return error;
        return Verify(signed, keys) is { } wrong ? wrong : signed;
    }

    /// <summary>Checks key and signature of what was opened without.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static FormatError? Verify(SignedObject signed, IKeyRing keys) =>
        keys.Find(signed.Key) is not { } verifier
            ? Bad(FormatErrorKind.UnknownKey, $"no key {signed.Key} is known here")
        : !verifier.Verifies(signed.SigningInput.Span, signed.Signature.Span)
            ? Bad(FormatErrorKind.BadSignature, $"not signed by key {signed.Key}")
        : null;

    /// <summary>
    /// Checks form and header only: for lines whose signature was checked before and whose hash chain is checked again.
    /// </summary>
    public static Reading<SignedObject> OpenUnverified(JwsType type, ReadOnlyMemory<byte> compact)
    {
        var text = compact.Span;
        if (text.Length > type.LongestBytes)
            return Bad(FormatErrorKind.TooLong, $"{text.Length} bytes; {type.Name} has at most {type.LongestBytes}");
        var headerEnd = text.IndexOf((byte)'.');
        var signingEnd = text.LastIndexOf((byte)'.');
        if (headerEnd < 0 || signingEnd == headerEnd)
            return Bad(FormatErrorKind.NotCompactJws, "expected three parts with dots between them");
        if (!CanonicalBase64Url.TryDecode(text[..headerEnd], out var header) ||
            !CanonicalBase64Url.TryDecode(text[(headerEnd + 1)..signingEnd], out var payload) ||
            !CanonicalBase64Url.TryDecode(text[(signingEnd + 1)..], out var signature) ||
            signature.Length != SignatureLength)
            return Bad(FormatErrorKind.NotCompactJws, "expected canonical base64url, 86 digits at the end");
        return ReadHeader(header, type) is { } key
            ? new SignedObject(compact, signingEnd, payload, key, signature)
            : Bad(FormatErrorKind.WrongHeader, $"expected exactly typ \"{type.Name}\", alg \"ES256\" and kid");
    }

    private static FormatError Bad(FormatErrorKind kind, string detail) => new(kind, detail);

    private static byte[] EncodeHeader(string type, KeyId key)
    {
        var json = $$"""{"alg":"ES256","kid":"{{key}}","typ":"{{type}}"}""";
        return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json)));
    }

    private static KeyId? ReadHeader(ReadOnlySpan<byte> json, JwsType type) =>
        KeyInOurForm(json, type) is { } ours ? ours
        : StrictJson.Read(json, ContractJson.Default.JwsHeader).Succeeded(out var header, out _) &&
        header.Algorithm == "ES256" && header.Type == type.Name && KeyId.TryParse(header.KeyId, out var key)
            ? key
            : null;

    /// <summary>
    /// The key of a header that stands as <see cref="EncodeHeader"/> writes it, which nearly all do: it is not worth a
    /// reader of JSON.
    /// </summary>
    private static KeyId? KeyInOurForm(ReadOnlySpan<byte> json, JwsType type)
    {
        var begin = "{\"alg\":\"ES256\",\"kid\":\""u8;
        var middle = "\",\"typ\":\""u8;
        var end = "\"}"u8;
        var typeAt = begin.Length + KeyId.TextLength + middle.Length;
        return json.Length == typeAt + type.Name.Length + end.Length &&
            json.StartsWith(begin) &&
            json[..typeAt].EndsWith(middle) &&
            Ascii.Equals(json[typeAt..^end.Length], type.Name) &&
            json.EndsWith(end) &&
            KeyId.TryParse(Encoding.ASCII.GetString(json.Slice(begin.Length, KeyId.TextLength)), out var key)
                ? key
                : null;
    }
}
