using System.Net;

namespace CloudBridge.Ledger;

/// <summary>
/// Who waits for his password to be looked at: one of each address, and few in all. Whoever sends thousands is turned
/// away at once, and the others are not behind him.
/// </summary>
internal sealed class LoginQueue
{
    /// <summary>So many; each takes part of a second.</summary>
    public const int Most = 16;

    private readonly Lock gate = new();
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);

    /// <summary>Somebody comes.</summary>
    /// <param name="from">Where from; null: nobody knows.</param>
    /// <returns>What he gives back when he leaves; null: he cannot wait.</returns>
    public IDisposable? Enter(IPAddress? from)
    {
        var name = CallerAddress.NameOf(from);
        lock (gate)
            return waiting.Count < Most && waiting.Add(name) ? new Place(this, name) : null;
    }

    private sealed class Place(LoginQueue queue, string name) : IDisposable
    {
        public void Dispose()
        {
            lock (queue.gate)
                queue.waiting.Remove(name);
        }
    }
}
