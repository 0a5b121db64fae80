using System.Net;
using System.Net.Http.Headers;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The HTTP server's paths, and that whatever goes wrong is a problem document.</summary>
public sealed class LedgerServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder temporary = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Es256Signer key = Es256Signer.Create();
    private LedgerFolder folder = null!;
    private LedgerServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        folder = LedgerFolder.Create(temporary.In("ledger"), Site.Id);
        var plan = new HttpPlan(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), ["127.0.0.1"], IsPlain: true);
        server = await LedgerServer.StartAsync(plan, folder, NullLoggerFactory.Instance, Cancellation);
        http.BaseAddress = folder.Server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
        http.Dispose();
        key.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public async Task It_says_whose_it_is()
    {
        var said = SiteIntroduction.Read(await http.GetByteArrayAsync("/v1/site", Cancellation)).OrThrow();

        Assert.Equal(Site.Id, said.Site);
        Assert.Equal(folder.Signer.KeyId.ToString(), said.LedgerKey.KeyId);
    }

    [Fact]
    public async Task What_there_is_not_is_said_as_a_problem()
    {
        await AssertProblemAsync(await http.GetAsync("/", Cancellation), HttpStatusCode.NotFound, "no-such-path");
        await AssertProblemAsync(
            await http.GetAsync("/v2/site", Cancellation), HttpStatusCode.NotFound, "no-such-path");
        await AssertProblemAsync(
            await http.GetAsync("/v1/enrolments", Cancellation), HttpStatusCode.MethodNotAllowed, "no-such-method");
    }

    [Fact]
    public async Task What_is_no_request_is_said_as_a_problem()
    {
        await AssertProblemAsync(await PostAsync("x"u8.ToArray()), HttpStatusCode.BadRequest, "not-a-request");
        await AssertProblemAsync(await PostAsync([]), HttpStatusCode.BadRequest, "not-a-request");
        await AssertProblemAsync(
            await PostAsync(new byte[5_000]), HttpStatusCode.RequestEntityTooLarge, "too-long");
        await AssertProblemAsync(
            await PostAsync("{}"u8.ToArray(), "application/json"),
            HttpStatusCode.UnsupportedMediaType,
            "media-type");
    }

    [Fact]
    public async Task A_terminal_waits_and_is_given_what_it_needs()
    {
        folder.Desk.Create(Site.Bar, "kiosk", TerminalLimits.Default, out var pin);

        var waits = await AskAsync(pin);
        Assert.Equal(HttpStatusCode.Accepted, waits.StatusCode);
        Assert.NotNull(waits.Headers.RetryAfter);
        folder.Desk.Confirm(Site.Bar, EnrolmentWords.Of(key.KeyId, folder.Signer.KeyId), Decider.Command);

        var request = Request(pin: null);
        var answered = await PostAsync(request.Write(key));
        Assert.Equal("application/jose", answered.Content.Headers.ContentType!.MediaType);
        var answer = EnrolmentAnswer.Read(
            await answered.Content.ReadAsByteArrayAsync(Cancellation), request, key, folder.Signer.PublicKey);
        Assert.Equal(folder.Authority.Certificate, answer.OrThrow().Authority);
    }

    [Fact]
    public async Task Each_refusal_is_a_problem_of_its_own()
    {
        await AssertProblemAsync(await AskAsync(pin: null), HttpStatusCode.Unauthorized, "pin-needed");
        folder.Desk.Create(Site.Bar, "kiosk", TerminalLimits.Default, out var pin);
        using var stranger = Es256Signer.Create();
        await AssertProblemAsync(
            await PostAsync((Request(pin) with { Ledger = stranger.KeyId }).Write(key)),
            HttpStatusCode.Conflict,
            "another-ledger");
        for (var i = 0; i < 5; i++)
            await AssertProblemAsync(
                await AskAsync(EnrolmentBench.Another(pin)), HttpStatusCode.Unauthorized, "pin-wrong");
        await AssertProblemAsync(await AskAsync(pin), HttpStatusCode.Gone, "pin-over");

        folder.Desk.Create(Site.Bar, "kiosk", TerminalLimits.Default, out pin);
        await AskAsync(pin);
        folder.Desk.Refuse(Site.Bar, Decider.Command);
        await AssertProblemAsync(await AskAsync(pin: null), HttpStatusCode.Forbidden, "refused");

        using var other = Es256Signer.Create();
        for (var i = 0; i < 15; i++)
            await PostAsync(Request("000000", other, "nobody").Write(other));
        var throttled = await PostAsync(Request("000000", other, "nobody").Write(other));
        Assert.InRange(throttled.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 58, 60);
        await AssertProblemAsync(throttled, HttpStatusCode.TooManyRequests, "too-many-tries");
    }

    [Fact]
    public async Task A_fault_is_a_problem_and_says_nothing_of_the_inside()
    {
        await File.WriteAllTextAsync(temporary.In("ledger/enrolling.json"), "{", Cancellation);

        var answer = await AskAsync("000000");

        Assert.DoesNotContain(
            "enrolling", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await AssertProblemAsync(answer, HttpStatusCode.InternalServerError, "fault");
    }

    private Task<HttpResponseMessage> AskAsync(string? pin) => PostAsync(Request(pin).Write(key));

    private EnrolmentRequest Request(string? pin) => Request(pin, key, Site.Bar.ToString());

    private EnrolmentRequest Request(string? pin, Es256Signer by, string name)
    {
        var (nonce, terminal) = (Nonce.Create(), TerminalId.Parse(name));
        var ledger = folder.Signer.KeyId;
        Digest? proof = pin is null
            ? null
            : EnrolmentPin.Prove(EnrolmentPin.Derive(Site.Id, terminal, pin), by.KeyId, ledger, nonce);
        return new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion, Site.Id, terminal, by.PublicKey.ToJsonWebKey(), ledger, nonce, proof);
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string mediaType = "application/jose")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return http.PostAsync("/v1/enrolments", content, Cancellation);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string name)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(ProblemDocument.MediaType, answer.Content.Headers.ContentType!.MediaType);
        var problem = ProblemDocument.Read(await answer.Content.ReadAsByteArrayAsync(Cancellation)).OrThrow();
        Assert.Equal(((int)status, name), (problem.Status, problem.Name()));
        Assert.NotEqual("", problem.Detail);
    }
}
