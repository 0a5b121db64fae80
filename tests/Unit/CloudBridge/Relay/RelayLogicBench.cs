using System.Text;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>A relay's logic on a journal and a list store, with what it did so far.</summary>
public abstract class RelayLogicBench : IDisposable
{
    protected static readonly Topics Topics = new(Site.Id);

    private UInt128 nonce;

    protected RelayLogicBench(long againBytesASecond = 1_048_576)
    {
        Journal = new JournalBench(Keys).Open(new ForgetfulDisk()).Journal;
        Lists = CardListStore.Open(
            Disk, Cache, Site.Id, Site.Bar, Keys.LedgerKeys);
        Configs = SentConfigStore.Open(Disk, Site.Id, Site.Bar, Keys.LedgerKeys, Keys.Terminal);
        Relay = new RelayLogic(
            new RelayIdentity(
                Site.Id, Site.Bar, Keys.Terminal, Keys.TerminalKeys, Keys.LedgerKeys, Boot: 3, Process: new Nonce(33))
            {
                Configs = Configs,
            },
            Journal.Outbox,
            Lists,
            () => new Nonce(++nonce),
            new RelayOptions { BatchBytes = 1, MostUnderWay = 4, AgainBytesASecond = againBytesASecond },
            () => StoodAside++);
    }

    public void Dispose()
    {
        Journal.Dispose();
        Keys.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Site Keys { get; } = new();

    protected Journal Journal { get; }

    protected CardListStore Lists { get; }

    protected SentConfigStore Configs { get; }

    /// <summary>Where the lists are, and the configuration.</summary>
    protected ForgetfulDisk Disk { get; } = new();

    protected MemoryCardCache Cache { get; } = new();

    protected RelayLogic Relay { get; }

    /// <summary>How often it let others go first.</summary>
    protected int StoodAside { get; private set; }

    /// <summary>All that the relay has asked for.</summary>
    protected List<RelayAction> Done { get; } = [];

    /// <summary>Monotonic milliseconds.</summary>
    protected long Now { get; set; }

    protected void SendAll(int records)
    {
        JournalBench.Sell(Journal, records);
        Do(Relay.Connected(Now));
        PubAckAll();
    }

    protected void PubAckAll()
    {
        for (var index = 0; index < Done.Count; index++)
            if (Done[index] is RelayAction.Publish { Ticket: { } ticket })
                Do(Relay.Published(ticket, Now));
    }

    protected void PubAck(long ticket) => Do(Relay.Published(ticket, Now));

    protected void Ack(long sequence, bool retained = false, long era = 1)
    {
        var batch = Journal.Outbox.Read(new RecordPosition(1, sequence - 1), 1);
        Ack(sequence, Jws.OpenUnverified(JwsType.Record, batch.Lines[..^1]).OrThrow().Hash(), retained, era);
    }

    protected void Ack(long sequence, Digest hash, bool retained = false, long era = 1)
    {
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [new EpochAck(1, sequence, hash)]);
        Receive(new MqttMessage(Of(TerminalTopic.Ack), SignedMessage.Sign(ack, Keys.Ledger).Compact, retained));
    }

    protected AskMessage Asked(IEnumerable<RelayAction> actions)
    {
        Do(actions);
        return Asked();
    }

    protected AskMessage Asked() => AskMessage.Read(Published(TerminalTopic.Ask).Last().Payload.Span).OrThrow();

    protected void Beat(AskMessage echo, ListVersion? list)
    {
        var beat = new BeatMessage(
            Site.Id, Addressee.Of(Site.Bar), list?.Era ?? 1, list?.Version ?? 0, 0, Clock.Noon, echo);
        Receive(new MqttMessage(Of(TerminalTopic.Beat), SignedMessage.Sign(beat, Keys.Ledger).Compact));
    }

    protected void Receive(MqttMessage message) => Do(Relay.Received(message, Now));

    protected void Do(IEnumerable<RelayAction> actions) => Done.AddRange(actions);

    protected static string Of(TerminalTopic kind) => Topics.Of(Site.Bar, kind);

    protected List<MqttMessage> Published(TerminalTopic kind) =>
    [
        .. Done.OfType<RelayAction.Publish>().Select(publish => publish.Message).Where(row => row.Topic == Of(kind)),
    ];

    protected List<string> Subscribed() => [.. Done.OfType<RelayAction.Subscribe>().Select(row => row.Topic)];

    protected List<T> News<T>() where T : RelayNews =>
        [.. Done.OfType<RelayAction.Tell>().Select(tell => tell.News).OfType<T>()];

    protected List<long> SentSequences() =>
    [
        .. from message in Published(TerminalTopic.Journal)
           from line in Encoding.ASCII.GetString(message.Payload.Span).TrimEnd('\n').Split('\n')
           let signed = Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line)).OrThrow()
           select RecordLine.Read(signed, Site.Id).OrThrow().Position.Sequence,
    ];
}
