using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>The ledger's answer to a <see cref="RenewalRequest"/>.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Nonce">Of the request.</param>
/// <param name="Certificate">The new one, in PEM, of the terminal's key.</param>
public sealed record RenewalMessage(SiteId Site, Addressee To, Nonce Nonce, string Certificate)
    : ISignedMessage<RenewalMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Renewal;

    /// <inheritdoc/>
    public static JsonTypeInfo<RenewalMessage> Json => ContractJson.Default.RenewalMessage;

    /// <inheritdoc/>
    public string? Flaw() => null;
}
