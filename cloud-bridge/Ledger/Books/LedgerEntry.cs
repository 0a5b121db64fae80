using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What happened to the ledger, in order: the closed family of all that its log can say. The books are folded from it.
/// </summary>
public abstract partial record LedgerEntry
{
    private LedgerEntry()
    {
    }

    // Cards and terminals

    /// <summary>Cards were added, with their opening balances, all or none.</summary>
    /// <param name="Cards">They.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record CardsAdded(
        ValueList<NewCard> Cards,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry;

    /// <summary>
    /// Somebody who had the card at a reader said what its counter reads: the next list says so, higher or lower.
    /// </summary>
    /// <param name="Card">Whose.</param>
    /// <param name="Value">No reading that is not above it counts from then on.</param>
    public sealed record CounterSet(CardToken Card, long Value) : LedgerEntry;

    /// <summary>
    /// Two wallets of one guest became one: money, holds and allowances of the first are the second's, and so is
    /// whatever is still to come in its name.
    /// </summary>
    /// <param name="From">It is no wallet any more.</param>
    /// <param name="Into">The one that stays.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record WalletsMerged(
        WalletId From,
        WalletId Into,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry;

    /// <summary>A lost card's wallet got another card; the lost one is blocked for good.</summary>
    /// <param name="Lost">The lost one.</param>
    /// <param name="Card">The new one.</param>
    /// <param name="Class">What the new one is enrolled as.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record CardReissued(
        CardToken Lost,
        CardToken Card,
        CardClass Class,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry;

    /// <summary>
    /// Somebody said anew what a list says of a card, beside its money: all of it, as it is from then on.
    /// </summary>
    /// <param name="Card">Which.</param>
    /// <param name="State">Ok or blocked.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z: what staff gave before is
    /// held against what the card held before.</param>
    /// <param name="Entitlements">Memberships, tickets and badges.</param>
    /// <param name="Age">What is known of its guest's age.</param>
    /// <param name="ValidThroughMilliseconds">The card's last moment; null: no end.</param>
    /// <param name="Language">In which displays speak to its guest; null: in their own.</param>
    /// <param name="By">The token of the HTTP API that said so; null: a command did.</param>
    /// <param name="Note">Why, for people; null: nobody said.</param>
    public sealed record CardChanged(
        CardToken Card,
        CardState State,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ValueList<Entitlement> Entitlements = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] AgeClass Age = AgeClass.Unknown,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ValidThroughMilliseconds = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LanguageTag? Language = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
        : LedgerEntry;

    /// <summary>A hold was open for too long: lists show its sum as free again.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Where the hold …</param>
    /// <param name="Sequence">… was first written.</param>
    /// <param name="Hash">Of its line; null in earlier builds' entries: all holds of that name.</param>
    public sealed record HoldOverdue(
        TerminalId Terminal,
        long Epoch,
        long Sequence,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Digest? Hash = null) : LedgerEntry
    {
        /// <summary>What closing facts call the hold.</summary>
        public RecordPosition Held() => new(Epoch, Sequence);
    }

    /// <summary>A terminal may write journals under this key.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Key">Its public key.</param>
    /// <param name="Epoch">The epoch that it was granted.</param>
    /// <param name="Limits">What it was told.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z; null in entries of earlier
    /// builds.</param>
    /// <param name="By">Who confirmed it, as in <see cref="TerminalCreated"/>.</param>
    /// <param name="Note">Why, in his words; null: he did not say.</param>
    public sealed record TerminalEnrolled(
        TerminalId Terminal,
        JsonWebKey Key,
        long Epoch,
        TerminalLimits Limits,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null)
        : LedgerEntry;

    /// <summary>Somebody was given a PIN for a terminal. The books have none of it: it has still to ask.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Profile">What it will be.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="By">A token of the HTTP API, or an account behind <see cref="ActRow.Console"/>; null: a command.
    /// </param>
    /// <param name="Replaces">The key that it has, in whose place it is to ask for another; null: it is a new one.
    /// </param>
    public sealed record TerminalCreated(
        TerminalId Terminal,
        string Profile,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Replaces = null) : LedgerEntry;

