using System.Net;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Prices and staff over HTTP.</summary>
public sealed class ConfigRouteTests : IAsyncLifetime
{
    private const string Prices =
        """{"articles":[{"id":"beer","price":400,"name":"Bière"}],"note":"Saturday","scope":"site"}""";

    private const string Rules =
        """
        {"rules":{"roles":[{"badge":"BDG","refills":true,"voids":true,"takesDeposits":true,"closes":false}],
        "asset":"TLF","mostAtOnce":5000,"mostADay":50000,"mostUnlisted":20000,"voidSeconds":600},"note":"new caps"}
        """;

    private ApiBench api = null!;
    private string writer = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        writer = api.Token("office", [.. Scope.All]);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_price_is_said_once_signed_with_its_note_and_seen_not_to_be_in_force_yet()
    {
        Enrol();
        var said = await api.DoAsync("PUT", "/v1/prices", writer, Prices, "p");
        var again = await api.DoAsync("PUT", "/v1/prices", writer, Prices, "p");

        Assert.Equal("""{"scope":"site","number":1}""", said.ToJsonString());
        Assert.Equal(said.ToJsonString(), again.ToJsonString());
        var entry = Assert.Single(api.Folder.Store.Entries().OfType<LedgerEntry.ConfigSaid>());
        Assert.Equal(
            ("office", "Saturday"), (entry.Request!.By, TreasurerAct.ReadStored(entry.Act).OrThrow().Note));
        var list = await api.DoAsync("GET", "/v1/prices", writer);
        Assert.Equal(400, (long)list["articles"]![0]!["price"]!);
        Assert.Equal(
            """[{"terminal":"bar-1","version":1,"inForce":0,"state":"notYet"}]""", list["terminals"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_the_words_of_the_terminals_configuration()
    {
        Assert.Contains(
            "Prices.0.price: '-1'; expected a whole number from 0 to 100000000.",
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", "/v1/prices", writer,
                """{"articles":[{"id":"beer","price":-1}],"note":"x"}""", "p"),
            StringComparison.Ordinal);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "PUT", "/v1/prices", writer,
            Prices.Replace("\"site\"", "\"bar\"", StringComparison.Ordinal), "p");
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-terminal", "PUT", "/v1/prices", writer,
            Prices.Replace("\"site\"", "\"terminal/bar-1\"", StringComparison.Ordinal), "p");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", "/v1/prices", writer,
            Prices.Replace("Saturday", " ", StringComparison.Ordinal), "p");
        Assert.Empty(api.Folder.Store.Entries().OfType<LedgerEntry.ConfigSaid>());
    }

    [Fact]
    public async Task Prices_that_are_null_are_said_no_more()
    {
        await api.DoAsync("PUT", "/v1/prices", writer, Prices, "p");
        await api.DoAsync("PUT", "/v1/prices", writer, """{"articles":null,"note":"as at the bars"}""", "q");

        Assert.Null((await api.DoAsync("GET", "/v1/prices", writer))["articles"]);
    }

    [Fact]
    public async Task Who_may_only_read_says_nothing()
    {
        var reader = api.Token("reader", Scope.ReadPrices);

        await api.DoAsync("GET", "/v1/prices", reader);
        await api.FailAsync(
            HttpStatusCode.Forbidden, "scope-lacking", "PUT", "/v1/prices", reader, Prices, "p");
        await api.FailAsync(HttpStatusCode.Forbidden, "scope-lacking", "GET", "/v1/staff", reader);
    }

    [Fact]
    public async Task Staff_get_a_pin_that_nobody_is_told_and_lose_it()
    {
        var card = $"{Site.Card(Kiosks.Guest)}";
        api.Folder.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(Kiosks.Guest, "TLF 0")]));
            return true;
        });
        var body = $$"""{"card":"{{card}}","pin":"4711","note":"Ada"}""";
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", "/v1/staff", writer, body, "a");
        await api.DoAsync("PUT", "/v1/staff", writer, Rules, "r");

        await api.DoAsync("POST", "/v1/staff", writer, body, "b");

        var list = await api.DoAsync("GET", "/v1/staff", writer);
        Assert.Equal(($"[\"{card}\"]", 5_000), (list["pins"]!.ToJsonString(), (long)list["rules"]!["mostAtOnce"]!));
        var staff = api.Folder.Store.Read(books => books.Configs.Of(ConfigScope.Site).Config.Staff!);
        Assert.True(staff.PinOf(Site.Card(Kiosks.Guest))!.Matches("4711"));
        Assert.DoesNotContain("4711", api.Log, StringComparison.Ordinal);

        // Other caps leave PINs.
        await api.DoAsync("PUT", "/v1/staff", writer, Rules.Replace("600", "60", StringComparison.Ordinal), "s");
        await api.DoAsync("DELETE", $"/v1/staff/{card}?note=left", writer, key: "d");
        Assert.Equal("[]", (await api.DoAsync("GET", "/v1/staff", writer))["pins"]!.ToJsonString());
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-card", "DELETE", $"/v1/staff/{card}?note=left", writer, key: "e");
    }

    /// <summary>A card that was stolen may still refill where something of its own is said.</summary>
    [Fact]
    public async Task Who_loses_a_pin_for_all_is_told_where_it_still_holds()
    {
        Enrol();
        var card = $"{Site.Card(Kiosks.Guest)}";
        api.Folder.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(Kiosks.Guest, "TLF 0")]));
            return true;
        });
        await api.DoAsync("PUT", "/v1/staff", writer, Rules, "r");
        await api.DoAsync(
            "POST", "/v1/staff", writer, $$"""{"card":"{{card}}","pin":"4711","note":"Ada"}""", "a");
        // The first that is said for one terminal begins with what holds there: nobody is locked out.
        await api.DoAsync(
            "PUT", "/v1/staff", writer,
            Rules.Replace("\"note\"", "\"scope\":\"terminal/bar-1\",\"note\"", StringComparison.Ordinal), "t");
        Assert.Equal(
            $"[\"{card}\"]",
            (await api.DoAsync("GET", "/v1/staff?scope=terminal/bar-1", writer))["pins"]!.ToJsonString());

        var gone = await api.DoAsync("DELETE", $"/v1/staff/{card}?note=stolen", writer, key: "d");
        Assert.Equal("[\"terminal/bar-1\"]", gone["elsewhere"]!.ToJsonString());

        var last = await api.DoAsync(
            "DELETE", $"/v1/staff/{card}?note=stolen&scope=terminal/bar-1", writer, key: "e");
        Assert.Null(last["elsewhere"]);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("12a4")]
    public async Task A_pin_has_digits(string pin) => await api.FailAsync(
        HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/staff", writer,
        $$"""{"card":"{{new string('0', 32)}}","pin":"{{pin}}","note":"x"}""", "a");

    [Fact]
    public async Task Limits_are_said_and_taken_back_as_prices_are()
    {
        Enrol();
        var limits = Encoding.UTF8.GetString(new TerminalConfig(
            Limits: TerminalLimits.Default with { OfflineTotal = new Money(1_00) }).ToJson());
        var body = limits[..^1] + ""","note":"stolen","scope":"terminal/bar-1"}""";

        Assert.Equal(
            """{"scope":"terminal/bar-1","number":1}""",
            (await api.DoAsync("PUT", "/v1/limits", writer, body, "p")).ToJsonString());
        var list = await api.DoAsync("GET", "/v1/limits?scope=terminal/bar-1", writer);
        Assert.Equal(100, (long)list["limits"]!["offlineTotal"]!);
        Assert.Equal("notYet", (string)list["terminals"]![0]!["state"]!);
        Assert.Contains(
            "limits.dayStartsAtMinuteUtc",
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", "/v1/limits", writer,
                body.Replace("\"dayStartsAtMinuteUtc\":240", "\"dayStartsAtMinuteUtc\":0", StringComparison.Ordinal),
                "q"),
            StringComparison.OrdinalIgnoreCase);
        await api.FailAsync(
            HttpStatusCode.Forbidden, "scope-lacking", "PUT", "/v1/limits", api.Token("reader", Scope.ReadLimits),
            body, "r");

        await api.DoAsync(
            "PUT", "/v1/limits", writer, """{"limits":null,"note":"found","scope":"terminal/bar-1"}""", "s");
        Assert.Null((await api.DoAsync("GET", "/v1/limits?scope=terminal/bar-1", writer))["limits"]);
    }

    /// <summary>The office's script has one key for all that it does for a card that was stolen.</summary>
    [Fact]
    public async Task The_same_key_for_another_scope_is_no_repetition()
    {
        Enrol();
        var card = $"{Site.Card(Kiosks.Guest)}";
        api.Folder.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(Kiosks.Guest, "TLF 0")]));
            return true;
        });
        await api.DoAsync("PUT", "/v1/staff", writer, Rules, "r");
        await api.DoAsync(
            "POST", "/v1/staff", writer, $$"""{"card":"{{card}}","pin":"4711","note":"Ada"}""", "a");
        await api.DoAsync("DELETE", $"/v1/staff/{card}?note=stolen&scope=site", writer, key: "stolen-ada");

        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "key-reused", "DELETE",
            $"/v1/staff/{card}?note=stolen&scope=terminal/bar-1", writer, key: "stolen-ada");
    }

    /// <summary>They stand in enrolments, where nobody who says rules for all looks.</summary>
    [Fact]
    public async Task Rules_for_all_lock_nobody_out_who_has_a_pin_by_an_enrolment()
    {
        var pin = new StaffPin(Site.Card(Kiosks.Guest), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Zero}");
        Enrol(LedgerBench.Trusting with { Pins = [pin] });

        var why = await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", "/v1/staff", writer, Rules, "r");
        Assert.Contains("would have no PIN any more at bar-1 (1)", why, StringComparison.OrdinalIgnoreCase);

        await api.DoAsync(
            "PUT", "/v1/staff", writer,
            Rules.Replace("\"note\"", "\"scope\":\"terminal/bar-1\",\"note\"", StringComparison.Ordinal), "s");
        await api.DoAsync("PUT", "/v1/staff", writer, Rules, "t");
        Assert.Equal(pin, api.Folder.Store.Read(books => books.Configs.For(Site.Bar).Staff!.Pins.Single()));
    }

    /// <summary>What holds then is the site's, which knows none of them.</summary>
    [Fact]
    public async Task Rules_that_are_said_no_more_take_no_pin_unawares()
    {
        var pin = new StaffPin(Site.Card(Kiosks.Guest), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Zero}");
        Enrol(LedgerBench.Trusting with { Pins = [pin] });
        await api.DoAsync(
            "PUT", "/v1/staff", writer,
            Rules.Replace("\"note\"", "\"scope\":\"terminal/bar-1\",\"note\"", StringComparison.Ordinal), "a");
        await api.DoAsync("PUT", "/v1/staff", writer, Rules, "b");
        const string Withdrawn = """{"rules":null,"scope":"terminal/bar-1","note":"as everywhere"}""";

        var why = await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "PUT", "/v1/staff", writer, Withdrawn, "c");
        Assert.Contains("would have no PIN any more at bar-1 (1)", why, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(pin, api.Folder.Store.Read(books => books.Configs.For(Site.Bar).Staff!.Pins.Single()));

        await api.DoAsync(
            "PUT", "/v1/staff", writer,
            Withdrawn.Replace("\"note\"", "\"dropPins\":true,\"note\"", StringComparison.Ordinal), "d");
        Assert.Empty(api.Folder.Store.Read(books => books.Configs.For(Site.Bar).Staff!.Pins));
    }

    /// <summary>As <c>ledger config set</c> says and withdraws them: from a file, in which no hash stands.</summary>
    [Fact]
    public void A_command_takes_no_pin_unawares_either()
    {
        var pin = new StaffPin(Site.Card(Kiosks.Guest), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Zero}");
        Enrol(LedgerBench.Trusting);
        var rules = LedgerBench.Trusting with { Pins = [pin] };
        Assert.Null(Say(new TerminalConfig(Staff: rules), []).Why);
        var others = new TerminalConfig(Staff: LedgerBench.Trusting with { VoidSeconds = 60 });

        Assert.Contains("bar-1 (1)", Say(others, []).Why!.What, StringComparison.Ordinal);
        Assert.Contains(
            "bar-1 (1)", Say(TerminalConfig.Nothing, [ConfigPart.Staff]).Why!.What, StringComparison.Ordinal);
        Assert.Null(Say(new TerminalConfig(Staff: rules with { VoidSeconds = 60 }), []).Why);
        Assert.Null(Say(others, [], mayDropPins: true).Why);
    }

    private Outcome<ConfigAnswer> Say(TerminalConfig parts, ValueList<string> withdrawn, bool mayDropPins = false) =>
        api.Folder.Configs.Say(
            new ConfigRequest(ConfigScope.Site, parts, withdrawn, "new caps") { MayDropPins = mayDropPins }, key: null);

    /// <summary>It was given to who re-issues cards of staff, before rules of staff could be said.</summary>
    [Fact]
    public async Task Who_may_give_badges_says_no_caps()
    {
        var badges = api.Token("badges", Scope.WriteCards, Scope.WriteStaff);

        await api.FailAsync(HttpStatusCode.Forbidden, "scope-lacking", "PUT", "/v1/staff", badges, Rules, "r");
    }

    private void Enrol(StaffRules? staff = null) => api.Folder.Store.Change(draft =>
    {
        using var key = Es256Signer.Create();
        draft.Add(new LedgerEntry.TerminalEnrolled(
            Site.Bar, key.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default with { Staff = staff }, Clock.Noon));
        return true;
    });
}
