using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record that a revoked terminal handed in, and that a treasurer decides on.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Hash">Its own.</param>
/// <param name="Previous">That of the record before it.</param>
/// <param name="Line">As it came.</param>
/// <param name="AtMilliseconds">When it came, by the ledger's time.</param>
/// <param name="IsReleased">He has said that it is booked.</param>
internal sealed record HeldLine(
    RecordPosition Position,
    Digest Hash,
    Digest Previous,
    string Line,
    long AtMilliseconds,
    bool IsReleased = false)
{
    /// <summary>Where it says again what another line said: its head; null: it does not.</summary>
    public RecordHead? Again { get; init; }

    /// <summary>What it says; null: this build cannot read it.</summary>
    public required Fact? Fact { get; init; }

    /// <summary>What it says that it moved.</summary>
    public IEnumerable<Movement> Movements => Fact?.Movements() ?? [];

    /// <summary>
    /// The line that said first what it says, and what that is: two that say differently what one said are both booked.
    /// </summary>
    public (Digest, Fact?) Said => (Again is { } head ? TerminalBook.SaidBy(head, Hash) : Hash, Fact);

    /// <summary>What to call it once and for all.</summary>
    public RecordName Name => new(Position.Epoch, Position.Sequence, Hash);
}
