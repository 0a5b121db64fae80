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
/// <param name="lead">Says whether this worker makes lists and keeps time; null: it is alone.</param>
public sealed class LedgerLogic(
    SiteId site, ILedgerStore store, ISigner signer, LedgerOptions options, ILedgerLead? lead = null)
{
    private readonly Topics topics = new(site);
    private readonly Outsiders outsiders = new(new Topics(site));
    private readonly Acks acks = new(site, signer, options);
    private readonly CardLists lists = new(site, store, signer, options);
    private readonly Beats beats = new(site, signer);
    private readonly JournalReports reports = new(site);
    private readonly HoldWatch holds = new();
    private readonly LastWords lastWords = new(store);
    private readonly MissingRecords missing = new(site);
    private readonly Configs configs = new(site, signer, options);
    private readonly Orders orders = new(site, signer, options);
    private readonly EarlyLines early = new();
    private long? reign = lead is null ? 0 : null;
    private bool leads = lead is null;
    private SeenLedger? seen;
    private bool isBehind;
    private long lastLook = long.MinValue / 2;

    /// <summary>
    /// What to listen to: of several workers each gets a share. What has changed in lists only the one knows who leads:
    /// all hear who asks for it.
    /// </summary>
    public IEnumerable<string> Subscriptions =>
    [
        .. from kind in new[] { TerminalTopic.Journal, TerminalTopic.Ask }
           let topic = topics.OfAll(kind)
           select lead is null ? topic : $"$share/ledger/{topic}",
    ];

    /// <summary>The earliest version of the list that the changes since can be said.</summary>
    internal long ListHistoryFrom => lists.HistoryFrom;

    /// <summary>What to listen to where the broker lets us: each worker hears it.</summary>
    public IEnumerable<string> Wishes => [topics.OfAll(TerminalTopic.Status), topics.OfAll(TerminalTopic.Since)];

    /// <summary>It makes the lists now: it is alone, or leads. Any thread.</summary>
    public bool Leads => Volatile.Read(ref leads);

    /// <summary>
    /// It has begun something that takes long: time may pass again at once, when what came meanwhile is taken.
    /// </summary>
    public bool HasMore => reign is not null && lists.HasMore;

    /// <summary>Who counts what is done; null: nobody.</summary>
    public LedgerMeter? Meter { get; init; }

    /// <summary>
    /// What there was to be seen a moment ago, where somebody counts; null: nothing yet. Any thread: who asks waits for
    /// no store.
    /// </summary>
    internal SeenLedger? Seen => Volatile.Read(ref seen);

    /// <summary>What terminals say of themselves.</summary>
    public Fleet Fleet { get; } = new();

    /// <summary>Finds the card keys that the books say; null where they are gone. Whoever takes them zeroes them.
    /// </summary>
    internal ICardKeySource CardKeys
    {
        init => configs.CardKeys = value;
    }

    /// <summary>What was wrong with what came over HTTPS; null: nothing comes there.</summary>
    internal HandedIn? HandedIn { get; init; }

    /// <summary>
    /// A connection is there: say what is current, all of it. Whoever makes the connection come and go a hundred times
    /// makes no hundred lists by it.
    /// </summary>
    public IReadOnlyList<LedgerAction> Connected(long now)
    {
        DemandKey();
        TakeLead();
        return reign is null ? [] : SayAll(now);
    }

    /// <summary>Messages came: taken in order, and stored in one step.</summary>
    /// <param name="messages">As received.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public IReadOnlyList<LedgerAction> Received(
        IReadOnlyList<MqttMessage> messages, long now, long wallMilliseconds)
    {
        var actions = new List<LedgerAction>();
        var journals = new List<(TerminalId Terminal, MqttMessage Message, IKeyRing Keys)>();
        var asks = new Dictionary<TerminalId, MqttMessage>();
        store.Read(books =>
        {
            books.LedgerKeys.Demand(signer.KeyId);
            foreach (var message in messages)
                if (topics.TryParse(message.Topic, out var terminal, out var kind) &&
                    kind is TerminalTopic.Journal or TerminalTopic.Ask or TerminalTopic.Since or
                    TerminalTopic.Status)
                    Sort(books, terminal, kind, message);
            return true;
        });

        if (journals.Count > 0 || !early.IsEmpty)
            actions.AddRange(TakeJournals(Prepare(journals), now, wallMilliseconds));
        if (asks.Count > 0)
            actions.AddRange(Answers(asks, wallMilliseconds));
        return actions;

        void Sort(LedgerBooks books, TerminalId terminal, TerminalTopic kind, MqttMessage message)
        {
            if (!books.TryFind(terminal, out var book))
            {
                actions.AddRange(outsiders.NotEnrolled(terminal, kind, message, wallMilliseconds));
                if (kind == TerminalTopic.Journal)
                    Meter?.TookStrangers();
                return;
            }
            if (book.IsRevoked)
            {
                // The broker keeps its last word for ever: it does not speak.
                if (!message.Retained)
                    actions.AddRange(outsiders.Revoked(terminal, kind, message, wallMilliseconds));
                return;
            }
            if (!message.Retained)
            {
                Fleet.Heard(terminal, wallMilliseconds);
                configs.Heard(terminal, now);
            }
            if (kind == TerminalTopic.Journal)
                journals.Add((terminal, message, book.Keys.OfJournals));
            else if (kind == TerminalTopic.Since)
                actions.AddRange(Want(message, now));
            else if (kind == TerminalTopic.Ask)
                asks[terminal] = message; // An answer to an older ask of the same batch would say less.
            else if (Fleet.Take(message.Payload, site, book, message.Retained, wallMilliseconds) is { } error)
                actions.Add(LedgerAction.Report.Of(message.Topic, error));
        }
    }

    /// <summary>Time has passed: to be called about every second.</summary>
    public IReadOnlyList<LedgerAction> OnTime(long now)
    {
        DemandKey();
        Look(now);
        var late = early.IsEmpty ? [] : TakeJournals([], now, early.LastMilliseconds);
        return [.. HandedIn?.Said() ?? [], .. late, .. Lead(now)];
    }

    /// <summary>Nothing is signed by a key that is the ledger's no more.</summary>
    /// <exception cref="LedgerStoreException">It has changed.</exception>
    public void DemandKey() => store.Read(books =>
    {
        books.LedgerKeys.Demand(signer.KeyId);
        return true;
    });

    private IReadOnlyList<LedgerAction> Lead(long now)
    {
        var before = reign;
        TakeLead();
        if (reign is null)
            return [];
        if (reign != before)
            return SayAll(now);
        Settle();
        holds.LetGo(store, now);
        lastWords.Keep(Fleet);
        return
        [
            .. store.Read(books => books.TerminalsInUse
                .Where(book => acks.IsDue(books, book, now))
                .Select(book => acks.Say(books, book, now))
                .ToList()),
            .. configs.Sign(store.Read(books => configs.Due(books, Fleet, now)), now),
            .. store.Read(books => missing.Ask(books, now)),
            .. Behind(),
            .. lists.OnTime(now),
        ];
    }

    /// <summary>Who leads has made all lists that there are: what a terminal has beyond them is not in these books.
    /// </summary>
    private IEnumerable<LedgerAction> Behind()
    {
        var was = isBehind;
        var (ahead, last) = store.Read(books => (Fleet.AheadOf(books), books.LastList));
        isBehind = ahead is not null;
        return !isBehind || was ? [] :
        [
            new LedgerAction.Report(
                topics.Of(ahead!.Status.Terminal, TerminalTopic.Status), "BooksBehind",
                $"it uses card list {ahead.Status.List}, and these books have said none behind {last?.ToString() ??
                "none"}: were they put back from a backup? Stop this ledger, and run ledger raise-era"),
        ];
    }

    private void Look(long now)
    {
        if (Meter is null || now - lastLook < options.LookEvery)
            return;
        lastLook = now;
        Volatile.Write(ref seen, SeenLedger.Of(store, Fleet));
    }

    private void TakeLead()
    {
        reign = lead is null ? 0 : lead.Take();
        Volatile.Write(ref leads, reign is not null);
    }

    private IReadOnlyList<LedgerAction> SayAll(long now)
    {
        Settle();
        return
        [
            .. SayKeys(),
            .. store.Read(books => books.TerminalsInUse.Select(book => acks.Say(books, book, now)).ToList()),
            .. configs.Sign(store.Read(configs.All), now),
            .. lists.SayAll(now),
        ];
    }

    /// <summary>Before all that the last of these keys has signed.</summary>
    private IEnumerable<LedgerAction> SayKeys() =>
        store.Read(books => LedgerKeyBatch.Write(books.LedgerKeys.Statements)) is { Length: > 0 } statements
            ? [new LedgerAction.Publish(new MqttMessage(topics.LedgerKeys, statements, Retained: true))
            {
                // Rights that were given before there was this topic.
                MayBeRefused = true,
            }]
            : [];

    /// <summary>Commands that are to be said now: to be called about every second.</summary>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public IReadOnlyList<LedgerAction> SayCommands(long now, long wallMilliseconds) =>
        reign is not null ? store.Read(books => orders.Say(books, now, wallMilliseconds)) : [];

    /// <summary>
    /// Books what waits for nothing any more: another process closed a gap, or ours ended between two entries.
    /// </summary>
    private void Settle()
    {
        if (store.Read(books => books.Terminals.All(Ingest.IsSettled)))
            return;
        store.Change(draft =>
        {
            var ingest = new Ingest(draft, signer);
            foreach (var book in draft.Books.Terminals.ToList())
                ingest.Settle(book);
            return true;
        });
    }

    /// <summary>
    /// Reads what came and checks its signatures: most of the work, and nobody waits for it. What is stored needs no
    /// check: most of what comes after a cut has come before.
    /// </summary>
    private List<ReceivedJournal> Prepare(List<(TerminalId Terminal, MqttMessage Message, IKeyRing Keys)> journals)
    {
        var received = journals
            .Select(row => new ReceivedJournal(row.Terminal, row.Message.Payload, row.Keys, site)).ToList();
        if (received.Count == 0)
            return received;
        var unknown = store.Read(books => received.ConvertAll(journal => journal.NewTo(books).ToList()));
        foreach (var (number, lines) in unknown.Index())
            received[number].Check(lines);
        return received;
    }

    private List<LedgerAction> TakeJournals(
        List<ReceivedJournal> journals, long now, long wallMilliseconds)
    {
        var actions = new List<LedgerAction>();
        var heard = store.Change(draft => TakeAll(draft, journals, now, wallMilliseconds));
        foreach (var (terminal, outcomes) in heard)
            actions.AddRange(reports.Of(terminal, outcomes, now, wallMilliseconds));
        var said = heard.Where(terminal => JournalReports.IsNews(terminal.Value) || acks.MayRepeat(terminal.Key, now))
            .Select(terminal => terminal.Key).ToHashSet();
        actions.AddRange(store.Read(
            books => said.Select(terminal => acks.Say(books, books.Terminal(terminal), now)).ToList()));
        // An ack that brings news does not tell the terminal that what came after it is missing.
        foreach (var (terminal, outcomes) in heard)
            if (!said.Contains(terminal) || JournalReports.IsNews(outcomes) && JournalReports.IsBeyondGap(outcomes[^1]))
                acks.Repeat(terminal);
        return actions;
    }

    /// <returns>What came of it, for each terminal of which there is something to say.</returns>
    private Dictionary<TerminalId, List<IngestOutcome>> TakeAll(
        LedgerDraft draft,
        List<ReceivedJournal> journals,
        long now,
        long wallMilliseconds)
    {
        var ingest = new Ingest(draft, signer)
        {
            AtMilliseconds = wallMilliseconds,
            Early = lead is null ? null : early,
        };
        var heard = new Dictionary<TerminalId, List<IngestOutcome>>();
        foreach (var journal in journals)
            foreach (var outcome in Take(ingest, journal))
                if (outcome is IngestOutcome.Early { Line: var line })
                    early.Add(new EarlyLine(journal.Terminal, line, now, wallMilliseconds));
                else
                    Note(journal.Terminal, outcome);
        foreach (var line in early.TakeReady(draft.Books, now, options.EarlyPatience))
        {
            var outcome = ingest.TakeAgain(line);
            Meter?.Took(line.Terminal, outcome);
            Note(line.Terminal, outcome);
        }
        return heard;

        void Note(TerminalId terminal, IngestOutcome outcome)
        {
            heard.TryAdd(terminal, []);
            heard[terminal].Add(outcome);
        }
    }

    /// <summary>Of all that is rejected in one message one line of each kind is told of.</summary>
    private List<IngestOutcome> Take(Ingest ingest, ReceivedJournal journal)
    {
        if (journal.Error is { } error)
        {
            var garbage = new IngestOutcome.Rejected(error, journal.Payload);
            Meter?.Took(journal.Terminal, garbage);
            return [garbage];
        }
        var outcomes = new List<IngestOutcome>();
        var rejected = new HashSet<FormatErrorKind?>();
        foreach (var line in journal.Lines)
        {
            var outcome = ingest.Take(journal.Terminal, line);
            Meter?.Took(journal.Terminal, outcome);
            var isKept = outcome switch
            {
                IngestOutcome.Rejected { Error.Kind: var kind } => rejected.Add(kind),
                IngestOutcome.NotGranted => rejected.Add(null),
                _ => true,
            };
            if (isKept)
                outcomes.Add(outcome);
        }
        return outcomes;
    }

    /// <summary>It is answered for all who ask, when the time comes.</summary>
    private IEnumerable<LedgerAction> Want(MqttMessage message, long now)
    {
        if (!SinceMessage.Read(message.Payload.Span).Succeeded(out var since, out var error))
            return [LedgerAction.Report.Of(message.Topic, error)];
        if (reign is not null)
            lists.Want(since, now);
        return [];
    }

    private List<LedgerAction> Answers(Dictionary<TerminalId, MqttMessage> asks, long wallMilliseconds)
    {
        Meter?.Answered(asks.Count);
        // Of several workers one makes the lists: what it made is in the books before it goes out.
        var (list, told) = store.Read(books => (
            (lead is null ? lists.Current : books.LastList) ?? new ListVersion(books.Era, 0),
            books.Configs.VersionsOf(asks.Keys)));
        return [.. asks.Select(ask => beats.Answer(ask.Key, ask.Value, list, told[ask.Key], wallMilliseconds))];
    }
}
