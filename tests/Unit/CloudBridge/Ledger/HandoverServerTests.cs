using System.Net;
using System.Net.Http.Headers;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the ledger's server says to those who come in place of the broker.</summary>
public sealed class HandoverServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder temporary = new();
    private readonly HttpClient http = new();
    private readonly int port = FreePort.Find();
    private LedgerFolder ledger = null!;
    private LedgerServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ledger = LedgerFolder.Create(temporary.In("ledger"), Site.Id);
        server = await LedgerServer.StartAsync(
            new HttpPlan(new IPEndPoint(IPAddress.Loopback, port), ["127.0.0.1"], IsPlain: true),
            ledger,
            NullLoggerFactory.Instance,
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        ledger.Dispose();
        http.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public async Task A_name_that_is_none_is_no_request()
    {
        using var answer = await PostAsync("/v1/journals/.no-name", "x\n"u8.ToArray());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Two_are_answered_at_a_time_some_wait_and_others_come_again()
    {
        using var own = Es256Signer.Create();
        var asked = SignedMessage.Sign(
            new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(1)), own).Compact.ToArray();
        using var goOn = new ManualResetEventSlim();
        using var isBusy = new ManualResetEventSlim();
        var changing = AsideAsync(() => ledger.Store.Change(_ =>
        {
            isBusy.Set();
            return goOn.Wait(Eventually.Deadline, Cancellation);
        }));
        Assert.True(isBusy.Wait(Eventually.Deadline, Cancellation));

        var asking = Enumerable.Range(0, Turns.MostAtOnce + Turns.MostWaiting + 1)
            .Select(_ => PostAsync("/v1/standing", asked)).ToList();
        using var first = await await Task.WhenAny(asking);
        goOn.Set();
        await changing;

        Assert.Equal(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.NotNull(first.Headers.RetryAfter);
        var answers = await Task.WhenAll(asking);
        Assert.Equal(
            Turns.MostAtOnce + Turns.MostWaiting,
            answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        // The place is free again.
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("/v1/standing", asked)).StatusCode);
    }

    /// <summary>On a thread of its own: it stands still there.</summary>
    private static Task AsideAsync(Action act) => Task.Factory.StartNew(
        act, Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jose");
        return await http.PostAsync(new Uri($"http://127.0.0.1:{port}{path}"), content, Cancellation);
    }
}
