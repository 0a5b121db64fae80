using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Another terminal's backlog, and a relay that checks it on a thread of its own, as the daemon's does. What it tells
/// waits for whoever taps, as in the loop's inbox.
/// </summary>
internal sealed class HeardBacklog : IDisposable
{
    private readonly Site site;
    private readonly FolderStorage cards;
    private readonly Journal journal;
    private readonly PeerJournal peer = new("bar-2");
    private readonly List<MqttMessage> messages = [];
    private readonly Topics topics = new(Site.Id);

    public HeardBacklog(TemporaryFolder folder, Site site, int records, int cardCount)
    {
        this.site = site;
        cards = new FolderStorage(folder.In("heard-cards"));
        journal = Journals.Open(new FolderStorage(folder.In("heard-journal")), site);
        for (var number = 0; number < records; number++)
            peer.Write(Guests.Beer(number % cardCount));
        var topic = topics.Of(peer.Terminal, TerminalTopic.Journal);
        for (long from = 1, through; from <= records; from = through + 1)
        {
            through = Math.Min(records, from + LinesAMessage() - 1);
            messages.Add(new MqttMessage(topic, peer.SendAll(from, through)));
        }
    }

    /// <summary>What was told and not yet taken.</summary>
    public HeardInbox Told { get; } = new();

    /// <summary>The relay stands aside while a tap is answered, as in the daemon.</summary>
    public GuestsFirst Door { get; } = new(TimeSpan.FromMilliseconds(20));

    /// <summary>A relay that has heard nothing yet checks all of it.</summary>
    public Task CheckAsync()
    {
        var nonce = UInt128.Zero;
        var identity = new RelayIdentity(
            Site.Id, Site.Bar, site.Terminal, site.TerminalKeys, site.LedgerKeys, Boot: 1, new Nonce(1));
        var lists = CardListStore.Open(cards, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        var relay = new RelayLogic(
            identity, journal.Outbox, lists, () => new Nonce(++nonce), new RelayOptions(), Door.StandAside);
        var keys = new KeysMessage(Site.Id, Addressee.Terminals, 1, [peer.Jwk]);
        return Task.Factory.StartNew(
            () =>
            {
                Tell(relay.Connected(0));
                Tell(relay.Received(new MqttMessage(topics.Keys, SignedMessage.Sign(keys, site.Ledger).Compact), 0));
                foreach (var message in messages)
                    Tell(relay.Received(message, 0));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        peer.Dispose();
        journal.Dispose();
    }

    private int LinesAMessage() => Topics.LongestJournalMessage / (peer.SendAll(1, 1).Length + 16);

    private void Tell(IEnumerable<RelayAction> actions)
    {
        foreach (var tell in actions.OfType<RelayAction.Tell>())
            if (tell.News is RelayNews.PeersHeard heard)
                Told.PostAsync(heard).AsTask().GetAwaiter().GetResult();
    }
}
