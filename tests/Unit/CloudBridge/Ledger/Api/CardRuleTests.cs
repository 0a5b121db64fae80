using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>What a token for cards cannot do: make staff, take wallets, double a number, end the ledger.</summary>
public sealed class CardRuleTests : IAsyncLifetime
{
    private const string Uid = "04E141125B3C80";
    private const string Other = "0412345678ABCD";
    private const string Third = "04AAAAAAAAAAAA";
    private const string Qr = "5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b";

    private ApiBench api = null!;
    private string shop = null!;
    private string office = null!;

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        shop = api.Token("shop", Scope.ReadCards, Scope.WriteCards, Scope.LookUpCards);
        office = api.Token("office", Scope.ReadCards, Scope.WriteCards, Scope.WriteWallets);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_card_holds_no_more_entitlements_than_a_list_can_carry_with_ease()
    {
        Assert.Contains(
            "at most 32",
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "not-possible", "POST", "/v1/cards", shop,
                $$"""{"cards":[{"uid":"{{Uid}}","entitlements":[{{Subscriptions(33)}}]}]}""", "a"),
            StringComparison.Ordinal);
        var added = await api.DoAsync(
            "POST", "/v1/cards", shop,
            $$"""{"cards":[{"uid":"{{Uid}}","entitlements":[{{Subscriptions(32)}}]}]}""", "b");
        var card = (string?)added["cards"]![0];

