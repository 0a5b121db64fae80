using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// A terminal asks over HTTPS how it stands with its ledger: its broker may not let it in any more, or nobody answers
/// there. Signed by its key, which is all that it needs.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The ledger.</param>
/// <param name="Terminal">Who asks.</param>
/// <param name="Nonce">The answer says it again.</param>
public sealed record StandingRequest(SiteId Site, Addressee To, TerminalId Terminal, Nonce Nonce)
    : ISignedMessage<StandingRequest>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.StandingRequest;

    /// <inheritdoc/>
    public static JsonTypeInfo<StandingRequest> Json => ContractJson.Default.StandingRequest;

    /// <inheritdoc/>
    public string? Flaw() => null;
}
