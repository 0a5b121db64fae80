namespace CloudBridge.Contract;

/// <summary>Money that a hold has set aside and no capture or release has freed yet.</summary>
/// <param name="Held">What closing facts call it by: the place that the hold was first written for.</param>
/// <param name="Position">The record that says so; another one only where the hold was said again.</param>
/// <param name="Payment">What is set aside.</param>
/// <param name="AtMilliseconds">When, by the monotonic clock …</param>
/// <param name="MachineBoot">… of this boot of the machine.</param>
public sealed record OpenHold(
    RecordPosition Held, RecordPosition Position, Payment Payment, long AtMilliseconds, string MachineBoot)
{
    /// <summary>
    /// So long after the ledger or a peer has received it a hold that is still open stops counting there (DESIGN
    /// section 6): whoever poured may never be heard of again.
    /// </summary>
    public const long CountsForMilliseconds = 15 * 60 * 1000;
}
