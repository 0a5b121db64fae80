using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// All that the ledger decides, without a network, a clock or a thread. What it signs, it has stored before: an ack
/// names records that are durable, a list's version is used up before the list goes out.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="store">The books.</param>
/// <param name="signer">Signs what goes down.</param>
/// <param name="options">Paces.</param>
public sealed class LedgerLogic(SiteId site, ILedgerStore store, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, long> lastAcks = [];
    private readonly HashSet<TerminalId> repeats = [];
    private readonly Dictionary<TerminalId, long> lastEras = [];
    private readonly Gaps gaps = new();
    private readonly HoldWatch holds = new();
    private PublishedList? list;
    private HashSet<Digest> chunksOfTheListBefore = [];
    private long lastList = long.MinValue / 2;

    /// <summary>What to listen to.</summary>
    public IEnumerable<string> Subscriptions =>
        [topics.OfAll(TerminalTopic.Journal), topics.OfAll(TerminalTopic.Ask)];

    /// <summary>
    /// A connection is there: say what is current, all of it. The broker may have lost what it had, or never have got
    /// it. Whoever makes the connection come and go a hundred times makes no hundred lists by it.
    /// </summary>
    public IReadOnlyList<LedgerAction> Connected(long now) =>
        [
            .. store.Read(books => books.Terminals.Select(book => Ack(books, book, now)).ToList()),
            .. list is { } current && !IsOutdated(current) ? Publish(current, known: []) : MakeList(now, known: []),
        ];

    /// <summary>Messages came: taken in order, and stored in one step.</summary>
    /// <param name="messages">As received.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public IReadOnlyList<LedgerAction> Received(
        IReadOnlyList<MqttMessage> messages, long now, long wallMilliseconds)
    {
        var actions = new List<LedgerAction>();
        var journals = new List<(TerminalId Terminal, MqttMessage Message)>();
        var asks = new Dictionary<TerminalId, MqttMessage>();
        foreach (var message in messages)
            if (topics.TryParse(message.Topic, out var terminal, out var kind) &&
                kind is TerminalTopic.Journal or TerminalTopic.Ask)
                if (!IsEnrolled(terminal))
                    actions.Add(NotEnrolled(terminal, kind));
                else if (kind == TerminalTopic.Journal)
                    journals.Add((terminal, message));
                else
                    asks[terminal] = message; // An answer to an older ask of the same batch would say less.

        if (journals.Count > 0)
            actions.AddRange(TakeJournals(journals, now));
        foreach (var (terminal, ask) in asks)
            actions.Add(Answer(terminal, ask, wallMilliseconds));
        return actions;
    }

    /// <summary>Time has passed: to be called about every second.</summary>
    public IReadOnlyList<LedgerAction> OnTime(long now)
    {
        LetGoOfHolds(now);
        var actions = new List<LedgerAction>(store.Read(books => OverdueAcks(books, now)));
        if (IsListDue(now))
            actions.AddRange(MakeList(now, ChunksOfTheList()));
        return actions;
    }

    /// <summary>
    /// Acks to repeat, and acks of an era that another process began, or to a terminal that it enrolled.
    /// </summary>
    private List<LedgerAction> OverdueAcks(LedgerBooks books, long now) =>
    [
        .. from book in books.Terminals
           where lastEras.GetValueOrDefault(book.Terminal) != books.Era ||
               repeats.Contains(book.Terminal) && IsAckDue(book.Terminal, now)
           select Ack(books, book, now),
    ];

    /// <summary>Holds that nothing has closed in time are free again in the next list.</summary>
    private void LetGoOfHolds(long now)
    {
        var overdue = store.Read(books => holds.Overdue(books.Settlements.Counting, now));
        if (overdue.Count == 0)
            return;
        store.Change(draft =>
        {
            foreach (var (terminal, held) in overdue)
                if (draft.Books.Settlements.Counts(terminal, held))
                    draft.Add(new LedgerEntry.HoldOverdue(terminal, held.Epoch, held.Sequence));
            return true;
        });
    }

    private bool IsListDue(long now)
    {
        var (era, revision) = store.Read(books => (books.Era, books.CardsRevision));
        return list is not null && list.Version.Era != era ||
            now - lastList >= options.ListEvery && revision != list?.Revision;
    }

    private bool IsOutdated(PublishedList current) =>
        store.Read(books => current.Version.Era != books.Era || current.Revision != books.CardsRevision);

    private List<LedgerAction> TakeJournals(List<(TerminalId Terminal, MqttMessage Message)> journals, long now)
    {
        var actions = new List<LedgerAction>();
        var heard = store.Change(draft =>
        {
            var ingest = new Ingest(site, draft);
            var outcomes = new Dictionary<TerminalId, List<IngestOutcome>>();
            foreach (var (terminal, message) in journals)
            {
                outcomes.TryAdd(terminal, []);
                outcomes[terminal].AddRange(Take(ingest, terminal, message));
            }
            return outcomes;
        });
        foreach (var (terminal, outcomes) in heard)
        {
            actions.AddRange(Reports(terminal, outcomes, now));
            var isNews = outcomes.Any(outcome => outcome is IngestOutcome.Booked);
            var isSaid = isNews || IsAckDue(terminal, now);
            if (isSaid)
                actions.AddRange(Ack(terminal, now));
            // An ack that brings news does not tell the terminal that what came after it is missing.
            if (!isSaid || isNews && outcomes[^1] is IngestOutcome.BeyondGap)
                repeats.Add(terminal);
        }
        return actions;
    }

    private bool IsEnrolled(TerminalId terminal) => store.Read(books => books.TryFind(terminal, out _));

    /// <summary>
    /// Reported for all strangers together: names can be invented without end, and would hide what is wrong with a
    /// terminal of ours.
    /// </summary>
    private LedgerAction.Report NotEnrolled(TerminalId terminal, TerminalTopic kind) =>
        new(topics.OfAll(kind), "NotEnrolled", $"terminal {terminal} is not enrolled");

    private bool IsAckDue(TerminalId terminal, long now) =>
        now - lastAcks.GetValueOrDefault(terminal, long.MinValue / 2) >= options.RepeatAckEvery;

    private LedgerAction.Publish[] Ack(TerminalId terminal, long now) =>
        store.Read(books => books.TryFind(terminal, out var book) ? new[] { Ack(books, book, now) } : []);

    private static IEnumerable<IngestOutcome> Take(Ingest ingest, TerminalId terminal, MqttMessage message) =>
        JournalBatch.Split(message.Payload).Succeeded(out var lines, out var error)
            ? lines.Select(line => ingest.Take(terminal, line)).ToList()
            : [new IngestOutcome.Rejected(error)];

    private IEnumerable<LedgerAction> Reports(TerminalId terminal, List<IngestOutcome> outcomes, long now)
    {
        var topic = topics.Of(terminal, TerminalTopic.Journal);
        foreach (var outcome in outcomes)
            if (outcome is IngestOutcome.Rejected rejected)
                yield return LedgerAction.Report.Of(topic, rejected.Error);
            else if (outcome is IngestOutcome.Forked forked)
                yield return new LedgerAction.Report(
                    topic, "Forked", $"record {forked.Position} is there with other content");
        if (outcomes.Any(outcome => outcome is IngestOutcome.Booked))
            gaps.Filled(terminal);
        else if (outcomes.OfType<IngestOutcome.BeyondGap>().LastOrDefault() is { } beyond &&
            gaps.Stays(terminal, now))
            yield return new LedgerAction.Report(
                topic,
                "Gap",
                $"record {beyond.Position} comes again and again, those before it do not: the terminal takes them " +
                "for acknowledged. Was this ledger restored from a backup? Then run ledger raise-era");
    }

    private LedgerAction.Publish Ack(LedgerBooks books, TerminalBook book, long now)
    {
        (lastAcks[book.Terminal], lastEras[book.Terminal]) = (now, books.Era);
        repeats.Remove(book.Terminal);
        var ack = new AckMessage(
            site,
            Addressee.Of(book.Terminal),
            books.Era,
            [.. book.Chains.Select(chain => new EpochAck(chain.Epoch, chain.Sequence, chain.Hash))]);
        return Publish(topics.Of(book.Terminal, TerminalTopic.Ack), SignedMessage.Sign(ack, signer), retained: true);
    }

    private LedgerAction Answer(TerminalId terminal, MqttMessage message, long wallMilliseconds)
    {
        if (!AskMessage.Read(message.Payload.Span).Succeeded(out var ask, out var error))
            return LedgerAction.Report.Of(message.Topic, error);
        var beat = new BeatMessage(
            site,
            Addressee.Of(terminal),
            list?.Version.Era ?? store.Read(books => books.Era),
            list?.Version.Version ?? 0,
            ConfigVersion: 0,
            wallMilliseconds,
            ask);
        return Publish(topics.Of(terminal, TerminalTopic.Beat), SignedMessage.Sign(beat, signer), retained: false);
    }

    private HashSet<Digest> ChunksOfTheList() => [.. list?.Chunks.Keys ?? []];

    /// <summary>Chunks go out before the manifest that names them, and go only when no current list has them.</summary>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="known">Chunks that the broker has for certain.</param>
    private List<LedgerAction> MakeList(long now, HashSet<Digest> known)
    {
        lastList = now;
        var made = store.Change(draft =>
        {
            var version = new ListVersion(draft.Books.Era, (draft.Books.LastList?.Version ?? 0) + 1);
            draft.Add(new LedgerEntry.ListMade(version.Era, version.Version));
            return PublishedList.Make(draft.Books, version, site, signer);
        });
        var old = ChunksOfTheList();
        var actions = Publish(made, known);
        foreach (var gone in chunksOfTheListBefore.Where(hash => !made.Chunks.ContainsKey(hash) && !old.Contains(hash)))
            actions.Add(Publish(topics.CardChunk(gone), ReadOnlyMemory<byte>.Empty, retained: true));
        (chunksOfTheListBefore, list) = (old, made);
        return actions;
    }

    private List<LedgerAction> Publish(PublishedList made, HashSet<Digest> known) =>
    [
        .. from chunk in made.Chunks
           where !known.Contains(chunk.Key)
           select Publish(topics.CardChunk(chunk.Key), chunk.Value, retained: true),
        Publish(topics.CardList, made.Manifest, retained: true),
    ];

    private static LedgerAction.Publish Publish(string topic, SignedObject message, bool retained) =>
        Publish(topic, message.Compact, retained);

    private static LedgerAction.Publish Publish(string topic, ReadOnlyMemory<byte> payload, bool retained) =>
        new(new MqttMessage(topic, payload, retained));
}
