using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Telemetry;

/// <summary>
/// Spans of what happens to records. A record's trace has an id that follows from its name, so that the terminal that
/// wrote it and the ledger that booked it, an hour later perhaps, speak of one trace without a word between them; a
/// sampler by trace id (<c>traceidratio</c>) takes or leaves the same records at both ends.
/// </summary>
public sealed class RecordTraces : IDisposable
{
    [ThreadStatic]
    private static ActivityTraceId? next;

    static RecordTraces() => Activity.TraceIdGenerator = () => next ?? ActivityTraceId.CreateRandom();

    /// <param name="name">Of the source: whom a listener listens to.</param>
    public RecordTraces(string name) => Source = new ActivitySource(name);

    /// <summary>What the spans come from.</summary>
    public ActivitySource Source { get; }

    /// <summary>Somebody listens: else there is nothing to be measured.</summary>
    public bool IsHeard => Source.HasListeners();

    /// <summary>The trace of a record: the first half of the SHA-256 of its name.</summary>
    public static ActivityTraceId TraceOf(SiteId site, TerminalId terminal, RecordPosition position)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var name = string.Create(
            CultureInfo.InvariantCulture, $"edge-terminal/{site}/{terminal}/{position.Epoch}/{position.Sequence}");
        SHA256.HashData(Encoding.ASCII.GetBytes(name), hash);
        return ActivityTraceId.CreateFromBytes(hash[..16]);
    }

    /// <summary>Says what took place, once it has: a span at the root of its trace.</summary>
    /// <param name="name">What.</param>
    /// <param name="kind">Of it.</param>
    /// <param name="trace">Of which record; null: of none.</param>
    /// <param name="begun">When it began …</param>
    /// <param name="ended">… and was over.</param>
    /// <param name="tags">What is to be known of it.</param>
    /// <returns>To hang others below; null: nobody wants it.</returns>
    public ActivityContext? Say(
        string name,
        ActivityKind kind,
        ActivityTraceId? trace,
        DateTimeOffset begun,
        DateTimeOffset ended,
        params IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var before = Activity.Current;
        (Activity.Current, next) = (null, trace);
        try
        {
            return Say(name, kind, default(ActivityContext), begun, ended, tags);
        }
        finally
        {
            (Activity.Current, next) = (before, null);
        }
    }

    /// <summary>The same, as part of another.</summary>
    public ActivityContext? Say(
        string name,
        ActivityKind kind,
        ActivityContext parent,
        DateTimeOffset begun,
        DateTimeOffset ended,
        params IEnumerable<KeyValuePair<string, object?>> tags)
    {
        using var span = Source.StartActivity(kind, parent, tags, links: null, begun, name);
        span?.SetEndTime(ended.UtcDateTime);
        return span?.Context;
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
