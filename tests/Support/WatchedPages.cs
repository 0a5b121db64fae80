using System.Net;

namespace Tests.Support;

/// <summary>The pages of a program that is watched, asked for as Prometheus and a service manager do.</summary>
public sealed class WatchedPages(int port) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    /// <summary>Asks for one. Nobody answers: 0.</summary>
    public (HttpStatusCode Status, string Text) Ask(string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = http.Send(request, cancellation);
            using var reader = new StreamReader(response.Content.ReadAsStream(cancellation));
            return (response.StatusCode, reader.ReadToEnd());
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    /// <summary>Rows of a document's table, in order: <c>name kind</c>.</summary>
    public static IEnumerable<string> Documented(string document) =>
        (from line in File.ReadLines(Path.Combine(Checkout.Root, "docs", document))
         where line.StartsWith("| `", StringComparison.Ordinal)
         let cells = line.Split('|')
         select $"{cells[1].Trim().Trim('`')} {cells[2].Trim()}").Order();

    /// <summary>What a page of metrics has, in order: <c>name kind</c>.</summary>
    public static IEnumerable<string> NamesIn(string metrics) =>
        (from line in metrics.Split('\n')
         where line.StartsWith("# TYPE ", StringComparison.Ordinal)
         select line["# TYPE ".Length..]).Order();

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
