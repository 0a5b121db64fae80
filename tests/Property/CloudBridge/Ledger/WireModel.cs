using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger;

/// <summary>
/// The real relay and the real ledger over a wire that loses, repeats and reorders, between two machines whose power
/// goes. One thread; what happens next is the caller's choice.
/// </summary>
internal sealed class WireModel
{
    private const long Opening = 1_000_000;

    private readonly Site site;
    private readonly Dictionary<string, MqttMessage> retained = [];
    private readonly HashSet<string> wanted = [];
    private readonly List<MqttMessage> up = [];
    private readonly List<MqttMessage> down = [];
    private readonly Queue<long> pubAcks = [];
    private LedgerBench ledger;
    private ForgetfulDisk backup;
    private bool isRestored;
    private ForgetfulDisk terminalDisk = new();
    private Journal journal = null!;
    private CardListStore lists = null!;
    private RelayLogic relay = null!;
    private UInt128 nonce;
    private long boot;
    private long now;
    private int sales;
    private int copies;

    public WireModel(Site site)
    {
        this.site = site;
        ledger = new LedgerBench(site).With((Kiosks.Guest, $"TLF {Opening}"));
        backup = ledger.Disk.AfterPowerCut();
        StartTerminal();
        FromLedger(ledger.Logic.Connected(now));
    }

    public int Lost { get; private set; }

    /// <summary>The most lines that ever waited for others at the ledger.</summary>
    public int Waited { get; private set; }

    /// <summary>Records that the ledger had booked and does not have any more, because it was restored.</summary>
    public long Unbooked { get; private set; }

    public void Sell()
    {
        JournalBench.Append(journal, JournalWriter.Beer(Kiosks.Guest));
        sales++;
        FromRelay(relay.JournalGrew(now));
    }

