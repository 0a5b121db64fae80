using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Property.EdgeTerminal.Store;

/// <summary>
/// A terminal with the real journal and the real card lists, on disks in memory. Whoever starts it reads all that it
/// knows from them; what its devices and its relay would tell, a test tells.
/// </summary>
internal sealed class StoredTerminal(
    TerminalSetup setup, StoredKeys keys, ForgetfulDisk journalDisk, ForgetfulDisk cardDisk) : IStation, IUplink
{
    private static readonly CardTokens Tokens = new(Site.Key, new Dictionary<string, CardClass>());

    private readonly List<JournalRecord> records = [];
    private ManualTime time = new();
    private TerminalClock clock = null!;
    private Journal journal = null!;
    private CardListStore lists = null!;
    private LiveTerminal live = null!;
    private int machineBoots = 1;

    /// <summary>Where the journal is.</summary>
    public ForgetfulDisk JournalDisk { get; private set; } = journalDisk;

    /// <summary>Where the lists are.</summary>
    public ForgetfulDisk CardDisk { get; private set; } = cardDisk;

    /// <summary>The SD card's CID, from the next start on.</summary>
    public string StorageId { get; set; } = "the first card";

    /// <summary>What the journal had when the terminal was started.</summary>
    public IReadOnlyList<JournalRecord> Records => records;

    /// <summary>What stands on the display.</summary>
    public GuestScreen? Screen { get; private set; }

    /// <summary>The last sale or refusal.</summary>
    public Fact? LastVerdict { get; private set; }

    public TerminalState State => live.State;

    public JournalOutbox Outbox => journal.Outbox;

    public long Wall => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The daemon starts, from what is durable.</summary>
    public void Start()
    {
        records.Clear();
        clock = new TerminalClock(time);
        lists = CardListStore.Open(CardDisk, new MemoryCardCache(), Site.Id, Site.Bar, keys.Ledger);
        var terminal = new Terminal(setup);
        var opening = JournalOpener.Open(
            JournalDisk,
            new JournalIdentity(Site.Id, Site.Bar, 1, keys.Own, keys.Ledger),
            keys.Signer,
            new JournalOptions { ReceiptEvery = 1 },
            TerminalState.Initial,
            (state, record) =>
            {
                records.Add(record);
                return terminal.Evolve(state, record);
            },
            terminal.PassOver);
        var opened = opening as JournalOpening<TerminalState>.Opened ??
            throw new InvalidDataException($"The journal does not verify: {opening}.");
        Assert.Empty(opened.Unreadable);
        journal = opened.Journal;
        live = new LiveTerminal(
            setup,
            opened.Folded.Past,
            new LoopParts(
                clock,
                time,
                journal,
                lists,
                TimeSpan.FromDays(35),
                Tokens,
                new Dictionary<string, Input>(),
                this,
                this,
                new StatusIdentity(Site.Id, Site.Bar, opened.Folded.Past.NextBoot, new Nonce(1), "0.1.0"),
                ServiceManager.None));
        Take(new Input.Started("0.1.0", $"machine boot {machineBoots}", 1, StorageId, null, lists.StoredList)
        {
            RolledBack = journal.Outbox.HasDiverged ? "a kept ack names records that are not here" : null,
        });
        Take(new Input.PeersHeard([], SomeMissing: false));
        Settle();
    }

    /// <summary>The daemon is killed and starts again: what was not synced is gone.</summary>
    /// <param name="losesLists">All files of the lists and the cache are deleted meanwhile.</param>
    public void Restart(bool losesLists = false)
    {
        live.LetListGo();
        journal.Dispose();
        lists.Dispose();
        (JournalDisk, CardDisk) = (JournalDisk.AfterPowerCut(), CardDisk.AfterPowerCut());
        if (losesLists)
            foreach (var name in CardDisk.List())
                CardDisk.Delete(name);
        Start();
    }

    /// <summary>From the next start on, the machine is another boot of itself.</summary>
    public void LosePower()
    {
        machineBoots++;
        time = new ManualTime(time.GetUtcNow());
    }

    public void Wait(TimeSpan time) => this.time.Advance(time);

    /// <summary>Gives it an input, and does what is due then.</summary>
    public TerminalStep Take(Input input)
    {
        var step = live.Take(input);
        Assert.Null(step.Failure);
        LastVerdict = step.Facts.LastOrDefault(fact => fact is Fact.Sale or Fact.Refusal) ?? LastVerdict;
        return step;
    }

    /// <summary>It goes over to the granted epoch.</summary>
    public void Settle()
    {
        while (live.Due() is { } due)
            Take(due);
    }

    /// <summary>The ledger confirms the list that is in use.</summary>
    /// <param name="asked">When it was asked; null: now.</param>
    public void Confirm(long? asked = null)
    {
        clock.Trust(clock.Monotonic, Wall);
        Take(new Input.BeatAnswered(State.Present.ListInUse, asked ?? clock.Monotonic, Wall));
    }

    /// <summary>An ack comes.</summary>
    public AckOutcome Acknowledge(AckMessage ack, ReadOnlyMemory<byte> signed) =>
        journal.Outbox.Acknowledge(ack, signed);

    /// <summary>A list comes; chunks that are here are not fetched, as the relay has it.</summary>
    /// <returns>Why it is not used; null when it is.</returns>
    public string? Apply(SignedList list)
    {
        foreach (var chunk in list.Chunks.Where(chunk => !lists.HasChunk(Digest.Of(chunk))))
            Assert.Null(lists.Keep(Digest.Of(chunk), chunk));
        return lists.Save(list.Manifest, list.Signed) ?? Take(new Input.ListStored(lists.StoredList!)).Ignored;
    }

    /// <summary>Somebody chooses, lays a card on the reader, reads the answer and goes.</summary>
    public void Buy(Article article, string uid)
    {
        var seen = new ReaderEvent.CardArrived(
            new CardIdentity(Convert.FromHexString(uid), 0x0044, 0x00), time.GetTimestamp());
        var card = Tokens.Present(seen, live.Cards, out var lost)!;
        Assert.Null(lost);
        Serve(article, new Input.CardPresented(card, journal.HasRoom));
    }

    /// <summary>The same with two cards at once.</summary>
    public void BuyWithTwoCards(Article article) =>
        Serve(article, new Input.SeveralCardsPresented(journal.HasRoom));

    public void Show(GuestScreen screen) => Screen = screen;

    public void Sound(Cue cue)
    {
    }

    public void Speak(ScreenWriter words)
    {
    }

    public void JournalGrew()
    {
    }

    public void ListApplied()
    {
    }

    public void AskForCardList()
    {
    }

    public void StatusChanged(StatusMessage status)
    {
    }

    private void Serve(Article article, Input presented)
    {
        LastVerdict = null;
        Take(new Input.ArticleChosen(article));
        Take(presented);
        var answer = Screen;
        Take(new Input.VerdictShown());
        Take(new Input.FieldEmptied());
        Wait(TimeSpan.FromSeconds(10));
        Take(new Input.TimePassed());
        Take(new Input.BasketCleared());
        Screen = answer;
    }
}

/// <summary>Whose signatures count.</summary>
internal sealed record StoredKeys(ISigner Signer, IKeyRing Own, IKeyRing Ledger);

/// <summary>A list as it comes from the ledger.</summary>
internal sealed record SignedList(
    ListManifest Manifest, ReadOnlyMemory<byte> Signed, IReadOnlyList<byte[]> Chunks)
{
    /// <param name="version">Its number, in the first era.</param>
    /// <param name="watermarks">What it has of the terminal.</param>
    /// <param name="cards">In it.</param>
    /// <param name="ledger">Signs it.</param>
    public static SignedList Of(long version, EpochMarks watermarks, CardEntry[] cards, ISigner ledger)
    {
        var chunks = CardChunks.Write(cards).Select(chunk => chunk.ToArray()).ToList();
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [.. watermarks.Rows.Select(row => new Watermark(Site.Bar, row.Epoch, row.Sequence))],
            cards.Length,
            [.. chunks.Select(chunk => Digest.Of(chunk))]);
        return new SignedList(manifest, SignedMessage.Sign(manifest, ledger).Compact, chunks);
    }
}
