namespace CloudBridge.Metrics;

/// <summary>The pages that whoever watches asks for: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>.</summary>
/// <param name="reader">Of the program's meter.</param>
/// <param name="whyNotAlive">Why it should be started again, in words; null: it works. Any thread.</param>
/// <param name="whyNotReady">Why nobody is served, in words; null: they are. Any thread.</param>
public sealed class WatchPages(MetricsReader reader, Func<string?> whyNotAlive, Func<string?> whyNotReady) : IDisposable
{
    private readonly SemaphoreSlim asking = new(1);

    /// <summary>Answers one.</summary>
    /// <returns>Null: there is no such page.</returns>
    public async Task<WatchAnswer?> AnswerAsync(string path, CancellationToken cancellation) => path switch
    {
        "/metrics" => new WatchAnswer("200 OK", PrometheusText.ContentType, await WriteAsync(cancellation)),
        "/healthz" => Plain(whyNotAlive(), "alive"),
        "/readyz" => Plain(whyNotReady(), "ready"),
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose() => asking.Dispose();

    /// <summary>One at a time, and who waits holds no thread: the program may need it.</summary>
    private async Task<string> WriteAsync(CancellationToken cancellation)
    {
        await asking.WaitAsync(cancellation);
        try
        {
            return reader.Write();
        }
        finally
        {
            asking.Release();
        }
    }

    private static WatchAnswer Plain(string? whyNot, string good) =>
        WatchEndpoint.Plain(whyNot is null ? "200 OK" : "503 Service Unavailable", whyNot ?? good);
}