    /// <summary>Somebody did not let a terminal in, or took its PIN or its next key back.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="AtMilliseconds">As of its creation.</param>
    /// <param name="By">As of its creation.</param>
    /// <param name="Note">Why, in his words; null: he did not say.</param>
    /// <param name="Key">The key that it was granted and has not used, which counts no more; null: none was taken back.
    /// </param>
    public sealed record TerminalRefused(
        TerminalId Terminal,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Key = null) : LedgerEntry;

    /// <summary>A terminal is one of the site's no more, for good: its name is used up.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Key">Its key, which counts no more.</param>
    /// <param name="By">Who has decided it.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That of the console; null: a command.</param>
    public sealed record TerminalRevoked(
        TerminalId Terminal,
        KeyId Key,
        string By,
        long AtMilliseconds,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => $"revoke terminal {Terminal} with key {Key}, by {By}";
    }

    /// <summary>A terminal may begin another journal.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Epoch">The one after the last that it was granted.</param>
    /// <param name="AtMilliseconds">As of an enrolment.</param>
    /// <param name="Note">Why, in the words of who granted it; null: he did not say.</param>
    /// <param name="Request">That asked for it; null: a command.</param>
    public sealed record EpochGranted(
        TerminalId Terminal,
        long Epoch,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry;

    // Records

    /// <summary>A record of a terminal was stored and booked: once, and never taken back.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Its epoch.</param>
    /// <param name="Sequence">Its sequence.</param>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Line">The signed line as it came.</param>
    /// <param name="Postings">What was booked; sums up to zero for each asset.</param>
    /// <param name="Suspense">Of earlier builds: why somebody must look at it.</param>
    /// <param name="Findings">Why somebody must look at it; null in entries of earlier builds.</param>
    /// <param name="Reallocation">Signed, and among the postings; null: the wallet had what the record took.</param>
    /// <param name="AtMilliseconds">When its line came, by the ledger's time, since 1970-01-01T00:00:00Z; null in
    /// entries of earlier builds.</param>
    public sealed record RecordBooked(
        TerminalId Terminal,
        long Epoch,
        long Sequence,
        Digest Hash,
        string Line,
        ValueList<Posting> Postings,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Suspense = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<Finding>? Findings = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reallocation = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null)
        : LedgerEntry
    {
        /// <summary>Its place.</summary>
        public RecordPosition Position() => new(Epoch, Sequence);

        /// <summary>An earlier build booked it, which knew less.</summary>
        internal bool IsOfAnEarlierBuild() => Findings is null;

        /// <summary>
        /// The build that booked it could not read its fact. What it did not book stays so, whatever this one reads.
        /// </summary>
        internal bool IsUnread() =>
            Postings.Count == 0 && EarlierBuilds.FindingsOf(this).Any(finding => finding.Kind == RowKind.Unreadable);
    }

    /// <summary>
    /// A record that is beside its terminal's chain was stored and booked: another has its place, or it does not follow
    /// the one before. Both count.
    /// </summary>
    /// <param name="Record">As if it were in its place.</param>
    public sealed record ForkBooked(RecordBooked Record) : LedgerEntry;

    /// <summary>Of earlier builds: a record that came for a place that has another was kept, and not booked.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Line">The signed line as it came.</param>
    public sealed record RecordForked(TerminalId Terminal, string Line) : LedgerEntry;

    /// <summary>A record came before those that it follows: kept until they are here.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Line">The signed line as it came.</param>
    /// <param name="AtMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z; null in earlier builds' entries.
    /// </param>
    public sealed record RecordParked(
        TerminalId Terminal,
        string Line,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null)
        : LedgerEntry;

    // Treasurers

    /// <summary>Records that did not come are not waited for any more.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Of which epoch.</param>
    /// <param name="Through">The last of them, before the first record that is parked.</param>
    /// <param name="Hash">That last one's hash, as the parked record names it.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    /// <param name="Ends">The terminal's key that ends with that last one, which the first record under the next key
    /// names; null: it is a gap before a record that is parked.</param>
    public sealed record GapClosed(
        TerminalId Terminal,
        long Epoch,
        long Through,
        Digest Hash,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyId? Ends = null)
        : LedgerEntry, IKeyedEntry
    {
        internal RecordName Last() => new(Epoch, Through, Hash);

        internal string Decision() => $"close gap of {Terminal} through {Epoch}/{Through} {Hash}" +
            (Ends is { } key ? $" and end its key {key} there" : "");
    }

    /// <summary>Records that wait are booked beside their terminal's chain: nobody waits for those before.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Of which epoch.</param>
    /// <param name="From">The first of them.</param>
    /// <param name="Hash">Only this one of those that wait for the first one's place; null: all from there on.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record WaitingEnded(
        TerminalId Terminal,
        long Epoch,
        long From,
        Digest? Hash,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => Hash is { } hash
            ? $"book record {Epoch}/{From} {hash} of {Terminal} beside its chain"
            : $"book what waits of {Terminal} from {Epoch}/{From} on beside its chain";

        internal bool Concerns(ParkedLine line) =>
            line.Position.Epoch == Epoch &&
            (Hash is { } hash
                ? line.Position.Sequence == From && line.Hash == hash
                : line.Position.Sequence >= From);
    }

