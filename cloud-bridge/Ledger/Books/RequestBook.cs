using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Requests that were done, the last ones: by their number and not by a clock, so that one which runs away forgets
/// nothing.
/// </summary>
internal sealed class RequestBook(int most = RequestBook.Most, int mostOfOne = RequestBook.MostOfOne)
{
    /// <summary>So many are kept. When all of them are young, no more are taken.</summary>
    public const int Most = 100_000;

    /// <summary>So many of one token: it cannot use up what the others need.</summary>
    public const int MostOfOne = Most / 10;

    /// <summary>Whoever asks again within this gets the first answer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Dictionary<Digest, KeyedRequest> requests = [];
    private readonly Queue<Digest> order = [];
    private readonly Dictionary<string, Queue<long>> timesOf = new(StringComparer.Ordinal);

    /// <summary>Was it done?</summary>
    public bool TryFind(Digest key, [NotNullWhen(true)] out KeyedRequest? request) =>
        requests.TryGetValue(key, out request);

    /// <summary>How long it takes until one more can be kept; null: it can.</summary>
    /// <param name="by">The token's name.</param>
    /// <param name="nowMilliseconds">The ledger's time.</param>
    public TimeSpan? FullFor(string by, long nowMilliseconds)
    {
        var all = order.Count < most ? null : YoungFor(requests[order.Peek()].AtMilliseconds);
        var own = timesOf.TryGetValue(by, out var times) && times.Count >= mostOfOne ? YoungFor(times.Peek()) : null;
        return all > own || own is null ? all : own;

        TimeSpan? YoungFor(long atMilliseconds)
        {
            // A clock that was set back bars nobody for longer than it would have otherwise.
            var age = Math.Max(0, nowMilliseconds - atMilliseconds);
            return age < Kept.TotalMilliseconds ? Kept - TimeSpan.FromMilliseconds(age) : null;
        }
    }

    /// <summary>One was done.</summary>
    public void Add(KeyedRequest request)
    {
        requests.Add(request.Key, request);
        order.Enqueue(request.Key);
        if (order.Count > most)
            requests.Remove(order.Dequeue());
        if (!timesOf.TryGetValue(request.By, out var times))
            timesOf[request.By] = times = [];
        times.Enqueue(request.AtMilliseconds);
        if (times.Count > mostOfOne)
            times.Dequeue();
    }
}
