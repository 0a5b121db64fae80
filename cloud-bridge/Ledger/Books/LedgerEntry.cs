using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What happened to the ledger, in order: the closed family of all that its log can say. The books are folded from it.
/// </summary>
public abstract record LedgerEntry
{
    private LedgerEntry()
    {
    }

    /// <summary>Cards were added, with their opening balances, all or none.</summary>
    public sealed record CardsAdded(ValueList<NewCard> Cards) : LedgerEntry;

    /// <summary>
    /// Two wallets of one guest became one: money, holds and allowances of the first are the second's, and so is
    /// whatever is still to come in its name.
    /// </summary>
    /// <param name="From">It is no wallet any more.</param>
    /// <param name="Into">The one that stays.</param>
    public sealed record WalletsMerged(WalletId From, WalletId Into) : LedgerEntry;

    /// <summary>A lost card's wallet got another card; the lost one is blocked for good.</summary>
    /// <param name="Lost">The lost one.</param>
    /// <param name="Card">The new one.</param>
    /// <param name="Class">What the new one is enrolled as.</param>
    public sealed record CardReissued(CardToken Lost, CardToken Card, CardClass Class) : LedgerEntry;

    /// <summary>A hold was open for too long: lists show its sum as free again.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Where the hold …</param>
    /// <param name="Sequence">… was first written.</param>
    public sealed record HoldOverdue(TerminalId Terminal, long Epoch, long Sequence) : LedgerEntry
    {
        /// <summary>What closing facts call the hold.</summary>
        public RecordPosition Held() => new(Epoch, Sequence);
    }

    /// <summary>A terminal may write journals under this key.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Key">Its public key.</param>
    /// <param name="Epoch">The epoch that it was granted.</param>
    /// <param name="Limits">What it was told.</param>
    public sealed record TerminalEnrolled(
        TerminalId Terminal, JsonWebKey Key, long Epoch, TerminalLimits Limits) : LedgerEntry;

    /// <summary>A record of a terminal was stored and booked: once, and never taken back.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Its epoch.</param>
    /// <param name="Sequence">Its sequence.</param>
    /// <param name="Hash">Its hash.</param>
    /// <param name="Line">The signed line as it came.</param>
    /// <param name="Postings">What was booked; sums up to zero for each asset.</param>
    /// <param name="Suspense">Why somebody must look at it; null: nobody need.</param>
    public sealed record RecordBooked(
        TerminalId Terminal,
        long Epoch,
        long Sequence,
        Digest Hash,
        string Line,
        ValueList<Posting> Postings,
        string? Suspense) : LedgerEntry
    {
        /// <summary>Its place.</summary>
        public RecordPosition Position() => new(Epoch, Sequence);
    }

    /// <summary>A record came for a place that has another: kept, and not booked.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Line">The signed line as it came.</param>
    public sealed record RecordForked(TerminalId Terminal, string Line) : LedgerEntry;

    /// <summary>A card list was made, and its version is used up.</summary>
    public sealed record ListMade(long Era, long Version) : LedgerEntry;

    /// <summary>
    /// Somebody who had the card at a reader said what its counter reads: the next list says so, higher or lower.
    /// </summary>
    /// <param name="Card">Whose.</param>
    /// <param name="Value">No reading that is not above it counts from then on.</param>
    public sealed record CounterSet(CardToken Card, long Value) : LedgerEntry;

    /// <summary>The ledger was restored from a backup: terminals are to send again what the backup lacks.</summary>
    /// <param name="Era">The new one, higher than any before.</param>
    public sealed record EraRaised(long Era) : LedgerEntry;
}
