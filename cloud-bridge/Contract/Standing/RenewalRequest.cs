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
}
