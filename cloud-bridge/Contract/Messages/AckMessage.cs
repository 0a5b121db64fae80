using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// The ledger's receipt: these records are stored durably, and so are all before them. It settles the outbox and
/// nothing else: no balance changes by it. Topic <c>t/{terminal}/ack</c>, retained.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The terminal.</param>
/// <param name="Era">The ledger's era: only a higher one may move the cursor back.</param>
/// <param name="Epochs">One row for every open epoch, in order.</param>
public sealed record AckMessage(SiteId Site, Addressee To, long Era, ValueList<EpochAck> Epochs)
    : ISignedMessage<AckMessage>
{
    /// <inheritdoc/>
    public static JwsType Type => JwsType.Ack;

    /// <inheritdoc/>
    public static JsonTypeInfo<AckMessage> Json => ContractJson.Default.AckMessage;

    /// <inheritdoc/>
    public string? Flaw() =>
        Era < 1 ? "era: expected from 1"
        : Epochs.Any(epoch => epoch.Epoch < 1 || epoch.Sequence < 0) ? "epochs start at 1, sequences at 0"
        : Epochs.Zip(Epochs.Skip(1)).Any(pair => pair.First.Epoch >= pair.Second.Epoch) ? "epochs: expected rising"
        : null;
}
