using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.PowerCuts;

/// <summary>The terminal of the script, from one start to its end: all that the daemon's loop drives.</summary>
internal sealed class ScriptedTill : IStation, IUplink, IDisposable
{
    private readonly Topics topics = new(Site.Id);
    private readonly Site site;
    private readonly ScriptedLedger ledger;
    private readonly Marks marks;
    private readonly ManualTime time;
    private readonly TerminalClock clock;
    private readonly Journal journal;
    private readonly CardListStore lists;
    private readonly LiveTerminal terminal;

    public ScriptedTill(Site site, string folder, ScriptedLedger ledger, Marks marks, ManualTime time)
    {
        (this.site, this.ledger, this.marks, this.time) = (site, ledger, marks, time);
        clock = new TerminalClock(time);
        var setup = Kiosks.Setup();
        var bench = new JournalBench(site) { Options = SiteScript.Options };
        var opening = JournalOpener.Open(
            new FolderStorage(Path.Combine(folder, "journal")), bench.Identity, site.Terminal, SiteScript.Options,
            TerminalState.Initial, new Terminal(setup).Evolve);
        var opened = (JournalOpening<TerminalState>.Opened)opening;
        journal = opened.Journal;
        lists = CardListStore.Open(
            new FolderStorage(Path.Combine(folder, "cards")), new MemoryCardCache(), Site.Id, Site.Bar,
            site.LedgerKeys);
        terminal = new LiveTerminal(setup, opened.Folded.Past, new LoopParts(
            clock, time, journal, lists, TimeSpan.FromDays(35),
            new CardTokens(Site.Key, new Dictionary<string, CardClass>()), new Dictionary<string, Input>(),
            this, this,
            new StatusIdentity(Site.Id, Site.Bar, opened.Folded.Past.NextBoot, new Nonce(1), "0.1.0"),
            ServiceManager.None));
    }

    private long Now => clock.Monotonic;

    public void Start()
    {
        Take(new Input.Started("0.1.0", "machine boot", 1, null, null, lists.StoredList));
        Deliver(ledger.Connected(Now));
        Take(new Input.BeatAnswered(lists.Stored, Now, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>Somebody buys a beer, and goes.</summary>
    /// <param name="uid">With this card.</param>
    /// <param name="isKnown">False: the reader sees another UID, that nobody knows.</param>
    public void Sell(string uid, bool isKnown)
    {
        Take(new Input.ArticleChosen(Kiosks.Beer));
        var card = Site.Card(isKnown ? uid : "04AABBCCDDEEFF");
        var entry = (terminal.Cards?.Find(card) as CardLookup.Listed)?.Entry;
        Take(new Input.CardPresented(new CardPresentation(card, CardClass.Uid, false, entry), journal.HasRoom));
        Take(new Input.VerdictShown());
        Take(new Input.FieldEmptied());
        time.Advance(TimeSpan.FromSeconds(30));
        Take(new Input.TimePassed());
    }

    /// <summary>What is new goes up, and what the ledger says of it comes down.</summary>
    public void Talk()
    {
        while (journal.Outbox.Read(journal.Outbox.Acked, 8 * 1024) is { Lines.IsEmpty: false } batch)
            Deliver(ledger.Take(batch.Lines, Now));
        Take(new Input.BeatAnswered(lists.Stored, Now, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>Nobody says goodbye to anything.</summary>
    public void Abandon() => terminal.LetListGo();

    public void Dispose()
    {
        terminal.LetListGo();
        journal.Dispose();
        lists.Dispose();
    }

    public void Show(GuestScreen screen)
    {
        if (screen is GuestScreen.Approved)
            marks.Approved();
    }

    public void JournalGrew() => marks.Journal(journal.Tail!.Value);

    public void Sound(Cue cue)
    {
    }

    public void Speak(ScreenWriter words)
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

    private void Take(Input input)
    {
        if (input is Input.BeatAnswered beat)
            clock.Trust(beat.AskedMonotonicMilliseconds, beat.LedgerMilliseconds);
        if (terminal.Take(input).Failure is { } failure)
            throw new IOException(failure);
        if (terminal.Outlived(input) is { } outlived)
            Take(outlived);
    }

    /// <summary>As the relay does, in the order in which the messages come.</summary>
    private void Deliver(IEnumerable<MqttMessage> messages)
    {
        foreach (var message in messages)
            if (topics.TryParseChunk(message.Topic, out var chunk))
            {
                // What is there is not asked for: to write it again would put the list in use at risk.
                if (!message.Payload.IsEmpty && !lists.HasChunk(chunk))
                    Kept(lists.Keep(chunk, message.Payload.Span));
            }
            else if (message.Topic == topics.CardList)
                Save(message.Payload);
            else if (message.Topic == topics.Of(Site.Bar, TerminalTopic.Ack))
                Acknowledge(message.Payload);
        lists.Tidy();
    }

    private void Save(ReadOnlyMemory<byte> signed)
    {
        var manifest = SignedMessage.Read<ListManifest>(signed, site.LedgerKeys, Site.Id, Addressee.Terminals)
            .OrThrow();
        if (manifest.List() <= (lists.Stored ?? new ListVersion(1, 0)))
            return;
        Kept(lists.Save(manifest, signed));
        marks.List(manifest.List());
        Take(new Input.ListStored(lists.StoredList!));
    }

    private void Acknowledge(ReadOnlyMemory<byte> signed)
    {
        var ack = SignedMessage.Read<AckMessage>(signed, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow();
        journal.Outbox.Acknowledge(ack, signed);
        marks.Acknowledged(journal.Outbox.Acked);
    }

    private static void Kept(string? flaw)
    {
        if (flaw is not null)
            throw new InvalidOperationException(flaw);
    }
}
