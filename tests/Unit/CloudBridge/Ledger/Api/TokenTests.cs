using System.Net;
using System.Net.Http.Headers;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Who may use the API, and what for.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private ApiBench api = null!;

    public async ValueTask InitializeAsync() => api = await ApiBench.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Without_a_token_nothing_is_said_but_that_one_is_needed()
    {
        var answer = await api.SendAsync("GET", "/v1/cards", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.DoesNotContain("error", answer.Headers.WwwAuthenticate.Single().Parameter!, StringComparison.Ordinal);
        await api.FailAsync(HttpStatusCode.Unauthorized, "token-needed", "GET", "/v1/cards", token: null);
    }

    [Fact]
    public async Task What_a_token_may_not_do_is_refused_with_the_scope_that_lacks()
    {
        var token = api.Token("shop", Scope.ReadCards);

        var answer = await api.SendAsync("POST", "/v1/cards", token, """{"cards":[]}""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            "error=\"insufficient_scope\", scope=\"cards:write\"",
            answer.Headers.WwwAuthenticate.Single().Parameter!,
            StringComparison.Ordinal);
        Assert.Contains(
            "has not the scope cards:write; it has cards:read",
            await api.FailAsync(HttpStatusCode.Forbidden, "scope-lacking", "POST", "/v1/cards", token, "{}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_revoked_by_another_process_is_none_at_once()
    {
        var token = api.Token("shop", Scope.ReadCards);
        await api.DoAsync("GET", "/v1/cards", token);
        using (var other = api.OpenAgain())
            Assert.Null(other.Tokens.Revoke("shop"));

        await api.FailAsync(HttpStatusCode.Unauthorized, "token-wrong", "GET", "/v1/cards", token);
        Assert.Equal("there is no token shop", api.Folder.Tokens.Revoke("shop"));
        await api.DoAsync("GET", "/v1/cards", api.Token("shop", Scope.ReadCards));
    }

    [Fact]
    public async Task One_that_is_over_is_none()
    {
        var time = new ManualTime();
        var desk = new TokenDesk(new KeyedStore(api.Folder.Store, time));
        var end = time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        Assert.Null(desk.Create("shop", [Scope.ReadCards], end, out var token));

        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("shop", desk.Find(token)!.Name);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(desk.Find(token));

        Assert.Equal(
            "it would be over already", desk.Create("late", [Scope.ReadCards], end, out _));
        await api.FailAsync(HttpStatusCode.Unauthorized, "token-wrong", "GET", "/v1/cards", token);
    }

    [Fact]
    public async Task Nobody_keeps_a_token_nor_logs_it()
    {
        var token = api.Token("shop", Scope.ReadCards);
        await api.DoAsync("GET", "/v1/cards", token);
        // One in a thousand ends like that.
        var wrong = token[..^2] + (token.EndsWith("AA", StringComparison.Ordinal) ? "BA" : "AA");
        await api.FailAsync(HttpStatusCode.Unauthorized, "token-wrong", "GET", "/v1/cards", wrong);

        Assert.Equal(TokenDesk.Prefix.Length + 43, token.Length);
        Assert.DoesNotContain(token[10..], api.Log + api.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong[10..], api.Logged, StringComparison.Ordinal);
        Assert.Equal("there is a token shop already", Create("shop"));
        Assert.StartsWith("a token's name: expected", Create("my shop"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_tries_many_is_slowed_down_and_who_has_one_is_not()
    {
        var token = api.Token("shop", Scope.ReadCards);
        HttpResponseMessage answer;
        var tries = 0;
        do
            answer = await api.SendAsync("GET", "/v1/cards", $"{token}{tries++}");
        // A minute may end between.
        while (answer.StatusCode == HttpStatusCode.Unauthorized && tries < 3 * TokenGuard.MostWrongAMinute);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.True(tries > TokenGuard.MostWrongAMinute);
        await api.DoAsync("GET", "/v1/cards", token);
    }

    [Theory]
    [InlineData("Basic c2hvcDpzaG9w", "token-needed")]
    [InlineData("Bearer", "token-needed")]
    [InlineData("Bearer x y", "token-wrong")]
    public async Task What_is_no_token_is_none(string header, string problem)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Folder.Server.Address!, "/v1/cards"));
        request.Headers.TryAddWithoutValidation("Authorization", header);

        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var said = ProblemDocument.Read(
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).OrThrow();
        Assert.Equal((401, problem), (said.Status, said.Name()));
    }

    private string? Create(string name) => api.Folder.Tokens.Create(name, [Scope.ReadCards], null, out _);
}
