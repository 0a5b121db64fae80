using System.Net;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// Says that it is the ledger, with a key of its own, and lets every terminal wait. What terminals send is kept.
/// </summary>
internal sealed class MiddleMan : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Es256Signer ledger = Es256Signer.Create();
    private readonly List<byte[]> requests = [];
    private readonly Lock gate = new();
    private readonly Task serving;

    public MiddleMan()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The key that it says is the ledger's.</summary>
    public KeyId LedgerKey => ledger.KeyId;

    /// <summary>What the first terminal sent.</summary>
    public byte[]? FirstRequest
    {
        get
        {
            lock (gate)
                return requests.FirstOrDefault();
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
        ledger.Dispose();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or the terminal has hung up.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        if (context.Request.HttpMethod == "GET")
        {
            var said = new SiteIntroduction(SiteId.Parse("verger"), ledger.PublicKey.ToJsonWebKey()).Write();
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(said);
        }
        else
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            lock (gate)
                requests.Add(body.ToArray());
            context.Response.StatusCode = 202;
        }
        context.Response.Close();
    }
}