        Assert.Contains(
            "at most 32",
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", $"/v1/cards/{card}/entitlements/SUB", shop,
                """{"periods":[{"throughMilliseconds":5}]}"""),
            StringComparison.Ordinal);
        await api.DoAsync("DELETE", $"/v1/cards/{card}/entitlements/SUB-A0", shop);
        await api.DoAsync(
            "PUT", $"/v1/cards/{card}/entitlements/SUB", shop, """{"periods":[{"throughMilliseconds":5}]}""");
        Assert.Contains(
            "cards[0].entitlements: expected throughMilliseconds no earlier than fromMilliseconds",
            await api.FailAsync(
                HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/cards", shop,
                $$"""
                {"cards":[{"uid":"{{Other}}","entitlements":
                [{"asset":"SUB","fromMilliseconds":2,"throughMilliseconds":1}]}]}
                """,
                "c"),
            StringComparison.Ordinal);
    }

    /// <summary>A log that has such a card stays readable, and the card can be blocked and made smaller.</summary>
    [Fact]
    public async Task A_card_that_has_more_from_before_can_be_changed_but_gets_none()
    {
        var card = Plant(40);
        var path = $"/v1/cards/{card}";

        await api.DoAsync("PATCH", path, shop, """{"state":"blocked"}""");
        await api.DoAsync("DELETE", $"{path}/entitlements/SUB-A0", shop);

        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", $"{path}/entitlements/SUB-A1", shop,
            """{"periods":[{"throughMilliseconds":5}]}""");
    }

    [Fact]
    public void A_card_that_no_list_can_carry_does_not_end_the_books()
    {
        Plant(20_000);
        var lists = new CardLists(Site.Id, api.Folder.Store, api.Folder.Signer, LedgerBench.Options);

        Assert.Throws<ArgumentException>(() => lists.SayAll(0).ToList());

        Assert.Null(api.Folder.Store.Read(books => books.LastList));
        Assert.Null(api.Folder.Tokens.Create("another", [Scope.ReadCards], null, out _));
    }

    [Fact]
    public async Task A_badge_makes_staff_and_needs_a_scope_of_its_own()
    {
        const string Period = """{"periods":[{"throughMilliseconds":5}]}""";
        const string Body = $$"""
            {"cards":[{"uid":"{{Other}}","entitlements":
            [{"asset":"BDG-BAR","fromMilliseconds":null,"throughMilliseconds":1}]}]}
            """;
        var card = await api.CardAsync(Uid, office);
        var badge = $"/v1/cards/{card}/entitlements/BDG-BAR";
        var reissue = $"/v1/cards/{card}/reissue";
        var staff = api.Token("staff", Scope.ReadCards, Scope.WriteCards, Scope.WriteWallets, Scope.WriteStaff);

        foreach (var (method, path, body) in new[]
        {
            ("PUT", badge, Period), ("DELETE", badge, null), ("POST", "/v1/cards", Body),
        })
        {
            using var answer = await api.SendAsync(method, path, office, body, "a");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains(
                "error=\"insufficient_scope\", scope=\"staff:write\"",
                answer.Headers.WwwAuthenticate.Single().Parameter!,
                StringComparison.Ordinal);
            await api.FailAsync(HttpStatusCode.Forbidden, "scope-lacking", method, path, office, body, "a");
        }
        await api.DoAsync("PUT", badge.Replace("BDG-BAR", "SUB", StringComparison.Ordinal), office, Period);
        await api.DoAsync("PUT", badge, staff, Period);
        await api.FailAsync(
            HttpStatusCode.Forbidden, "scope-lacking", "POST", reissue, office, $$"""{"uid":"{{Third}}"}""", "r");

        await api.DoAsync("POST", "/v1/cards", staff, Body, "a");
        await api.DoAsync("DELETE", badge, staff);
        await api.DoAsync("PUT", badge, staff, Period);
        await api.DoAsync("POST", reissue, staff, $$"""{"uid":"{{Third}}"}""", "r");
    }

    [Fact]
    public async Task A_wallet_gets_another_card_only_by_a_scope_of_its_own()
    {
        var (from, into) = (await api.CardAsync(Uid, shop), await api.CardAsync(Other, shop));

        Assert.Contains(
            "wallets:write",
            await api.FailAsync(
                HttpStatusCode.Forbidden, "scope-lacking", "POST", $"/v1/cards/{from}/reissue", shop,
                $$"""{"uid":"{{Third}}"}""", "r"),
            StringComparison.Ordinal);
        Assert.Contains(
            "wallets:write",
            await api.FailAsync(
                HttpStatusCode.Forbidden, "scope-lacking", "POST", "/v1/wallets/merge", shop,
                $$"""{"from":"{{from}}","into":"{{into}}"}""", "m"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"number\":\"B1\"")]
    [InlineData($"\"qr\":\"{Qr}\"")]
    public async Task No_two_cards_have_one_printed_number_or_code(string printed)
    {
        var twice = $$"""{"cards":[{"uid":"{{Uid}}",{{printed}}},{"uid":"{{Other}}",{{printed}}}]}""";
        await api.FailAsync(HttpStatusCode.Conflict, "card-known", "POST", "/v1/cards", shop, twice, "a");
        await api.DoAsync("POST", "/v1/cards", shop, $$"""{"cards":[{"uid":"{{Uid}}",{{printed}}}]}""", "b");

        await api.FailAsync(
            HttpStatusCode.Conflict, "card-known", "POST", "/v1/cards", shop,
            $$"""{"cards":[{"uid":"{{Other}}",{{printed}}}]}""", "c");
        var card = (string?)(await api.DoAsync("POST", "/v1/cards/lookup", shop, $"{{{printed}}}"))["card"];
        await api.FailAsync(
            HttpStatusCode.Conflict, "card-known", "POST", $"/v1/cards/{card}/reissue", office,
            $$"""{"uid":"{{Other}}",{{printed}}}""", "r");
    }

    /// <summary>A row of the vault is written first, and an import notes numbers of cards that are there.</summary>
    [Fact]
    public async Task A_lookup_names_cards_of_the_books_and_only_one()
    {
        var (gone, card) = (Read(Third), await api.CardAsync(Uid, shop));
        api.Folder.Vault.Add([new VaultRow(gone.Hex, api.Folder.Cards.TokenOf(gone), "B1")]);
        const string Asked = """{"number":"B1"}""";
        await api.FailAsync(HttpStatusCode.NotFound, "no-such-card", "POST", "/v1/cards/lookup", shop, Asked);

        api.Folder.Vault.Add([new VaultRow(Uid, api.Folder.Cards.TokenOf(Read(Uid)), "B1")]);
        Assert.Equal(card, (string?)(await api.DoAsync("POST", "/v1/cards/lookup", shop, Asked))["card"]);

        await api.CardAsync(Third, shop);
        await api.FailAsync(HttpStatusCode.Conflict, "several-cards", "POST", "/v1/cards/lookup", shop, Asked);
    }

    [Fact]
    public async Task A_card_in_anothers_place_has_its_own_number()
    {
        var lost = await api.CardAsync(Uid, office);

        var found = await api.DoAsync(
            "POST", $"/v1/cards/{lost}/reissue", office, $$"""{"uid":"{{Other}}","number":"B2","qr":"{{Qr}}"}""", "r");

        foreach (var asked in new[] { """{"number":"B2"}""", $$"""{"qr":"{{Qr}}"}""" })
            Assert.Equal(
                (string?)found["card"],
                (string?)(await api.DoAsync("POST", "/v1/cards/lookup", shop, asked))["card"]);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", $"/v1/cards/{lost}/reissue", office,
            $$"""{"uid":"{{Third}}","number":""}""", "s");
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"cards":[{"uid":"DEADBEEF","\udc00":1}]}""")]
    [InlineData("""{"cards":[{"uid":"DEADBEEF","number":"\ud800"}]}""")]
    [InlineData("""{"cards":[{"uid":"DEADBEEF","number":"a\u0000"}]}""")]
    [InlineData("""{"cards":[{"uid":"DEADBEEF","number":"a\nb"}]}""")]
    public async Task What_is_no_text_is_refused(string body) =>
        await api.FailAsync(HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/cards", shop, body, "k");

    [Fact]
    public async Task No_cards_token_is_in_the_log()
    {
        var card = await api.CardAsync(Uid, shop);
        await api.DoAsync("GET", $"/v1/cards/{card}", shop);
        await api.DoAsync("PATCH", $"/v1/cards/{card}", shop, """{"state":"blocked"}""");
        await api.FailAsync(HttpStatusCode.NotFound, "no-such-card", "GET", $"/v1/cards/{card}x", shop);

        Assert.Contains("Serves", api.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(card, api.Logged, StringComparison.OrdinalIgnoreCase);
    }

    private static CardUid Read(string uid) =>
        CardUid.TryParse(uid, out var read) ? read : throw new FormatException(uid);

    private static string Subscriptions(int count) => string.Join(',', Enumerable.Range(0, count).Select(
        i => $$"""{"asset":"SUB-A{{i}}","fromMilliseconds":null,"throughMilliseconds":1}"""));

    /// <summary>As an earlier build would have taken it.</summary>
    private CardToken Plant(int count)
    {
        var card = api.Folder.Cards.TokenOf(Read(Uid));
        LedgerBench.Add(api.Folder.Store, new LedgerEntry.CardsAdded([
            new NewCard(card, api.Folder.SiteKey.OwnWallet(card), CardClass.Uid, CardState.Ok, [])
            {
                Entitlements =
                [
                    .. Enumerable.Range(0, count).Select(i => new Entitlement(AssetId.Parse($"SUB-A{i}"), null, 1)),
                ],
            },
        ]));
        return card;
    }
}