    /// <summary>A copy of the terminal says something else for a place that the ledger has.</summary>
    public void SayBeside(int choice)
    {
        if (Booked() is 0)
            return;
        var sequence = 1 + choice % Booked();
        var previous = ledger.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.HashOf(sequence - 1)!.Value);
        var record = Records.At(sequence, JournalWriter.Beer(Kiosks.Guest), previous);
        var copy = record with { Stamp = record.Stamp with { Boot = 1_000 + ++copies } };
        var message = LedgerBench.Message(RecordLine.Write(copy, site.Terminal));
        FromLedger(ledger.Logic.Received([message], now, Clock.Noon));
    }

    public void Pass(long milliseconds)
    {
        now += milliseconds;
        FromRelay(relay.OnTime(now));
        FromLedger(ledger.Logic.OnTime(now));
    }

    public void DeliverUp(int choice)
    {
        if (up.Count == 0)
            return;
        var batch = up[..Math.Min(up.Count, 1 + choice % 4)];
        up.RemoveRange(0, batch.Count);
        FromLedger(ledger.Logic.Received(batch, now, Clock.Noon));
    }

    public void DeliverDown()
    {
        if (down.Count == 0)
            return;
        var message = down[0];
        down.RemoveAt(0);
        FromRelay(relay.Received(message, now));
    }

    public void PubAck()
    {
        if (pubAcks.TryDequeue(out var ticket))
            FromRelay(relay.Published(ticket, now));
    }

    /// <summary>A message is gone although the broker said that it had it.</summary>
    public void Lose(bool fromUp, int choice)
    {
        var queue = fromUp ? up : down;
        if (queue.Count == 0)
            return;
        queue.RemoveAt(choice % queue.Count);
        Lost++;
    }

    public void Repeat(bool fromUp, int choice)
    {
        var queue = fromUp ? up : down;
        if (queue.Count > 0)
            queue.Add(queue[choice % queue.Count]);
    }

    public void Swap(bool fromUp, int choice)
    {
        var queue = fromUp ? up : down;
        if (queue.Count > 1)
            queue.Reverse(choice % (queue.Count - 1), 2);
    }

    public void Reconnect()
    {
        relay.Disconnected();
        pubAcks.Clear();
        wanted.Clear();
        FromRelay(relay.Connected(now));
    }

    public void CrashTerminal()
    {
        pubAcks.Clear();
        wanted.Clear();
        terminalDisk = terminalDisk.AfterPowerCut();
        StartTerminal();
    }

    public void CrashLedger()
    {
        ledger = ledger.Crash();
        FromLedger(ledger.Logic.Connected(now));
    }

    public void BackUpLedger() => backup = ledger.Disk.AfterPowerCut();

    /// <summary>
    /// The ledger is as it was at its last backup, and its era is raised, before it runs or beside it.
    /// </summary>
    public void RestoreLedger(bool runsBefore)
    {
        // Nobody restores twice within one second.
        now += 1_000;
        Unbooked += Booked();
        ledger = new LedgerBench(site, backup.AfterPowerCut());
        Unbooked -= Booked();
        isRestored = true;
        if (runsBefore)
            FromLedger(ledger.Logic.Connected(now));
        ledger.RaiseEra(now);
        FromLedger(runsBefore ? ledger.Logic.OnTime(now) : ledger.Logic.Connected(now));
    }

    /// <summary>What the broker had is gone: it keeps nothing on disk.</summary>
    public void RestartBroker()
    {
        Lost += up.Count + down.Count;
        up.Clear();
        down.Clear();
        retained.Clear();
        wanted.Clear();
        FromLedger(ledger.Logic.Connected(now));
        Reconnect();
    }

    /// <summary>No faults any more: all must arrive, within this many steps.</summary>
    public void Converge()
    {
        for (var step = 0; step < 500 && !IsSettled(); step++)
        {
            while (up.Count + down.Count + pubAcks.Count > 0)
            {
                DeliverUp(3);
                DeliverDown();
                PubAck();
            }
            if (relay.OnTime(now).OfType<RelayAction.Drop>().Any())
                Reconnect();
            Pass(1_000);
        }
        Check(
            IsSettled(),
            $"not settled: acked {journal.Outbox.Acked}, tail {journal.Outbox.Tail}, list {lists.Stored}; the ledger " +
            $"has {Booked()} records, era {ledger.Store.Read(books => books.Era)}, list {LastList()}");
        isRestored = false;
    }

    /// <summary>What must hold at every moment.</summary>
    public void CheckAlways()
    {
        var chain = Booked();
        var booked = (Opening - ledger.Balance(Kiosks.Guest)) / 350 - Forks();
        Waited = Math.Max(Waited, Waiting());
        Check(booked <= sales, $"{booked} sales booked of {sales}");
        Check(booked == chain, $"{booked} sales booked of {chain} records");
        // A ledger that was restored lacks what it had acknowledged, until the terminal has heard of its new era.
        Check(isRestored || journal.Outbox.Acked.Sequence <= chain, "acknowledged and not stored");
        Check(!journal.Outbox.HasDiverged, "an older image of the terminal was restored, it seems");
        Check(Forks() <= copies, $"{Forks()} forks, and copies said {copies}");
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }

    private bool IsSettled() =>
        up.Count + down.Count + pubAcks.Count == 0 &&
        journal.Outbox.Unacked == 0 &&
        Opening - ledger.Balance(Kiosks.Guest) == 350L * (sales + Forks()) &&
        Waiting() == 0 &&
        lists.Stored == LastList();

    private long Booked() =>
        ledger.Store.Read(books => books.TryFind(Site.Bar, out var book) ? book.Chain(1)!.Sequence : 0);

    private int Forks() => ledger.Store.Read(books => books.Forks);

    private int Waiting() => ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting);

    private ListVersion? LastList() => ledger.Store.Read(books => books.LastList);

    private void StartTerminal()
    {
        journal = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 4_000, ReceiptEvery = 3 } }
            .Open(terminalDisk).Journal;
        lists = CardListStore.Open(terminalDisk, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        relay = new RelayLogic(
            new RelayIdentity(
                Site.Id, Site.Bar, site.Terminal, site.TerminalKeys, site.LedgerKeys, ++boot, new Nonce(++nonce)),
            journal.Outbox,
            lists,
            () => new Nonce(++nonce),
            new RelayOptions { BatchBytes = 2_000, MostUnderWay = 3 });
        FromRelay(relay.Connected(now));
    }

    private void FromRelay(IEnumerable<RelayAction> actions)
    {
        foreach (var action in actions)
            if (action is RelayAction.Publish publish)
            {
                up.Add(publish.Message);
                if (publish.Ticket is { } ticket)
                    pubAcks.Enqueue(ticket);
            }
            else if (action is RelayAction.Subscribe subscribe)
            {
                wanted.Add(subscribe.Topic);
                if (retained.TryGetValue(subscribe.Topic, out var kept))
                    down.Add(kept);
            }
            else if (action is RelayAction.Unsubscribe unsubscribe)
            {
                wanted.Remove(unsubscribe.Topic);
            }
    }

    private void FromLedger(IEnumerable<LedgerAction> actions)
    {
        foreach (var message in actions.OfType<LedgerAction.Publish>().Select(publish => publish.Message))
        {
            if (message.Retained && message.Payload.IsEmpty)
                retained.Remove(message.Topic);
            else if (message.Retained)
                retained[message.Topic] = message;
            // To whoever is subscribed already, a retained message comes as news (MQTT 5.0, 3.3.1.3).
            if (wanted.Contains(message.Topic))
                down.Add(message with { Retained = false });
        }
    }
}
