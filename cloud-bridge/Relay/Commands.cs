using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// What the ledger orders. Whether it was done before and whether it has expired the terminal knows; a broker that
/// brings one order a thousand times must not take the guests' places there.
/// </summary>
internal sealed class Commands(RelayIdentity identity, RelayOptions options)
{
    private long highest;
    private long toldAt;

    /// <summary>Takes a message of the terminal's own topic.</summary>
    public IEnumerable<RelayAction> Take(MqttMessage message, long now)
    {
        var to = Addressee.Of(identity.Terminal);
        if (!SignedMessage.Read<CommandMessage>(message.Payload, identity.LedgerKeys, identity.Site, to)
            .Succeeded(out var command, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        // The ledger says one only when all before it are answered or have expired.
        if (command.Number < highest || command.Number == highest && now - toldAt < options.CommandPause)
            return [];
        (highest, toldAt) = (command.Number, now);
        return [new RelayAction.Tell(new RelayNews.Commanded(command))];
    }
}
