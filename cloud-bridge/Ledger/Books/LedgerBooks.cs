using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Cards, wallets, terminals and balances, folded from the log's entries and changed by nothing else. One thread at a
/// time.
/// </summary>
public sealed class LedgerBooks
{
    private readonly IKeyReader keys;
    private readonly Dictionary<TerminalId, TerminalBook> terminals = [];

    /// <param name="keys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
    public LedgerBooks(IKeyReader? keys = null)
    {
        this.keys = keys ?? Es256Keys.Instance;
        Settlements = new Settlements(CardBook.Change);
    }

    /// <summary>How many cards there are.</summary>
    public int CardCount => CardBook.Count;

    /// <summary>All terminals.</summary>
    public IEnumerable<TerminalBook> Terminals =>
        terminals.Values.OrderBy(book => book.Terminal.ToString(), StringComparer.Ordinal);

    /// <summary>Those that were not revoked.</summary>
    public IEnumerable<TerminalBook> TerminalsInUse => Terminals.Where(book => !book.IsRevoked);

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> Balances => Accounts.All;

    /// <summary>What somebody must look at or has looked at, in order.</summary>
    public IReadOnlyList<ReconciliationRow> Rows => Reconciliation.Rows;

    /// <summary>Different records that came for a place that had another.</summary>
    public int Forks => terminals.Values.Sum(book => book.Forks.Count);

    /// <summary>The last list that was made; null: none.</summary>
    public ListVersion? LastList { get; internal set; }

    /// <summary>The era: a ledger that was restored from a backup begins a new one.</summary>
    public long Era { get; internal set; } = 1;

    /// <summary>The ledger's own keys.</summary>
    public LedgerKeyBook LedgerKeys { get; } = new();

    /// <summary>The version of the terminals' keys: one that was used names the same keys for ever. 0: none.</summary>
    /// <remarks>Earlier builds counted <see cref="KeySets"/> alone, and named the last epoch of a former key and not
    /// its last record: what is said now has a higher version.</remarks>
    public long KeysVersion => KeySets + KeyChanges;

    /// <summary>How many sets of keys there were, or the era that has raised it.</summary>
    internal long KeySets { get; set; }

    /// <summary>How often a terminal has changed its key.</summary>
    internal long KeyChanges { get; set; }

    /// <summary>How much there has been that somebody may wait to see in a list.</summary>
    public long Awaited { get; internal set; }

    /// <summary>How many terminals were revoked.</summary>
    internal long Revocations { get; set; }

    /// <summary>The last moment of the last period that was closed, since 1970-01-01T00:00:00Z; -1: none was.</summary>
    public long ClosedThroughMilliseconds { get; internal set; } = -1;

    /// <summary>
    /// Grows with every change that a list shows, and with each epoch that begins behind another: the terminal that
    /// went over to it sells nothing before a list has it.
    /// </summary>
    public long CardsRevision => CardBook.Revision + EpochsBegun;

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => CardBook.Knows(card);

    /// <summary>Is there such a wallet?</summary>
    public bool Knows(WalletId wallet) => CardBook.Knows(wallet);

    /// <summary>Does this site have such an asset?</summary>
    public bool Knows(AssetId asset) => CardBook.Knows(asset);

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => CardBook.WalletOf(card);

    /// <summary>The wallet that goes by this name now, after merges; null when there never was one.</summary>
    public WalletId? WalletOf(WalletId name) => CardBook.WalletOf(name);

    /// <summary>The wallet whose money a card gives or gets; null when the ledger does not know it.</summary>
    /// <param name="card">The card.</param>
    /// <param name="named">The wallet that the terminal named; null when it did not know the card.</param>
    public WalletId? WalletOf(CardToken card, WalletId? named) =>
        named is { } name ? WalletOf(name) : WalletOf(card);

    /// <summary>Where a payment comes from or goes to: its wallet, or suspense.</summary>
    internal Account AccountOf(Payment payment) => WalletOf(payment.Card, payment.Wallet) is { } wallet
        ? Account.Of(wallet)
        : Account.SuspenseOf(payment.Card);

    /// <summary>Was its wallet given another card?</summary>
    public bool IsReissued(CardToken card) => CardBook.IsReissued(card);

    /// <summary>Assets that a wallet ever had.</summary>
    public IEnumerable<AssetId> AssetsOf(WalletId wallet) => CardBook.AssetsOf(wallet);

    /// <summary>A terminal, when it is enrolled.</summary>
    public bool TryFind(TerminalId terminal, [NotNullWhen(true)] out TerminalBook? book) =>
        terminals.TryGetValue(terminal, out book);

    /// <summary>A terminal that is enrolled.</summary>
    internal TerminalBook Terminal(TerminalId terminal) => terminals[terminal];

    /// <summary>Cards and wallets.</summary>
    internal CardBook CardBook { get; } = new();

