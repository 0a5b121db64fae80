namespace CloudBridge.Ledger;

/// <summary>A line may be said again in a later epoch, and come itself as well: what it did, it did once.</summary>
internal enum Saying
{
    /// <summary>It is to be booked.</summary>
    First,

    /// <summary>It is booked already.</summary>
    Again,

    /// <summary>
    /// It is booked, but what it gives was held back for being beside the chain; now it is said in a chain.
    /// </summary>
    AtLast,
}
