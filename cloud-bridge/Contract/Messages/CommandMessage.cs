using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>An order of the ledger, done at most once. Topic <c>t/{terminal}/command</c>.</summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Number">From 1, rising; one that is not higher than the last done is not done again.</param>
/// <param name="ExpiresMilliseconds">Not to be done after this time (since 1970-01-01T00:00:00Z).</param>
/// <param name="Command">What to do: <see cref="CommandKind"/>.</param>
/// <param name="Card">The card that it is about, if any.</param>
public sealed record CommandMessage(
    SiteId Site, Addressee To, long Number, long ExpiresMilliseconds, string Command, CardToken? Card)
    : ISignedMessage<CommandMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Command;

    /// <inheritdoc/>
    public static JsonTypeInfo<CommandMessage> Json => ContractJson.Default.CommandMessage;

    /// <inheritdoc/>
    public string? Flaw() => Number < 1 ? "number: expected from 1" : FactFlaws.OfText(Command);
}
