using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What came from outside, in the past tense: the closed family of all that a terminal reacts to. What comes to one
/// kind of station alone stands in a file by its name.
/// </summary>
public abstract partial record Input
{
    private Input()
    {
    }

    /// <summary>The daemon has read its journal and its card list, and starts.</summary>
    /// <param name="Software">Its version.</param>
    /// <param name="MachineBoot">Names the machine's own boot.</param>
    /// <param name="Epoch">The epoch that an empty journal begins with.</param>
    /// <param name="StorageId">The SD card's CID; null where there is none.</param>
    /// <param name="BoardSerial">The board's serial number; null where there is none.</param>
    /// <param name="Stored">The list on disk; null when there is none that is good.</param>
    public sealed record Started(
        string Software,
        string MachineBoot,
        long Epoch,
        string? StorageId,
        string? BoardSerial,
        StoredList? Stored) : Input
    {
        /// <summary>Lines of the journal that have rotted and that the ledger has; null when there are none.</summary>
        public string? UnreadableRecords { get; init; }

        /// <summary>What the ledger is known to have and this journal has not; null: nothing.</summary>
        public string? RolledBack { get; init; }

        /// <summary>What the ledger sent that is in force from now on; null: nothing that may be.</summary>
        public SentConfig? Config { get; init; }

        /// <summary>Why what the ledger sent, and is on the disk, cannot be followed; null: it can, or there is none.
        /// </summary>
        public string? ConfigUnfit { get; init; }

        /// <summary>
        /// The journal's last record, where another key of this terminal has signed it: <see cref="Epoch"/> begins, and
        /// says so. Null: the key goes on.
        /// </summary>
        public RecordName? EndOfFormerKey { get; init; }

        /// <summary>A broker may be in reach: the ledger's first word is waited for.</summary>
        public bool MayReachLedger { get; init; }
    }

    /// <summary>
    /// An ack of the ledger was read. Had it named records that are not here, <see cref="Fault.RolledBack"/> would have
    /// begun before.
    /// </summary>
    public sealed record AckHeard : Input;

    /// <summary>No broker could be reached.</summary>
    public sealed record BrokerOutOfReach : Input;

    /// <summary>There is a new epoch that the ledger has granted, for when this one may not go on.</summary>
    /// <param name="Epoch">Which.</param>
    /// <param name="LeftBehind">Lines of the present epoch that the ledger may not have; null: none.</param>
    public sealed record EpochGranted(long Epoch, LeftBehind? LeftBehind) : Input;

    /// <summary>Lines that were left behind have been read, of facts that are said again.</summary>
    /// <param name="Lines">In order; empty: there are no more.</param>
    public sealed record LeftBehindRead(ImmutableArray<FormerLine> Lines) : Input;

    /// <summary>A card list has been verified and is durable on disk.</summary>
    public sealed record ListStored(StoredList List) : Input;

    /// <summary>The card list in use cannot be read any more.</summary>
    public sealed record ListLost(string Detail) : Input;

    /// <summary>The ledger has answered an ask of this boot.</summary>
    /// <param name="Current">The list that the ledger then had; null when it had none.</param>
    /// <param name="AskedMonotonicMilliseconds">When that ask was sent.</param>
    /// <param name="LedgerMilliseconds">The ledger's time.</param>
    public sealed record BeatAnswered(
        ListVersion? Current, long AskedMonotonicMilliseconds, long LedgerMilliseconds) : Input;

    /// <summary>Other terminals of the site were heard, or it became known how much of them is missing.</summary>
    /// <param name="Records">Signed by their terminals; in any order, and perhaps not for the first time.</param>
    /// <param name="SomeMissing">
    /// Records are missing, or not known not to be, and are being asked for: limits are those of a stale list.
    /// </param>
    public sealed record PeersHeard(ImmutableArray<HeardRecord> Records, bool SomeMissing) : Input;

    /// <summary>
    /// Records up to here have been acknowledged, are in the balances of the list, and are older than records are kept.
    /// </summary>
    public sealed record RecordsOutlived(RecordPosition Through) : Input;

    /// <summary>The ledger orders something; whoever brought it may have brought it before.</summary>
    /// <param name="Number">Rises with each order to this terminal.</param>
    /// <param name="ExpiresMilliseconds">Not to be done after this time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="Command">What: <see cref="CommandKind"/>, or what only another build knows.</param>
    /// <param name="Card">The card that it is about, if any.</param>
    public sealed record CommandHeard(long Number, long ExpiresMilliseconds, string Command, CardToken? Card) : Input
    {
        /// <summary>
        /// What came of it, where others than the loop were asked to do it and have: nobody but they may say that. Null
        /// as it is heard.
        /// </summary>
        public string? CameTo { get; init; }
    }

    /// <summary>A card was laid on the reader.</summary>
    /// <param name="Card">What the reader and the list know of it.</param>
    /// <param name="JournalHasRoom">Another record and its closing facts fit in.</param>
    public sealed record CardPresented(CardPresentation Card, bool JournalHasRoom) : Input;

    /// <summary>Two or more cards were laid on the reader.</summary>
    /// <param name="JournalHasRoom">See <see cref="CardPresented"/>.</param>
    public sealed record SeveralCardsPresented(bool JournalHasRoom) : Input;

    /// <summary>A card was taken away before it had proved itself.</summary>
    public sealed record CardLeftEarly : Input;

    /// <summary>The reader's field is empty again.</summary>
    public sealed record FieldEmptied : Input;

    /// <summary>The display shows the verdict that it was last asked to show.</summary>
    public sealed record VerdictShown : Input;

    /// <summary>The time that the state asked to be woken at has come.</summary>
    public sealed record TimePassed : Input;

    /// <summary>A device fault began.</summary>
    public sealed record FaultBegan(Fault Fault, string Detail) : Input;

    /// <summary>A device fault is over.</summary>
    public sealed record FaultEnded(Fault Fault) : Input;

    /// <summary>
    /// The terminal has been told anew what it sells: this is the first input that is decided by it. Given at rest
    /// only.
    /// </summary>
    public sealed record SetupChanged : Input
    {
        /// <summary>What the ledger sent of it; null: nothing.</summary>
        public SentConfig? Config { get; init; }
    }

    /// <summary>The daemon is asked to stop: no new tap, finish the one in hand.</summary>
    public sealed record StopRequested : Input;
}
