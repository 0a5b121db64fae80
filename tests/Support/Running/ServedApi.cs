using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Tests.Support;

/// <summary>A client of a real ledger's HTTP API, over TLS.</summary>
public sealed class ServedApi : IDisposable
{
    private readonly SocketsHttpHandler handler;
    private readonly X509Certificate2 authority;
    private readonly HttpClient http;
    private readonly CancellationToken cancellation;

    /// <param name="address">Of the ledger, or of something before it.</param>
    /// <param name="authorityFile">The certificate of its authority.</param>
    /// <param name="token">Of `ledger token create`.</param>
    /// <param name="cancellation">Ends all that is asked.</param>
    public ServedApi(Uri address, string authorityFile, string token, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        authority = X509Certificate2.CreateFromPem(File.ReadAllText(authorityFile));
        handler = TrustingHandler.Create(authority);
        http = new HttpClient(handler) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return http.SendAsync(request, cancellation);
    }

    /// <summary>Asks for what succeeds.</summary>
    public async Task<string> DoAsync(string method, string path, string? body = null, string? key = null)
    {
        using var answer = await SendAsync(method, path, body, key);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{method} {path}: {answer.StatusCode}: {text}");
    }

    /// <summary>The token of a card that the ledger knows.</summary>
    public async Task<string> CardAsync(string uid)
    {
        var found = JsonNode.Parse(await DoAsync("POST", "/v1/cards/lookup", $$"""{"uid":"{{uid}}"}"""));
        return (string)found!["card"]!;
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
        authority.Dispose();
    }
}
