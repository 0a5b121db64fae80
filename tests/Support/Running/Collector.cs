using System.Net;

namespace Tests.Support;

/// <summary>
/// Who takes OTLP over HTTP with protobuf (OTLP 1.5): remembers the names of metrics, and spans. Fields as in
/// opentelemetry-proto 1.5, trace.proto and metrics.proto.
/// </summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly HttpListener listener = new();
    private readonly List<CollectedSpan> spans = [];
    private readonly HashSet<(string Service, string Metric)> metrics = [];
    private readonly Task taking;

    public Collector()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        taking = TakeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<CollectedSpan> Spans
    {
        get
        {
            lock (gate)
                return [.. spans];
        }
    }

    /// <summary>It has come from this service.</summary>
    public bool HasMetric(string service, string metric)
    {
        lock (gate)
            return metrics.Contains((service, metric));
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await taking;
    }

    private async Task TakeAsync()
    {
        while (true)
            try
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Take(context.Request.Url!.AbsolutePath, new ProtobufMessage(body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
    }

    private void Take(string path, ProtobufMessage request)
    {
        lock (gate)
            foreach (var of in request.All(1))
            {
                var resource = Attributes(of.All(1).Single(), 1);
                var service = resource.GetValueOrDefault("service.name", "");
                foreach (var row in of.All(2).SelectMany(scope => scope.All(2)))
                    if (path == "/v1/metrics")
                        metrics.Add((service, row.Text(1)));
                    else if (path == "/v1/traces")
                        spans.Add(new CollectedSpan(
                            service,
                            resource.GetValueOrDefault("service.instance.id", ""),
                            row.Text(5),
                            Convert.ToHexStringLower(row.Bytes(1).Span),
                            Convert.ToHexStringLower(row.Bytes(2).Span),
                            Convert.ToHexStringLower(row.Bytes(4).Span),
                            row.Fixed64(7),
                            row.Fixed64(8),
                            Attributes(row, 9)));
            }
    }

    private static Dictionary<string, string> Attributes(ProtobufMessage of, int field) =>
        of.All(field).ToDictionary(row => row.Text(1), row => row.All(2).Single().Text(1), StringComparer.Ordinal);
}

/// <summary>A span that has come.</summary>
/// <param name="Service">Who sent it.</param>
/// <param name="Instance">Which one.</param>
/// <param name="Name">What took place.</param>
/// <param name="Trace">In hexadecimal digits, as the others.</param>
/// <param name="Id">Its own.</param>
/// <param name="Parent">Empty: it is at a root.</param>
/// <param name="Begun">Nanoseconds since 1970.</param>
/// <param name="Ended">The same.</param>
/// <param name="Tags">Those that are texts.</param>
public sealed record CollectedSpan(
    string Service,
    string Instance,
    string Name,
    string Trace,
    string Id,
    string Parent,
    ulong Begun,
    ulong Ended,
    IReadOnlyDictionary<string, string> Tags);
