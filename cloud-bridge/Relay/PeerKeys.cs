using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// The keys of the site's terminals, as the ledger has signed them. Kept in memory: a broker has them for whoever
/// subscribes.
/// </summary>
internal sealed class PeerKeys(RelayIdentity identity)
{
    private List<IVerifier> keys = [];
    private Dictionary<TerminalId, IKeyRing> rings = [];

    /// <summary>Of the key list; 0: none has come yet.</summary>
    public long Version { get; private set; }

    /// <summary>The terminals that can be heard.</summary>
    public IEnumerable<TerminalId> Peers => rings.Keys;

    /// <summary>Takes a key list, unless it is an old one.</summary>
    /// <param name="payload">As received.</param>
    /// <param name="lowest">What the card list goes with: an earlier one may name keys that count no more.</param>
    /// <param name="error">What is wrong with it; null when nothing is.</param>
    /// <returns>True when there are other keys now.</returns>
    public bool Take(ReadOnlyMemory<byte> payload, long lowest, out FormatError? error)
    {
        if (!SignedMessage.Read<KeysMessage>(payload, identity.LedgerKeys, identity.Site, Addressee.Terminals)
            .Succeeded(out var message, out error))
            return false;
        if (message.Version <= Version || message.Version < lowest)
            return false;
        var before = keys;
        keys = [];
        rings = message.Keys
            .Where(key => key.Terminal != identity.Terminal)
            .GroupBy(key => key.Terminal!.Value)
            .ToDictionary(row => row.Key, row => RingOf(row, (message.Former ?? []).Where(
                one => one.Key.Terminal == row.Key)));
        Version = message.Version;
        foreach (var key in before.OfType<IDisposable>())
            key.Dispose();
        return true;
    }

    /// <summary>Whose signatures count for a terminal; null: it is not one of ours.</summary>
    public IKeyRing? Of(TerminalId peer) => rings.GetValueOrDefault(peer);

    private IKeyRing RingOf(IEnumerable<JsonWebKey> present, IEnumerable<FormerKey> former) => TerminalKeys.Of(
        [.. former.Select(row => (Read(row.Key), row.ThroughEpoch, row.ThroughSequence))], [.. present.Select(Read)]);

    private IVerifier Read(JsonWebKey jwk)
    {
        var key = identity.KeyReader.Read(jwk);
        keys.Add(key);
        return key;
    }
}
