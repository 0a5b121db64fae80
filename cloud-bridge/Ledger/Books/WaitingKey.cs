using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>The first record under a granted key, which waits for the last one under the present key.</summary>
/// <param name="Ended">The one that it waits for.</param>
/// <param name="Line">It, as it came.</param>
/// <param name="AtMilliseconds">When it came, by the ledger's time, since 1970-01-01T00:00:00Z; null: nobody said.
/// </param>
internal sealed record WaitingKey(RecordName Ended, string Line, long? AtMilliseconds);
