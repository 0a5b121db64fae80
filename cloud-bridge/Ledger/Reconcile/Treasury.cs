using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a treasurer can decide. Each decision is signed with its note, and never taken back.</summary>
internal sealed class Treasury(SiteId site, ILedgerStore store, ISigner signer, TimeProvider time)
{
    /// <summary>A gap that is younger fills by itself, or by what the ledger asks its terminal for.</summary>
    public static readonly TimeSpan YoungGap = TimeSpan.FromMinutes(10);

    /// <summary>The console's account that decides; null: somebody else does.</summary>
    public string? By { get; init; }

    /// <summary>Goes on without records that never came; what waits behind them is booked.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="through">The last of them.</param>
    /// <param name="note">Why.</param>
    /// <param name="evenIfYoung">Nobody waits for it to fill by itself.</param>
    /// <param name="hash">Of the last of them: which branch is to go on, where two wait; null: the only one.</param>
    /// <param name="key">Of the request, for which it is done once; null: a command.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseGap(
        TerminalId terminal,
        RecordPosition through,
        string note,
        bool evenIfYoung = false,
        Digest? hash = null,
        RequestKey? key = null) =>
        Decide(
            note,
            key,
            books => EndAt(books, terminal, through, hash) is { } waiting
                ? WhyTooYoung(waiting.AtMilliseconds, evenIfYoung)
                : WhyTooYoung(FirstParked(books, terminal, through.Epoch), evenIfYoung) ??
                    WhyUnclear(BranchesOf(books, terminal, through.Epoch), hash),
            books =>
            {
                var branches = BranchesOf(books, terminal, through.Epoch);
                var end = EndAt(books, terminal, through, hash);
                var last = hash ?? end?.Ended.Hash ?? (branches is [var only, ..] ? only.Previous : Digest.Zero);
                var closed = new LedgerEntry.GapClosed(terminal, through.Epoch, through.Sequence, last, "")
                {
                    Ends = end is null ? null : books.Terminal(terminal).Key.KeyId,
                };
                var act = Sign(closed.Decision(), note);
                return request => closed with { Act = act, Request = request };
            });

    /// <summary>
    /// Books records that wait beside their terminal's chain: what they take counts, what they give waits in suspense.
    /// Not for what the terminal wrote: all that follows would stand beside its chain as well.
    /// </summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="note">Why.</param>
    /// <param name="hash">Only this one, of those that wait for the first one's place; null: all from there on.</param>
    /// <param name="evenIfYoung">Nobody waits for the gap before them to fill by itself.</param>
    /// <param name="key">As of a gap.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? BookWaiting(
        TerminalId terminal,
        RecordPosition from,
        string note,
        Digest? hash = null,
        bool evenIfYoung = false,
        RequestKey? key = null) =>
        Decide(note, key, books => WhyTooYoung(FirstParked(books, terminal, from.Epoch), evenIfYoung), _ =>
        {
            var ended = new LedgerEntry.WaitingEnded(terminal, from.Epoch, from.Sequence, hash, "");
            var act = Sign(ended.Decision(), note);
            return request => ended with { Act = act, Request = request };
        });

    private static IReadOnlyList<ParkedLine> BranchesOf(LedgerBooks books, TerminalId terminal, long epoch) =>
        books.TryFind(terminal, out var book) ? book.Parked.BranchesOf(epoch) : [];

    /// <summary>What waits for the end of a terminal's present key, where that is meant: the next key has signed which
    /// record it is. Null: a gap before what is parked is meant.</summary>
    private static WaitingKey? EndAt(LedgerBooks books, TerminalId terminal, RecordPosition through, Digest? hash) =>
        books.TryFind(terminal, out var book) && book.Keys.Waiting is { Ended: var ended } waiting &&
        ended.Position() == through && (hash ?? ended.Hash) == ended.Hash &&
        book.Chain(ended.Epoch) is { } chain && book.GapAtEnd(chain) is not null
            ? waiting
            : null;

    private static string? WhyUnclear(IReadOnlyList<ParkedLine> branches, Digest? hash) =>
        branches.Count < 2 || hash is not null
            ? null
            : $"{branches.Count} branches wait behind it, so say which is to go on, by --hash; the others are booked " +
                $"beside it: {string.Join("; ", branches.Select(ReconcileReport.NameOf))}";

    /// <param name="since">When the line came that waits, since 1970-01-01T00:00:00Z; null: nobody knows.</param>
    /// <param name="evenIfYoung">He does not wait.</param>
    private string? WhyTooYoung(long? since, bool evenIfYoung) =>
        !evenIfYoung && since is { } at &&
        time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at) is var age && age < YoungGap
            ? $"the gap is {age.TotalSeconds:0} seconds old, and the terminal may still have what is missing: " +
                $"the ledger asks it for that. Wait until it is {YoungGap.TotalMinutes:0} minutes old"
            : null;

    /// <summary>When the line came that came first of those that are parked; null: nobody knows.</summary>
    private static long? FirstParked(LedgerBooks books, TerminalId terminal, long epoch) =>
        books.TryFind(terminal, out var book)
            ? book.Parked.All.Where(line => line.Position.Epoch == epoch).Min(line => line.AtMilliseconds)
            : null;

    /// <summary>Money that waits in suspense goes to a wallet, or what is lacking there is taken from it.</summary>
    /// <param name="card">Whose suspense.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="amount">Above zero: the wallet gets it. Below: the wallet gives it.</param>
    /// <param name="wallet">Null: that of the card.</param>
    /// <param name="note">Why.</param>
    /// <param name="seen">What waits there, as whoever decides has seen it: when there is another sum now, he has to
    /// look again. Null: nobody has said.</param>
    /// <param name="key">As of a gap.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? SettleSuspense(
        CardToken card,
        AssetId asset,
        Money amount,
        WalletId? wallet,
        string note,
        Money? seen = null,
        RequestKey? key = null)
    {
        return Decide(note, key, Why, books =>
        {
            var owner = wallet ?? books.WalletOf(card)!.Value;
            var settled = new LedgerEntry.SuspenseSettled(card, asset, amount, owner, "");
            var act = Sign(settled.Decision(), note);
            return request => settled with { Act = act, Request = request };
        });

        string? Why(LedgerBooks books) =>
            wallet is null && books.WalletOf(card) is null
                ? $"card {card} is not known: name a wallet, or add the card"
            : seen is { } sum && books.BalanceOf(Account.SuspenseOf(card), asset) is var waiting && sum != waiting
                ? $"{waiting} {asset} of card {card} wait in suspense now: look at it again"
            : null;
    }

    /// <summary>What was made until then and comes from now on goes to suspense.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? ClosePeriod(DateTimeOffset through, string note)
    {
        if (through > time.GetUtcNow())
            return $"{through:u} is still to come: all until then would go to suspense";
        return Decide(note, key: null, whyNot: null, _ =>
        {
            var closed = new LedgerEntry.PeriodClosed(through.ToUnixTimeMilliseconds(), "");
            var act = Sign(closed.Decision(), note);
            return _ => closed with { Act = act };
        });
    }

    /// <summary>Somebody has looked at it and settled it.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseRow(long row, string note, RequestKey? key = null) => Decide(note, key, whyNot: null, _ =>
    {
        var closed = new LedgerEntry.RowClosed(row, "");
        var act = Sign(closed.Decision(), note);
        return request => closed with { Act = act, Request = request };
    });

    /// <summary>A terminal is one of the site's no more, for good.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="by">Who decides it.</param>
    /// <param name="note">Why.</param>
    /// <param name="key">As of a gap.</param>
    /// <returns>Why not; null when it is done.</returns>
    public Refusal? Revoke(TerminalId terminal, string by, string note, RequestKey? key = null)
    {
        if (!store.Read(books => books.TryFind(terminal, out _)))
            return new Refusal(RefusalKind.NoSuchTerminal, $"terminal {terminal} is not enrolled");
        return Decided(note, key, whyNot: null, books =>
        {
            var revoked = new LedgerEntry.TerminalRevoked(
                terminal,
                books.Terminal(terminal).Key.KeyId,
                by,
                time.GetUtcNow().ToUnixTimeMilliseconds(),
                "");
            var act = Sign(revoked.Decision(), note);
            return request => revoked with { Act = act, Request = request };
        });
    }

    /// <summary>A terminal may begin another journal, in the epoch after the last that it was granted.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="note">Why; null: a command that does not say.</param>
    /// <param name="key">As of a gap.</param>
    /// <param name="epoch">Which epoch, where it is granted now.</param>
    /// <returns>Why not; null when it is done.</returns>
    public Refusal? GrantEpoch(TerminalId terminal, string? note, RequestKey? key, out long epoch)
    {
        var next = 0L;
        var flaw = note is null ? null : TreasurerAct.FlawOfNew(note);
        var why = flaw is not null
            ? new Refusal(RefusalKind.NotPossible, flaw)
            : new KeyedStore(store, time).Make(key, LedgerJson.Default.String, draft =>
            {
                if (!draft.Books.TryFind(terminal, out var book))
                    return new Step<string>(RefusalKind.NoSuchTerminal, $"terminal {terminal} is not enrolled");
                next = book.Epoch + 1;
                return new Step<string>(
                    null,
                    request => new LedgerEntry.EpochGranted(
                        terminal, next, time.GetUtcNow().ToUnixTimeMilliseconds(), note, request),
                    $"{next}");
            }).Why;
        epoch = next;
        return why;
    }

    /// <summary>Which held record stands in a place.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="place">Where.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>Why that cannot be told; null: it can.</returns>
    public string? FlawOfPlace(TerminalId terminal, RecordPosition place, out Digest? hash)
    {
        var there = store.Read(books => books.TryFind(terminal, out var book)
            ? book.Held.Undecided.Where(line => line.Position == place).Select(line => line.Hash).ToList()
            : []);
        hash = there is [var one] ? one : null;
        return there.Count switch
        {
            0 => $"no record {place} of {terminal} is held",
            1 => null,
            var several => $"{several} records of {terminal} claim {place}: name one with its hash (ledger terminal " +
                $"held {terminal})",
        };
    }

    /// <summary>Books what a revoked terminal handed in and nobody had heard of, or refuses it.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="areBooked">False: it stays in the log, and nothing in it counts.</param>
    /// <param name="note">Why.</param>
    /// <param name="through">The last; those that it follows are meant too, and nothing that came beside them.</param>
    /// <param name="key">As of a gap.</param>
    /// <returns>Why not; null when it is done.</returns>
    public Refusal? DecideHeld(
        TerminalId terminal, bool areBooked, string note, RecordName through, RequestKey? key = null) =>
        Decided(note, key, whyNot: null, _ =>
        {
            var decided = new LedgerEntry.HeldDecided(
                terminal, through.Epoch, through.Sequence, through.Hash, areBooked, "");
            var act = Sign(decided.Decision(), note);
            return request => decided with { Act = act, Request = request };
        });

    /// <summary>A terminal is to do something, once: it is told until it answers, or the time is over.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="command">What: <see cref="CommandKind"/>.</param>
    /// <param name="card">The card that it is about, if any.</param>
    /// <param name="expires">Not to be done later than this from now on.</param>
    /// <param name="note">Why.</param>
    /// <param name="number">That it was given.</param>
    /// <returns>Why not; null when it is given.</returns>
    public string? Command(
        TerminalId terminal, string command, CardToken? card, TimeSpan expires, string note, out long number)
    {
        var outcome = Command(new CommandRequest(terminal, command, card, expires, note), key: null);
        number = (outcome as Outcome<CommandAnswer>.Done)?.Answer.Number ?? 0;
        return outcome.Why?.What;
    }

    /// <summary>The same, once for a request.</summary>
    public Outcome<CommandAnswer> Command(CommandRequest asked, RequestKey? key) =>
        new KeyedStore(store, time).Make(key, ApiJson.Default.CommandAnswer, draft =>
        {
            if (TreasurerAct.FlawOfNew(asked.Note) is { } flaw)
                return new Step<CommandAnswer>(RefusalKind.NotPossible, flaw);
            if (!draft.Books.TryFind(asked.Terminal, out var book))
                return new Step<CommandAnswer>(
                    RefusalKind.NoSuchTerminal, $"terminal {asked.Terminal} is not enrolled");
            if (book.IsRevoked)
                return new Step<CommandAnswer>(
                    RefusalKind.NotPossible, $"terminal {asked.Terminal} was revoked: it is told nothing any more");
            if (asked.Card is { } card && !draft.Books.Knows(card))
                return new Step<CommandAnswer>(RefusalKind.NoSuchCard, $"there is no card {card}");
            var next = book.Commands.Next(draft.Books.Era);
            var until = (time.GetUtcNow() + asked.Expires).ToUnixTimeMilliseconds();
            var given = new LedgerEntry.CommandGiven(asked.Terminal, next, asked.Command, until, "", asked.Card);
            return new Step<CommandAnswer>(
                null,
                request => given with { Act = Sign(given.Decision(), asked.Note), Request = request },
                new CommandAnswer(asked.Terminal, next, until));
        });

    private string Sign(string decision, string note) =>
        TreasurerAct.Sign(site, signer, time.GetUtcNow(), decision, note, By);

    /// <summary>Decides, once for a request.</summary>
    /// <param name="note">Why.</param>
    /// <param name="key">Of the request; null: each time.</param>
    /// <param name="whyNot">Why it is not to be done; null: there is nothing to ask.</param>
    /// <param name="decide">The entry, for a request.</param>
    private string? Decide(
        string note,
        RequestKey? key,
        Func<LedgerBooks, string?>? whyNot,
        Func<LedgerBooks, Func<KeyedRequest?, LedgerEntry>> decide) => Decided(note, key, whyNot, decide)?.What;

    private Refusal? Decided(
        string note,
        RequestKey? key,
        Func<LedgerBooks, string?>? whyNot,
        Func<LedgerBooks, Func<KeyedRequest?, LedgerEntry>> decide)
    {
        if (TreasurerAct.FlawOfNew(note) is { } flaw)
            return new Refusal(RefusalKind.NotPossible, flaw);
        return new KeyedStore(store, time).Make(key, LedgerJson.Default.String, draft =>
        {
            draft.Books.LedgerKeys.Demand(signer.KeyId);
            return whyNot?.Invoke(draft.Books) is { } why
                ? new Step<string>(RefusalKind.NotPossible, why)
                : new Step<string>(null, decide(draft.Books), "done", Last: entry => GoOn(draft, entry));
        }).Why;
    }

    /// <summary>What waited behind a gap that is none any more is booked.</summary>
    private void GoOn(LedgerDraft draft, LedgerEntry entry)
    {
        TerminalId? goesOn = entry switch
        {
            LedgerEntry.GapClosed closed => closed.Terminal,
            LedgerEntry.WaitingEnded ended => ended.Terminal,
            LedgerEntry.HeldDecided { AreBooked: true } decided => decided.Terminal,
            _ => null,
        };
        if (goesOn is { } terminal)
            new Ingest(draft, signer).Settle(draft.Books.Terminal(terminal));
    }
}
