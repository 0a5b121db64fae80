using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>A relay that hears two other terminals of the site.</summary>
public abstract class PeerBench : RelayLogicBench
{
    protected static readonly Fact Said = new Fact.CardBlocked(Site.Card(Kiosks.Guest), Site.Card(Kiosks.Other));

    protected const long End = (1L << 53) - 1;

    private long lists;

    protected PeerBench()
    {
        for (var line = 0; line < 10; line++)
        {
            Peer.Write(Said);
            Third.Write(Said);
        }
    }

    /// <summary>Another terminal of the site, with ten lines.</summary>
    protected PeerJournal Peer { get; } = new("bar-2");

    /// <summary>And another.</summary>
    protected PeerJournal Third { get; } = new("bar-3");

    protected bool IsMissing => News<RelayNews.PeersHeard>()[^1].SomeMissing;

    protected static Watermark Row(PeerJournal of, long sequence) => new(of.Terminal, of.Epoch, sequence);

    /// <summary>Connected, and both have answered: three lines of the one, one of the other.</summary>
    protected void Settled()
    {
        ConnectWithKeys();
        Send(Third, 1);
        Send(Peer, 1, 2, 3);
        Assert.False(IsMissing);
    }

    protected void ConnectWithKeys()
    {
        if (lists == 0)
            Save(keys: 1);
        Do(Relay.Connected(Now));
        Receive(KeyList(1));
    }

    protected MqttMessage KeyList(long version) => new(
        Topics.Keys,
        SignedMessage.Sign(Message(version, [Own(), Peer.Jwk, Third.Jwk]), Keys.Ledger).Compact,
        Retained: true);

    protected JsonWebKey Own() => Keys.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };

    protected static KeysMessage Message(long version, ValueList<JsonWebKey> keys) =>
        new(Site.Id, Addressee.Terminals, version, keys);

    /// <summary>Another list comes, and takes effect.</summary>
    protected void Save(long keys, params Watermark[] rows) => Lists.Take(Store(keys, rows)).Dispose();

    /// <summary>Another list comes, and is refused.</summary>
    protected ListVersion Store(long keys, params Watermark[] rows)
    {
        var chunk = Assert.Single(CardChunks.Write([]));
        var manifest = new ListManifest(
            Site.Id, Addressee.Terminals, 1, ++lists, [.. rows], 0, [Digest.Of(chunk)], keys);
        Assert.Null(Lists.Keep(Digest.Of(chunk), chunk));
        Assert.Null(Lists.Save(manifest, SignedMessage.Sign(manifest, Keys.Ledger).Compact));
        return manifest.List();
    }

    /// <summary>The list that is stored changes, and what comes of it is refused.</summary>
    protected ListVersion Change(params Watermark[] rows)
    {
        var from = Lists.Stored!.Version;
        lists = Math.Max(lists, from) + 1;
        var delta = new ListDelta(
            Site.Id, Addressee.Terminals, 1, from, lists, 0, [.. rows], Changed: [], Removed: [], Lists.Manifest!.Keys);
        Receive(new MqttMessage(Topics.CardDelta, SignedMessage.Sign(delta, Keys.Ledger).Compact));
        Assert.Equal(delta.List(), Lists.Stored);
        return delta.List();
    }

    protected void Send(PeerJournal of, params long[] sequences) => Send(of, of.Send(sequences));

    protected void Send(PeerJournal of, byte[] message) =>
        Receive(new MqttMessage(Topics.Of(of.Terminal, TerminalTopic.Journal), message));

    /// <summary>A line of its journal that stands far behind those before it.</summary>
    protected byte[] FarLine(long sequence) =>
    [
        .. RecordLine.Write(
            new JournalRecord(
                Site.Id, Peer.Terminal, new RecordPosition(1, sequence), default,
                new Stamp(1, 1, 1, Trusted: true), Said),
            Peer.Key).Compact.Span,
        (byte)'\n',
    ];

    protected void Pass(long milliseconds)
    {
        Now += milliseconds;
        Do(Relay.OnTime(Now));
    }

    protected List<HeardRecord> Heard() => [.. News<RelayNews.PeersHeard>().SelectMany(news => news.Records)];

    protected List<ResendMessage> AskedOf(PeerJournal of) =>
    [
        .. Done.OfType<RelayAction.Publish>()
            .Select(publish => publish.Message)
            .Where(message => message.Topic == Topics.Of(of.Terminal, TerminalTopic.Resend))
            .Select(message => ResendMessage.Read(message.Payload.Span).OrThrow()),
    ];
}