    /// <summary>Balances.</summary>
    internal Accounts Accounts { get; } = new();

    /// <summary>What somebody must look at.</summary>
    internal Reconciliation Reconciliation { get; } = new();

    /// <summary>Requests of the HTTP API that were done.</summary>
    internal RequestBook Requests { get; } = new();

    /// <summary>Which lines tell of a card.</summary>
    internal CardHistory History { get; } = new();

    /// <summary>How many entries were folded: the number of the last one's line.</summary>
    internal long Lines { get; set; }

    /// <summary>Tokens of the HTTP API.</summary>
    internal TokenBook Tokens { get; } = new();

    /// <summary>What hours came to.</summary>
    internal HourBook Hours { get; } = new();

    /// <summary>Who did what.</summary>
    internal ActBook Acts { get; } = new();

    /// <summary>What terminals are told of prices, staff and limits.</summary>
    internal ConfigBook Configs { get; } = new();

    /// <summary>Accounts of the console.</summary>
    internal AccountBook Logins { get; } = new();

    /// <summary>What later records may settle.</summary>
    internal Settlements Settlements { get; }

    /// <summary>How often a watermark has changed.</summary>
    internal long Heard { get; private set; }

    /// <summary>Epochs behind a terminal's first that have records.</summary>
    internal long EpochsBegun { get; set; }

    /// <summary>A row of the reconciliation; null when there is none of this number.</summary>
    internal ReconciliationRow? FindRow(long number) => Reconciliation.Find(number);

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => Accounts.BalanceOf(account, asset);

    /// <summary>Every card as a list shows it now.</summary>
    public IReadOnlyCollection<CardEntry> Cards()
    {
        var deductions = SpokenFor();
        return [.. CardBook.Tokens.Select(card => Find(card, deductions)!)];
    }

    /// <summary>One card as a list shows it now; null when there is none.</summary>
    public CardEntry? Find(CardToken card) => Find(card, SpokenFor());

    /// <summary>Cards as lists show them now, by their tokens.</summary>
    /// <param name="after">The first one follows this; null: from the first on.</param>
    /// <param name="most">So many.</param>
    /// <param name="isWanted">Of a card without its balances.</param>
    internal IReadOnlyList<CardEntry> Page(CardToken? after, int most, Func<CardEntry, bool> isWanted)
    {
        var deductions = SpokenFor();
        return [.. CardBook.Page(after, most, isWanted).Select(card => Find(card, deductions)!)];
    }

    /// <summary>How far each terminal's records are in these balances.</summary>
    public IEnumerable<Watermark> Watermarks() => WatermarksOf(Terminals);

    /// <summary>How far these terminals' records are in these balances.</summary>
    internal static IEnumerable<Watermark> WatermarksOf(IEnumerable<TerminalBook> books) =>
        from book in books
        from chain in book.Chains
        select new Watermark(book.Terminal, chain.Epoch, chain.Sequence);

    /// <summary>Folds one entry in which there is no flaw: <see cref="EntryFlaws"/>.</summary>
    /// <param name="entry">It.</param>
    /// <param name="line">Of a terminal's record: its line, where somebody has read it already.</param>
    internal void Apply(LedgerEntry entry, StoredLine? line = null) => new EntryFold(this, keys).Apply(entry, line);

    /// <summary>A terminal's watermarks have changed.</summary>
    internal void Hear(TerminalBook book) => book.LastHeard = ++Heard;

    /// <summary>Terminals whose watermarks have changed since there were so many changes.</summary>
    internal HashSet<TerminalId> HeardSince(long changes) =>
        [.. terminals.Values.Where(book => book.LastHeard > changes).Select(book => book.Terminal)];

    /// <summary>A terminal that was not there.</summary>
    internal TerminalBook Add(TerminalId terminal) => terminals[terminal] = new TerminalBook(terminal);

    /// <summary>One card as a list shows it now; null when there is none.</summary>
    /// <param name="card">Which.</param>
    /// <param name="deductions">As of now.</param>
    internal CardEntry? Find(CardToken card, Deductions deductions) =>
        CardBook.Find(card, (wallet, assets) => deductions.Listed(wallet, assets, FreeOf));

    /// <summary>What is booked, less what is set aside.</summary>
    private Int128 FreeOf(Account account, AssetId asset) =>
        BalanceOf(account, asset).MinorUnits - Settlements.HeldOf(account, asset);

    /// <summary>What records take that wait for others: it will be booked.</summary>
    internal Deductions SpokenFor()
    {
        var deductions = new Deductions();
        foreach (var book in terminals.Values.Where(book => book.Waiting > 0))
            foreach (var claim in Claims.Of(book, this))
                if (Knows(claim.Asset) && WalletOf(claim.Card, claim.Wallet) is { } wallet)
                    deductions.Add(wallet, claim.Asset, -claim.Amount);
        return deductions;
    }
}
