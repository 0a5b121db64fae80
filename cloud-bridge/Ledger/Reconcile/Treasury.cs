using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a treasurer can decide. Each decision is signed with its note, and never taken back.</summary>
internal sealed class Treasury(SiteId site, ILedgerStore store, ISigner signer, TimeProvider time)
{
    /// <summary>A gap that is younger fills by itself, or by what the ledger asks its terminal for.</summary>
    public static readonly TimeSpan YoungGap = TimeSpan.FromMinutes(10);

    /// <summary>Goes on without records that never came; what waits behind them is booked.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="through">The last of them.</param>
    /// <param name="note">Why.</param>
    /// <param name="evenIfYoung">Nobody waits for it to fill by itself.</param>
    /// <param name="hash">Of the last of them: which branch is to go on, where two wait; null: the only one.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseGap(
        TerminalId terminal, RecordPosition through, string note, bool evenIfYoung = false, Digest? hash = null) =>
        WhyTooYoung(terminal, through.Epoch, evenIfYoung) ??
        store.Read(books => WhyUnclear(BranchesOf(books, terminal, through.Epoch), hash)) ??
        Decide(note, draft =>
        {
            var branches = BranchesOf(draft.Books, terminal, through.Epoch);
            var last = hash ?? (branches is [var only, ..] ? only.Previous : Digest.Zero);
            var closed = new LedgerEntry.GapClosed(terminal, through.Epoch, through.Sequence, last, "");
            return closed with { Act = Sign(closed.Decision(), note) };
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
    /// <returns>Why not; null when it is done.</returns>
    public string? BookWaiting(
        TerminalId terminal, RecordPosition from, string note, Digest? hash = null, bool evenIfYoung = false) =>
        WhyTooYoung(terminal, from.Epoch, evenIfYoung) ??
        Decide(note, _ =>
        {
            var ended = new LedgerEntry.WaitingEnded(terminal, from.Epoch, from.Sequence, hash, "");
            return ended with { Act = Sign(ended.Decision(), note) };
        });

    private static IReadOnlyList<ParkedLine> BranchesOf(LedgerBooks books, TerminalId terminal, long epoch) =>
        books.TryFind(terminal, out var book) ? book.Parked.BranchesOf(epoch) : [];

    private static string? WhyUnclear(IReadOnlyList<ParkedLine> branches, Digest? hash) =>
        branches.Count < 2 || hash is not null
            ? null
            : $"{branches.Count} branches wait behind it, so say which is to go on, by --hash; the others are booked " +
                $"beside it: {string.Join("; ", branches.Select(ReconcileReport.NameOf))}";

    private string? WhyTooYoung(TerminalId terminal, long epoch, bool evenIfYoung) =>
        !evenIfYoung && store.Read(books => AgeOfGap(books, terminal, epoch)) is { } age && age < YoungGap
            ? $"the gap is {age.TotalSeconds:0} seconds old, and the terminal may still have what is missing: " +
                $"the ledger asks it for that. Wait until it is {YoungGap.TotalMinutes:0} minutes old"
            : null;

    /// <summary>How long the line has waited that came first of those that wait; null: nobody knows.</summary>
    private TimeSpan? AgeOfGap(LedgerBooks books, TerminalId terminal, long epoch) =>
        books.TryFind(terminal, out var book) &&
        book.Parked.All.Where(line => line.Position.Epoch == epoch).Min(line => line.AtMilliseconds) is { } since
            ? time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(since)
            : null;

    /// <summary>Money that waits in suspense goes to a wallet, or what is lacking there is taken from it.</summary>
    /// <param name="card">Whose suspense.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="amount">Above zero: the wallet gets it. Below: the wallet gives it.</param>
    /// <param name="wallet">Null: that of the card.</param>
    /// <param name="note">Why.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? SettleSuspense(CardToken card, AssetId asset, Money amount, WalletId? wallet, string note)
    {
        var whose = wallet ?? store.Read(books => books.WalletOf(card));
        if (whose is not { } owner)
            return $"card {card} is not known: name a wallet, or add the card";
        return Decide(note, _ =>
        {
            var settled = new LedgerEntry.SuspenseSettled(card, asset, amount, owner, "");
            return settled with { Act = Sign(settled.Decision(), note) };
        });
    }

    /// <summary>What was made until then and comes from now on goes to suspense.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? ClosePeriod(DateTimeOffset through, string note)
    {
        if (through > time.GetUtcNow())
            return $"{through:u} is still to come: all until then would go to suspense";
        return Decide(note, _ =>
        {
            var closed = new LedgerEntry.PeriodClosed(through.ToUnixTimeMilliseconds(), "");
            return closed with { Act = Sign(closed.Decision(), note) };
        });
    }

    /// <summary>Somebody has looked at it and settled it.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseRow(long row, string note) => Decide(note, _ =>
    {
        var closed = new LedgerEntry.RowClosed(row, "");
        return closed with { Act = Sign(closed.Decision(), note) };
    });

    /// <summary>A terminal is one of the site's no more, for good.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="by">Who decides it.</param>
    /// <param name="note">Why.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? Revoke(TerminalId terminal, string by, string note)
    {
        if (!store.Read(books => books.TryFind(terminal, out _)))
            return $"terminal {terminal} is not enrolled";
        return Decide(note, draft =>
        {
            var key = draft.Books.Terminal(terminal).Key.KeyId;
            var revoked = new LedgerEntry.TerminalRevoked(
                terminal, key, by, time.GetUtcNow().ToUnixTimeMilliseconds(), "");
            return revoked with { Act = Sign(revoked.Decision(), note) };
        });
    }

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
        TreasurerAct.Sign(site, signer, time.GetUtcNow(), decision, note);

    private string? Decide(string note, Func<LedgerDraft, LedgerEntry> decide)
    {
        if (TreasurerAct.FlawOfNew(note) is { } flaw)
            return flaw;
        return store.Change(draft =>
        {
            draft.Books.LedgerKeys.Demand(signer.KeyId);
            var entry = decide(draft);
            if (EntryFlaws.Of(entry, draft.Books) is { } wrong)
                return wrong;
            draft.Add(entry);
            TerminalId? goesOn = entry switch
            {
                LedgerEntry.GapClosed closed => closed.Terminal,
                LedgerEntry.WaitingEnded ended => ended.Terminal,
                _ => null,
            };
            if (goesOn is { } terminal)
                new Ingest(site, draft, signer).Settle(draft.Books.Terminal(terminal));
            return null;
        });
    }
}
