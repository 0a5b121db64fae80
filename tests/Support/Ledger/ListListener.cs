using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>Follows the ledger's lists as a terminal does, with nothing of a terminal: what the broker keeps, and what
/// has changed since.</summary>
public sealed class ListListener(Site site)
{
    private readonly Dictionary<string, MqttMessage> retained = [];
    private readonly Dictionary<CardToken, CardEntry> cards = [];

    /// <summary>Topics that the broker keeps something of.</summary>
    public IReadOnlyCollection<string> Retained => retained.Keys;

    /// <summary>The list, with what has changed.</summary>
    public ListManifest Manifest { get; private set; } = null!;

    /// <summary>Its cards.</summary>
    public IReadOnlyCollection<CardEntry> Cards => cards.Values;

    /// <summary>All differentials that were said.</summary>
    public List<ListDelta> Deltas { get; } = [];

    /// <summary>How many whole lists were said.</summary>
    public int Wholes { get; private set; }

    /// <summary>A card's row.</summary>
    public CardEntry Card(string uid) => cards[Site.Card(uid)];

    /// <summary>The broker forgets all that it keeps.</summary>
    public void Forget() => retained.Clear();

    /// <summary>The ledger says something.</summary>
    public void Hear(IEnumerable<LedgerAction> actions)
    {
        foreach (var publish in actions.OfType<LedgerAction.Publish>())
            Hear(publish.Message);
    }

    private void Hear(MqttMessage message)
    {
        if (message.Topic == LedgerBench.Topics.CardDelta)
            Take(Read<ListDelta>(message with { Payload = CardChunks.Unpack(message.Payload.Span).OrThrow() }));
        if (!message.Retained)
            return;
        if (message.Payload.IsEmpty)
            retained.Remove(message.Topic);
        else
            retained[message.Topic] = message;
        if (message.Topic == LedgerBench.Topics.CardList)
            Take(Read<ListManifest>(message));
    }

    private void Take(ListManifest manifest)
    {
        Wholes++;
        if (Manifest is { } before && manifest.List() <= before.List())
            return;
        Manifest = manifest;
        cards.Clear();
        foreach (var (index, chunk) in manifest.Chunks.Index())
            foreach (var card in CardChunks.Read(
                retained[LedgerBench.Topics.CardChunk(chunk)].Payload.Span, index, manifest.Chunks.Count).OrThrow())
                cards[card.Card] = card;
    }

    private void Take(ListDelta delta)
    {
        Deltas.Add(delta);
        if (!delta.Follows(Manifest))
            return;
        var rows = Manifest.Watermarks.ToDictionary(row => (row.Terminal, row.Epoch));
        foreach (var row in delta.Watermarks)
            rows[(row.Terminal, row.Epoch)] = row;
        foreach (var card in delta.Changed)
            cards[card.Card] = card;
        Manifest = Manifest with
        {
            Version = delta.Version, Watermarks = [.. rows.Values], Cards = delta.Cards, Keys = delta.Keys,
        };
    }

    private T Read<T>(MqttMessage message) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(message.Payload, site.LedgerKeys, Site.Id, Addressee.Terminals).OrThrow();
}
