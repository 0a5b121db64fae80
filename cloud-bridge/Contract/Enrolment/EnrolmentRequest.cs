using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// A terminal asks to be enrolled, signed by the key that it asks for: so it shows that it has it. Said again as often
/// as the terminal likes, with a nonce of its own each time.
/// </summary>
/// <param name="Version">Of the format.</param>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The name that the operator has given.</param>
/// <param name="Key">The terminal's public key.</param>
/// <param name="Ledger">The ledger's key as the terminal heard it.</param>
/// <param name="Nonce">The answer says it again.</param>
/// <param name="Proof">Of the PIN (<see cref="EnrolmentPin"/>); null while a request of this key stands.</param>
/// <param name="Replaces">The key that the terminal has until then, in whose place it asks for this one; null: it is to
/// be enrolled for the first time.</param>
public sealed record EnrolmentRequest(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    JsonWebKey Key,
    KeyId Ledger,
    Nonce Nonce,
    Digest? Proof,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Replaces = null)
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Its JWS.</summary>
    /// <param name="terminal">The holder of <see cref="Key"/>.</param>
    public byte[] Write(ISigner terminal) =>
    [
        .. Jws.Sign(
            JwsType.EnrolmentRequest,
            JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Default.EnrolmentRequest),
            terminal).Compact.Span,
    ];

    /// <summary>Reads one; whoever signed it has the key that it names.</summary>
    public static Reading<EnrolmentRequest> Read(ReadOnlyMemory<byte> compact)
    {
        if (!Jws.OpenUnverified(JwsType.EnrolmentRequest, compact).Succeeded(out var signed, out var error) ||
            !StrictJson.Read(signed.Payload.Span, ContractJson.Default.EnrolmentRequest)
                .Succeeded(out var request, out error))
            return error;
        if (request.Version != CurrentVersion)
            return new FormatError(
                FormatErrorKind.BadContent, $"version {request.Version}; this build reads {CurrentVersion}");
        if (!PublicKey.Read(request.Key).Succeeded(out var key, out error))
            return new FormatError(FormatErrorKind.BadContent, $"key: {error.Detail}");
        using (key)
            return Jws.Verify(signed, new KeyRing(key)) is { } forged ? forged : request;
    }
}
