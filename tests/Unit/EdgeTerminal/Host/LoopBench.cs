using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>The real loop with a real journal on a disk in memory; devices and relay only take notes.</summary>
internal sealed class LoopBench : IDisposable
{
    private readonly Site site = new();
    private readonly CardListStore lists;
    private readonly Journal journal;
    private Task<LoopEnd>? running;

    public LoopBench(params CardEntry[] cards)
        : this(new JournalOptions(), ServiceManager.None, Remembered.Nothing, cards)
    {
    }

    public LoopBench(JournalOptions options, params CardEntry[] cards)
        : this(options, ServiceManager.None, Remembered.Nothing, cards)
    {
    }

    /// <param name="past">What the journal came to.</param>
    public LoopBench(Remembered past)
        : this(new JournalOptions(), ServiceManager.None, past, [])
    {
    }

    /// <param name="manager">Who watches the loop.</param>
    /// <param name="cards">Of the list on disk.</param>
    public LoopBench(ServiceManager manager, params CardEntry[] cards)
        : this(new JournalOptions(), manager, Remembered.Nothing, cards)
    {
    }

    /// <param name="setup">Which station it is.</param>
    public LoopBench(TerminalSetup setup)
        : this(Remembered.Nothing, setup)
    {
    }

    /// <param name="past">What the journal came to.</param>
    /// <param name="setup">Which station it is.</param>
    public LoopBench(Remembered past, TerminalSetup setup)
        : this(new JournalOptions(), ServiceManager.None, past, [], setup)
    {
    }

    private LoopBench(
        JournalOptions options, ServiceManager manager, Remembered past, CardEntry[] cards,
        TerminalSetup? setup = null)
    {
        var bench = new JournalBench(site) { Options = options };
        journal = bench.Open(Disk).Journal;
        lists = CardListStore.Open(Disk, Cache, Site.Id, Site.Bar, site.LedgerKeys);
        Configs = SentConfigStore.Open(Disk, Site.Id, Site.Bar, site.LedgerKeys, site.Terminal);
        Save(1, cards);
        Notes = new Notes(Disk);
        Loop = new TerminalLoop(
            setup ?? Kiosks.Setup(),
            past,
            new LoopParts(
                new TerminalClock(Time),
                Time,
                journal,
                lists,
                TimeSpan.FromDays(35),
                new CardTokens(Site.Key, new Dictionary<string, CardClass>
                {
                    ["bracelets"] = CardClass.Aes, ["stickers"] = CardClass.Counter,
                }),
                KioskReader.KeysOf([("1", Kiosks.Beer)]),
                Notes,
                Notes,
                new StatusIdentity(Site.Id, Site.Bar, 1, new Nonce(1), "0.1.0"),
                manager)
            {
                Diagnose = look => Notes.All.Add($"looked at for {look.Command.Number}"),
                ReadConfiguration = command => Notes.All.Add($"configuration read for {command.Number}"),
                Meter = Meter,
                Configs = Configs,
            },
            Log);
    }

    public ForgetfulDisk Disk { get; } = new();

    public FrailCardCache Cache { get; } = new();

    public SentConfigStore Configs { get; }

    public ManualTime Time { get; } = new();

    public LogBook<TerminalLoop> Log { get; } = new();

    public Notes Notes { get; }

    public TerminalMeter Meter { get; } = new();

    public TerminalLoop Loop { get; }

    /// <summary>As another thread sees it.</summary>
    public WatchedTerminal Watched => new(
        Loop,
        journal,
        1,
        () => throw new InvalidOperationException("There is no reader."),
        () => false,
        Time);

    /// <summary>What a power cut would leave.</summary>
    public IReadOnlyList<JournalRecord> Records => new JournalBench(site).Open(Disk.AfterPowerCut()).Records;

    public IReadOnlyList<Fact> Facts => [.. Records.Select(record => record.Fact)];

