using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record that a revoked terminal handed in, and that a treasurer decides on.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Hash">Its own.</param>
/// <param name="Previous">That of the record before it.</param>
/// <param name="Line">As it came.</param>
/// <param name="AtMilliseconds">When it came, by the ledger's time.</param>
/// <param name="Movements">What it says that it moved.</param>
/// <param name="IsReleased">He has said that it is booked.</param>
internal sealed record HeldLine(
    RecordPosition Position,
    Digest Hash,
    Digest Previous,
    string Line,
    long AtMilliseconds,
    IReadOnlyList<Movement> Movements,
    bool IsReleased = false)
{
    /// <summary>What to call it once and for all.</summary>
    public RecordName Name => new(Position.Epoch, Position.Sequence, Hash);
}
