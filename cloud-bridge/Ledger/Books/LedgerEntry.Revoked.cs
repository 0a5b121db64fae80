using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>What becomes of the journal of a terminal that was revoked.</content>
public abstract partial record LedgerEntry
{
    /// <summary>How far a terminal had written when it was revoked, by its last word that was heard before.</summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Epoch">Of its journal.</param>
    /// <param name="Sequence">The last record; what it hands in behind it waits for a treasurer.</param>
    /// <param name="Status">Its word, signed: <see cref="StatusMessage"/>.</param>
    public sealed record QueueEndHeard(TerminalId Terminal, long Epoch, long Sequence, string Status) : LedgerEntry
    {
        internal RecordPosition Position() => new(Epoch, Sequence);
    }

    /// <summary>
    /// A revoked terminal handed in a record that nobody had heard of: kept and acknowledged, and not booked before a
    /// treasurer says so.
    /// </summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Line">The signed line as it came.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
    public sealed record RecordHeld(TerminalId Terminal, string Line, long AtMilliseconds) : LedgerEntry;

    /// <summary>Records that were held are booked, or are not: one, and those that it follows.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Epoch">Of the last of them.</param>
    /// <param name="Through">The last of them.</param>
    /// <param name="Hash">Its own: of what came beside them nothing is said.</param>
    /// <param name="AreBooked">False: they are kept, and nothing in them counts.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That of the console; null: a command.</param>
    public sealed record HeldDecided(
        TerminalId Terminal,
        long Epoch,
        long Through,
        Digest Hash,
        bool AreBooked,
        string Act,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] KeyedRequest? Request = null)
        : LedgerEntry, IKeyedEntry
    {
        internal RecordPosition Position() => new(Epoch, Through);

        internal string Decision() =>
            $"{(AreBooked ? "book" : "refuse")} what is held of {Terminal} through {Epoch}/{Through}:{Hash}";
    }
}