    /// <summary>The ledger acknowledges all that there is.</summary>
    public void Acknowledge()
    {
        var last = journal.Tail!.Value;
        var line = journal.Outbox.Read(last.Before(), 1).Lines[..^1];
        var hash = Jws.OpenUnverified(JwsType.Record, line).OrThrow().Hash();
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, last.Sequence, hash)]);
        journal.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    /// <summary>The ledger has more of the first epoch than there is, and grants another.</summary>
    public void Diverge(long granted)
    {
        var ack = new AckMessage(
            Site.Id,
            Addressee.Of(Site.Bar),
            1,
            [new EpochAck(1, 500, Digest.Of("another branch"u8)), new EpochAck(granted, 0, Digest.Zero)]);
        Assert.Equal(
            AckOutcome.Diverged, journal.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact));
    }

    public bool HasEnded => running!.IsCompleted;

    public Task<LoopEnd> EndedAsync() =>
        Eventually.CompletesAsync(running!, "the loop ends", TestContext.Current.CancellationToken);

    public void Start(bool mayReachLedger = false) =>
        running = Loop.RunAsync(new Input.Started("0.1.0", "machine boot", 1, null, null, lists.StoredList)
        {
            MayReachLedger = mayReachLedger,
        });

    /// <summary>Posts, and waits until the loop has dealt with it.</summary>
    public async Task GiveAsync(LoopInput input)
    {
        await Loop.PostAsync(input);
        await IdleAsync();
    }

    /// <summary>Waits until the loop waits for something to come.</summary>
    public async Task IdleAsync()
    {
        await Eventually.TrueAsync(
            () => Loop.IsIdle || running!.IsCompleted, "the loop is idle", TestContext.Current.CancellationToken);
    }

    public Task TapAsync(string uid) => GiveAsync(Seen(uid));

    public LoopInput.Reader Seen(string uid) => Seen(uid, CardProof.Nothing);

    public LoopInput.Reader Seen(string uid, CardProof proof) => new(new ReaderEvent.CardArrived(
        new CardIdentity(Convert.FromHexString(uid), 0x0044, 0x00), Time.GetTimestamp()) { Proof = proof });

    public void Save(long version, params CardEntry[] cards) => Assert.Null(TrySave(version, 0, cards));

    /// <param name="version">Of the list.</param>
    /// <param name="watermark">Our own records up to here are in it.</param>
    /// <param name="cards">In it.</param>
    /// <returns>Why it was not saved; null when it was.</returns>
    public string? TrySave(long version, long watermark, params CardEntry[] cards)
    {
        var chunks = CardChunks.Write(cards);
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [new Watermark(Site.Bar, 1, watermark)],
            cards.Length,
            [.. chunks.Select(chunk => Digest.Of(chunk))]);
        foreach (var chunk in chunks)
            Assert.Null(lists.Keep(Digest.Of(chunk), chunk));
        return lists.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact);
    }

    public void Dispose()
    {
        journal.Dispose();
        site.Dispose();
        Meter.Dispose();
    }
}

/// <summary>What the loop orders, with what the disk did, in one row.</summary>
internal sealed class Notes(ForgetfulDisk disk) : IStation, IUplink
{
    public List<string> All => disk.Log;

    public List<GuestScreen> Screens { get; } = [];

    /// <summary>What a display does meanwhile; the loop waits for it.</summary>
    public Action<GuestScreen> OnShow { get; set; } = _ => { };

    public ScreenWriter? Words { get; private set; }

    public List<StatusMessage> Statuses { get; } = [];

    public void Show(GuestScreen screen)
    {
        Screens.Add(screen);
        OnShow(screen);
        All.Add($"show {screen.GetType().Name}");
    }

    public void Sound(Cue cue) => All.Add($"sound {cue}");

    public void Do(Effect.ToDevice order) => All.Add($"do {order.GetType().Name}");

    public void Speak(ScreenWriter words) => Words = words;

    public void JournalGrew() => All.Add("relay");

    public void ListApplied() => All.Add("list applied");

    public void AskForCardList() => All.Add("list asked for");

    public void StatusChanged(StatusMessage status) => Statuses.Add(status);
}

/// <summary>A card cache that forgets and complains when told.</summary>
internal sealed class FrailCardCache : ICardCache
{
    private readonly MemoryCardCache inner = new();

    public string? Damage { get; set; }

    public CardBlock? Find(Digest chunk) => inner.Find(chunk);

    public void Put(Digest chunk, CardBlock block) => inner.Put(chunk, block);

    public void Retain(IReadOnlySet<Digest> chunks) => inner.Retain(chunks);

    public void ForgetAll() => inner.Retain(new HashSet<Digest>());

    public void Mended() => Damage = null;

    public void Dispose() => inner.Dispose();
}
