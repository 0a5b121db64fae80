using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// Finds out whether another machine runs with this terminal's key. Brokers let one connection of a name in, and not
/// all of them tell the other why it lost its place; but each machine leaves a signed word for whoever comes next.
/// </summary>
internal sealed class TwinWatch(RelayIdentity identity)
{
    /// <summary>
    /// Nobody without the key can make such a word. Those of our boots before this one are our own, and a broker may
    /// bring them back at any time; of this boot there is one process, unless there are two machines. Those of an epoch
    /// before ours are of before the ledger granted ours, whatever their boot: an image of then knows lower ones. Of an
    /// epoch that our journal does not know there can be none of ours.
    /// </summary>
    /// <param name="payload">The word.</param>
    /// <param name="epoch">Of our journal's last record; 0: it has none.</param>
    /// <returns>What to tell; null when it is our own, or says nothing.</returns>
    public RelayNews.TwinSeen? Look(ReadOnlyMemory<byte> payload, long epoch) =>
        SignedMessage.Read<StatusMessage>(payload, identity.OwnKeys, identity.Site, Addressee.Ledger)
            .Succeeded(out var status, out _) &&
        status.Terminal == identity.Terminal &&
        status.Process != identity.Process &&
        (status.QueueEpoch > epoch || status.QueueEpoch == epoch && status.Boot >= identity.Boot)
            ? new RelayNews.TwinSeen(
                $"another machine with this terminal's key was at the broker, in epoch {status.QueueEpoch} and boot " +
                $"{status.Boot}; ours are {epoch} and {identity.Boot}",
                Math.Max(1, status.QueueEpoch))
            : null;
}
