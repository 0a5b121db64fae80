using System.Buffers.Text;
using CloudBridge.Ledger;
using Microsoft.AspNetCore.Http;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Who has no token cannot hold up the books by trying many.</summary>
public sealed class TokenGuardTests : IDisposable
{
    private readonly Site site = new();
    private readonly ManualTime time = new();
    private readonly CountingStore store;
    private readonly TokenDesk desk;
    private readonly TokenGuard guard;

    public TokenGuardTests()
    {
        store = new CountingStore(new LedgerBench(site).With().Store);
        desk = new TokenDesk(new KeyedStore(store, time));
        guard = new TokenGuard(desk, time);
    }

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("etl_")]
    [InlineData("etl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("etl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!")]
    [InlineData("abc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_has_not_the_form_of_a_token_is_not_looked_up(string text)
    {
        Assert.Equal("token-wrong", Try(text));

        Assert.Equal(0, store.Reads);
    }

    [Fact]
    public void Beyond_the_limit_the_books_are_asked_once_a_second_for_whatever_is_wrong()
    {
        for (var number = 0; number <= TokenGuard.MostWrongAMinute; number++)
            Try(Wrong(number));
        Assert.Equal("too-many-tries", Try(Wrong(0)));
        var before = store.Reads;
        for (var number = 0; number < 500; number++)
            Assert.Equal("too-many-tries", Try(Wrong(number)));
        Assert.Equal(before, store.Reads);

        time.Advance(TimeSpan.FromSeconds(1));
        for (var number = 0; number < 500; number++)
            Assert.Equal("too-many-tries", Try(Wrong(number)));
        Assert.Equal(before + 1, store.Reads);
    }

    [Fact]
    public void Whoever_has_a_token_is_let_in_then_too_until_it_is_revoked()
    {
        Assert.Null(desk.Create("shop", [Scope.ReadCards], null, out var token));
        for (var number = 0; number <= TokenGuard.MostWrongAMinute; number++)
            Try(Wrong(number));
        Assert.Equal("too-many-tries", Try(Wrong(0)));

        Assert.Null(Try(token));
        Assert.Null(desk.Revoke("shop"));
        Assert.Equal("too-many-tries", Try(token));
    }

    private static string Wrong(int number)
    {
        var secret = new byte[32];
        BitConverter.TryWriteBytes(secret, number);
        return TokenDesk.Prefix + Base64Url.EncodeToString(secret);
    }

    private string? Try(string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";
        return guard.WhyNot(context, Scope.ReadCards, out _)?.Problem.Name;
    }
}
