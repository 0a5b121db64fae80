using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>A terminal asks over HTTPS for a new certificate for the broker, before its own is over.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">The ledger.</param>
/// <param name="Terminal">Who asks; the certificate is for the key that has signed this.</param>
/// <param name="Nonce">The answer says it again.</param>
public sealed record RenewalRequest(SiteId Site, Addressee To, TerminalId Terminal, Nonce Nonce)
    : ISignedMessage<RenewalRequest>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.RenewalRequest;

    /// <inheritdoc/>
    public static JsonTypeInfo<RenewalRequest> Json => ContractJson.Default.RenewalRequest;

    /// <inheritdoc/>
    public string? Flaw() => null;

    /// <summary>Reads one whose signature is still to be checked: by the key of whom it names.</summary>
    public static Reading<RenewalRequest> ReadUnverified(ReadOnlyMemory<byte> compact) =>
        Jws.OpenUnverified(Type, compact).Succeeded(out var signed, out var error) &&
        StrictJson.Read(signed.Payload.Span, Json).Succeeded(out var request, out error)
            ? request
            : error;
}
