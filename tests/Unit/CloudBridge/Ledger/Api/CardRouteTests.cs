using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Cards and wallets over HTTP.</summary>
public sealed class CardRouteTests : IAsyncLifetime
{
    private const string Uid = "04E141125B3C80";
    private const string Other = "0412345678ABCD";

    private ApiBench api = null!;
    private string writer = null!;

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        writer = api.Token(
            "shop", Scope.ReadCards, Scope.WriteCards, Scope.WriteWallets, Scope.WriteStaff, Scope.LookUpCards);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Cards_are_added_once_for_a_key_and_the_first_answer_is_given_again()
    {
        const string Body = $$"""
            {"cards":[{"uid":"{{Uid}}","number":"B194AEB9","age":"adult","language":"fr",
            "entitlements":[{"asset":"SUB","fromMilliseconds":null,"throughMilliseconds":1790000000000}]},
            {"uid":"{{Other}}","class":"aes"}]}
            """;
        var first = await api.DoAsync("POST", "/v1/cards", writer, Body, "\"a\"");
        var again = await api.DoAsync("POST", "/v1/cards", writer, Body, "a");
        await api.StartAgainAsync();
        var afterwards = await api.DoAsync("POST", "/v1/cards", writer, Body, "a");

        Assert.Equal(2, first["cards"]!.AsArray().Count);
        Assert.Equal([first.ToJsonString(), first.ToJsonString()], [again.ToJsonString(), afterwards.ToJsonString()]);
        Assert.Single(api.Folder.Store.Entries().OfType<LedgerEntry.CardsAdded>());
        var card = await api.DoAsync("GET", $"/v1/cards/{first["cards"]![0]}", writer);
        Assert.Equal(
            ("adult", "fr", "ok", "SUB", false),
            ((string?)card["age"], (string?)card["language"], (string?)card["state"],
                (string?)card["entitlements"]![0]!["asset"], (bool)card["isReissued"]!));
        Assert.DoesNotContain(Uid, api.Log + api.Logged, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_is_of_one_request_and_of_one_token()
    {
        await api.CardAsync(Uid, writer);

        Assert.Contains(
            "a new key",
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "key-reused", "POST", "/v1/cards", writer,
                $$"""{"cards":[{"uid":"{{Other}}"}]}""", $"card-{Uid}"),
            StringComparison.Ordinal);
        await api.FailAsync(
            HttpStatusCode.Conflict, "card-known", "POST", "/v1/cards",
            api.Token("another", Scope.WriteCards), $$"""{"cards":[{"uid":"{{Uid}}"}]}""", $"card-{Uid}");
        await api.FailAsync(
            HttpStatusCode.BadRequest, "key-needed", "POST", "/v1/cards", writer,
            $$"""{"cards":[{"uid":"{{Other}}"}]}""");
        await api.FailAsync(
            HttpStatusCode.BadRequest, "key-needed", "POST", "/v1/cards", writer,
            $$"""{"cards":[{"uid":"{{Other}}"}]}""", new string('x', 101));
        Assert.Single(api.Folder.Store.Entries().OfType<LedgerEntry.CardsAdded>());
    }

    [Theory]
    [InlineData("""{"cards":[{"uid":"04E141125B3C80","clas":"aes"}]}""", "$.cards[0]: 'clas' is not known; expected")]
    [InlineData("""{"cards":[{"class":"aes"}]}""", "$.cards[0]: uid missing; expected uid, class?, number?")]
    [InlineData("""{"cards":[],"cards":[]}""", "cards")]
    [InlineData("""{"cards":[]}""", "cards: expected 1 to 100 of them.")]
    [InlineData("""{"cards":[{"uid":"04"}]}""", "cards[0].uid: expected 8, 14 or 20 hexadecimal digits.")]
    [InlineData("""{"cards":[{"uid":"08112233"}]}""", "cards[0].uid: expected a UID of the card's own")]
    [InlineData("""{"cards":[{"uid":"DEADBEEF"},{"uid":"deadbeef"}]}""", "cards[1].uid: it stands there twice.")]
    [InlineData("""{"cards":[{"uid":"04E141125B3C80","class":"gold"}]}""", "expected one of uid, counter, aes")]
    [InlineData("""[]""", "$: expected an object with cards.")]
    [InlineData("""null""", "Expected an object with cards.")]
    [InlineData("""{"cards":""", "Expected")]
    public async Task What_is_wrong_with_a_body_is_said_with_what_was_expected(string body, string expected)
    {
        Assert.Contains(
            expected,
            await api.FailAsync(HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/cards", writer, body, "k"),
            StringComparison.Ordinal);
        Assert.Empty(api.Folder.Store.Entries().OfType<LedgerEntry.CardsAdded>());
    }

    [Fact]
    public async Task What_is_too_long_or_of_another_type_is_not_read()
    {
        var body = $$"""{"cards":[{"uid":"{{Uid}}"}]}""";
        using var typed = await api.SendAsync("POST", "/v1/cards", writer, body, "k", "text/plain");
        using var longer = await api.SendAsync("POST", "/v1/cards", writer, body + new string(' ', 256 * 1024), "k");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, typed.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, longer.StatusCode);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "GET", "/v1/cards?page=2", writer);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "GET", "/v1/cards?limit=0", writer);
    }

    [Fact]
    public async Task All_cards_are_found_page_by_page_and_by_what_they_are()
    {
        var cards = new List<string>();
        for (var i = 0; i < 5; i++)
            cards.Add(await api.CardAsync($"0400000000000{i}", writer));
        await api.DoAsync("PATCH", $"/v1/cards/{cards[2]}", writer, """{"state":"blocked"}""");

        var found = new List<string>();
        string? next = null;
        do
        {
            var page = await api.DoAsync(
                "GET", $"/v1/cards?limit=2{(next is null ? "" : $"&after={next}")}", writer);
            found.AddRange(page["items"]!.AsArray().Select(card => (string)card!["card"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(cards.Order(StringComparer.Ordinal), found);
        var blocked = await api.DoAsync("GET", "/v1/cards?state=blocked", writer);
        Assert.Equal(cards[2], (string?)blocked["items"]!.AsArray().Single()!["card"]);
    }

    [Fact]
    public async Task A_card_is_blocked_and_unblocked_and_what_is_null_is_nothing()
    {
        var card = await api.CardAsync(Uid, writer);

        var changed = await api.DoAsync(
            "PATCH", $"/v1/cards/{card}", writer,
            """{"state":"blocked","language":"fr","validThroughMilliseconds":1790000000000}""");
        Assert.Equal(("blocked", "fr"), ((string?)changed["state"], (string?)changed["language"]));
        changed = await api.DoAsync("PATCH", $"/v1/cards/{card}", writer, """{"state":"ok","language":null}""");

        Assert.Equal(
            ("ok", null, 1_790_000_000_000),
            ((string?)changed["state"], (string?)changed["language"], (long?)changed["validThroughMilliseconds"]));
        Assert.Equal("shop", api.Folder.Store.Entries().OfType<LedgerEntry.CardChanged>().First().By);
        Assert.Contains(
            "nothing to change",
            await api.FailAsync(
                HttpStatusCode.BadRequest, "bad-request", "PATCH", $"/v1/cards/{card}", writer, "{}"),
            StringComparison.OrdinalIgnoreCase);
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-card", "PATCH", $"/v1/cards/{new string('0', 32)}", writer,
            """{"state":"ok"}""");
    }

    [Fact]
    public async Task Entitlements_are_put_and_deleted()
    {
        var card = await api.CardAsync(Uid, writer);
        var path = $"/v1/cards/{card}/entitlements/BDG-BAR";

        await api.DoAsync("PUT", path, writer, """{"periods":[{"throughMilliseconds":5}]}""");
        var put = await api.DoAsync(
            "PUT", path, writer, """{"periods":[{"fromMilliseconds":1,"throughMilliseconds":9}]}""");
        Assert.Equal(9, (long)put["entitlements"]!.AsArray().Single()!["throughMilliseconds"]!);
        var deleted = await api.DoAsync("DELETE", path, writer);

        Assert.Empty(deleted["entitlements"]!.AsArray());
        await api.FailAsync(HttpStatusCode.NotFound, "no-such-entitlement", "DELETE", path, writer);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "DELETE", $"/v1/cards/{card}/entitlements/TLF", writer);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "PUT", path, writer,
            """{"periods":[{"fromMilliseconds":10,"throughMilliseconds":9}]}""");
    }

    [Fact]
    public async Task A_lost_cards_wallet_gets_another_card()
    {
        var lost = await api.CardAsync(Uid, writer);
        var wallet = (string?)(await api.DoAsync("GET", $"/v1/cards/{lost}", writer))["wallet"];

        var found = await api.DoAsync(
            "POST", $"/v1/cards/{lost}/reissue", writer, $$"""{"uid":"{{Other}}"}""", "r");

        Assert.Equal(wallet, (string?)found["wallet"]);
        var before = await api.DoAsync("GET", $"/v1/cards/{lost}", writer);
        Assert.Equal(("blocked", true), ((string?)before["state"], (bool)before["isReissued"]!));
        await api.FailAsync(
            HttpStatusCode.Conflict, "card-reissued", "PATCH", $"/v1/cards/{lost}", writer, """{"state":"ok"}""");
        var known = await api.FailAsync(
            HttpStatusCode.Conflict, "card-known", "POST", $"/v1/cards/{lost}/reissue", writer,
            $$"""{"uid":"{{Other}}"}""", "s");
        Assert.DoesNotContain(Other, known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_wallets_become_one()
    {
        var (from, into) = (await api.CardAsync(Uid, writer), await api.CardAsync(Other, writer));
        var body = $$"""{"from":"{{from}}","into":"{{into}}"}""";

        var merged = await api.DoAsync("POST", "/v1/wallets/merge", writer, body, "m");

        var card = await api.DoAsync("GET", $"/v1/cards/{from}", writer);
        Assert.Equal((string?)merged["wallet"], (string?)card["wallet"]);
        Assert.Equal(
            merged.ToJsonString(),
            (await api.DoAsync("POST", "/v1/wallets/merge", writer, body, "m")).ToJsonString());
        await api.FailAsync(HttpStatusCode.Conflict, "one-wallet", "POST", "/v1/wallets/merge", writer, body, "n");
    }

    [Fact]
    public async Task A_card_is_looked_up_by_what_is_on_it_with_a_scope_of_its_own()
    {
        const string Qr = "5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b";
        var added = await api.DoAsync(
            "POST", "/v1/cards", writer, $$"""{"cards":[{"uid":"{{Uid}}","number":"B1","qr":"{{Qr}}"}]}""", "k");
        var card = (string?)added["cards"]![0];

        foreach (var body in new[]
        {
            $$"""{"uid":"{{Uid}}"}""", """{"number":"B1"}""", $$"""{"qr":"{{Qr}}"}""",
        })
            Assert.Equal(card, (string?)(await api.DoAsync("POST", "/v1/cards/lookup", writer, body))["card"]);
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-card", "POST", "/v1/cards/lookup", writer, """{"number":"B2"}""");
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/cards/lookup", writer, "{}");
        await api.FailAsync(
            HttpStatusCode.Forbidden, "scope-lacking", "POST", "/v1/cards/lookup",
            api.Token("other", Scope.ReadCards, Scope.WriteCards), """{"number":"B1"}""");
        Assert.DoesNotContain(Uid, api.Log + api.Logged, StringComparison.OrdinalIgnoreCase);
    }
}