    /// <summary>Records of this period that come later go to suspense.</summary>
    /// <param name="ThroughMilliseconds">Its last moment, since 1970-01-01T00:00:00Z.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    public sealed record PeriodClosed(long ThroughMilliseconds, string Act) : LedgerEntry
    {
        internal string Decision() => $"close period through {ThroughMilliseconds}";
    }

    /// <summary>Money that waited in suspense goes to a wallet, or what is lacking there is taken from it.</summary>
    /// <param name="Card">Whose suspense.</param>
    /// <param name="Asset">Of what.</param>
    /// <param name="Amount">Above zero: the wallet gets it. Below: the wallet gives it. No more than there is.</param>
    /// <param name="Wallet">Whose money it is.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record SuspenseSettled(
        CardToken Card,
        AssetId Asset,
        Money Amount,
        WalletId Wallet,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => $"settle {Amount} {Asset} in suspense of {Card} with wallet {Wallet}";

        internal ValueList<Posting> Postings() =>
        [
            new Posting(Account.Of(Wallet), Asset, Amount),
            new Posting(Account.SuspenseOf(Card), Asset, -Amount),
        ];
    }

    /// <summary>A row was settled.</summary>
    /// <param name="Row">Its number.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record RowClosed(
        long Row,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => $"close row {Row}";
    }

    /// <summary>A terminal is to do something, once.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Number">Above all that it was given before.</param>
    /// <param name="Command">What: <see cref="CommandKind"/>.</param>
    /// <param name="ExpiresMilliseconds">Not to be done after this time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Card">The card that it is about, if any.</param>
    /// <param name="Request">That asked for it; null: a command did.</param>
    public sealed record CommandGiven(
        TerminalId Terminal,
        long Number,
        string Command,
        long ExpiresMilliseconds,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardToken? Card = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() =>
            $"command {Number} to {Terminal}: {Command}{(Card is { } card ? $" card {card}" : "")} until " +
            $"{ExpiresMilliseconds}";
    }

    // The ledger itself

    /// <summary>The ledger has another key: what the one before signs from here on counts no more.</summary>
    /// <param name="Statement">Signed by the key before, or by the site's root: <see cref="LedgerKeyStatement"/>.
    /// </param>
    /// <param name="Former">The key before, by which what stands before in the log is checked.</param>
    /// <param name="Act">Signed by the new key: <see cref="TreasurerAct"/>.</param>
    public sealed record LedgerKeyChanged(string Statement, JsonWebKey Former, string Act) : LedgerEntry
    {
        internal Reading<LedgerKeyStatement> Read(SiteId? site = null) =>
            Jws.OpenUnverified(JwsType.LedgerKey, System.Text.Encoding.ASCII.GetBytes(Statement))
                .Succeeded(out var signed, out var error)
                ? LedgerKeyStatement.ReadUnverified(signed, site ?? Former.Site ?? default)
                : error;

        internal static string Decision(LedgerKeyStatement statement) =>
            $"change ledger key {statement.Number} from {statement.Former} to {statement.NewKeyId()}";
    }

    /// <summary>A card list was made, and its version is used up.</summary>
    public sealed record ListMade(long Era, long Version) : LedgerEntry;

    /// <summary>The ledger was restored from a backup: terminals are to send again what the backup lacks.</summary>
    /// <param name="Era">The new one, higher than any before.</param>
    public sealed record EraRaised(long Era) : LedgerEntry;
}
