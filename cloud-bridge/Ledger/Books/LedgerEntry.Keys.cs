using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>Another key for a terminal.</content>
public abstract partial record LedgerEntry
{
    /// <summary>
    /// A terminal may change to another key. It takes the place of the present one with the first record that it signs:
    /// the first of its epoch, which says where the epoch before ended. Until then the present one counts as before.
    /// </summary>
    /// <param name="Terminal">Which.</param>
    /// <param name="Key">The next one.</param>
    /// <param name="Epoch">The one after the last that the terminal was granted.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="By">Who confirmed it, as in <see cref="TerminalCreated"/>.</param>
    /// <param name="Note">Why, in his words; null: he did not say.</param>
    public sealed record TerminalKeyGranted(
        TerminalId Terminal,
        JsonWebKey Key,
        long Epoch,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null) : LedgerEntry;

    /// <summary>
    /// The first record under the key that a terminal was granted came before the last one under the present key, which
    /// it names. It is not booked and not acknowledged: a treasurer may go on without that one.
    /// </summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Line">It, as it came.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z; null: nobody said.</param>
    public sealed record KeyAwaited(
        TerminalId Terminal,
        string Line,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AtMilliseconds = null)
        : LedgerEntry;
}
