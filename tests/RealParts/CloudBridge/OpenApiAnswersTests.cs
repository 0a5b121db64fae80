using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>Real answers of every route, held against the document by a validator that nobody here wrote.</summary>
public sealed class OpenApiAnswersTests
{
    private const string Payment =
        """{"asset":"TLF","amount":500,"source":"cardPayment","reference":"pi_3","note":"web shop"}""";

    private const string Rules =
        """
        {"rules":{"roles":[{"badge":"BDG-BAR","refills":true,"voids":true,"takesDeposits":true,"closes":false}],
        "asset":"TLF","mostAtOnce":5000,"mostADay":50000,"mostUnlisted":20000,"voidSeconds":600},"note":"new caps"}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Limits => Encoding.UTF8.GetString(new TerminalConfig(
        Limits: TerminalLimits.Default with { OfflineTotal = new Money(1_00) }).ToJson())[..^1] +
        ""","note":"stolen","scope":"terminal/bar-1"}""";

    [Fact]
    public async Task All_that_is_answered_is_as_the_OpenAPI_document_says()
    {
        Assert.SkipWhen(NodeVerifiers.Missing is not null, NodeVerifiers.Missing ?? "");
        await using var ledger = await ServedLedger.StartAsync();
        var token = await ledger.SaysAsync(["token", "create", "--name", "shop", "--scope", .. Scope.All]);
        using var api = new ServedApi(ledger.Address, ledger.Authority, token.Trim(), Cancellation);
        await EnrolAsync(ledger);
        var answers = new Answers(api);

        await AskOfCardsAsync(answers);
        await AskOfConfigurationAsync(answers);
        await ConfirmAsync(ledger, answers);
        await AskOfTerminalsAsync(answers);
        await AskOfBooksAsync(answers);
        await AskOfDecisionsAsync(ledger, answers);

        var document = ledger.In("openapi.json");
        var text = await api.DoAsync("GET", "/v1/openapi.json");
        await File.WriteAllTextAsync(document, text, Cancellation);
        Assert.Equal((0, "all good"), await HoldAsync(answers.All));
        Assert.Empty(RoutesIn(text).Except(answers.Taken));
        answers.All[^1]!["mediaType"] = "text/html";
        answers.All[0]!["body"]!["cards"]![0] = "no token";
        Assert.Equal(3, (await HoldAsync(answers.All)).Code);

        async Task<(int Code, string Output)> HoldAsync(JsonArray all)
        {
            await File.WriteAllTextAsync(ledger.In("answers.json"), all.ToJsonString(), Cancellation);
            var (code, output, _) = await NodeVerifiers.RunAsync(
                "openapi.mjs", [document, ledger.In("answers.json")], Cancellation);
            return (code, string.Join('\n', output));
        }
    }

    private static async Task AskOfCardsAsync(Answers answers)
    {
        var card = CardOf(await answers.AskAsync("POST", "/v1/cards", """
            {"cards":[{"uid":"04E141125B3C80","number":"B1","qr":"5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b","age":"adult",
            "language":"fr","entitlements":[{"asset":"SUB","fromMilliseconds":null,"throughMilliseconds":9}]}]}
            """));
        var other = CardOf(await answers.AskAsync(
            "POST", "/v1/cards", """{"cards":[{"uid":"DEADBEEF","class":"counter"}]}"""));
        await answers.AskAsync("POST", "/v1/cards", """{"cards":[{"uid":"DEADBEEF"}]}""");
        await answers.AskAsync("POST", "/v1/cards", """{"crads":[]}""");
        await answers.AskAsync("POST", "/v1/cards/lookup", """{"number":"B1"}""");
        await answers.AskAsync("POST", "/v1/cards/{card}/refills", Payment, card);
        await answers.AskAsync("POST", "/v1/cards/{card}/refunds", Payment, card);
        await answers.AskAsync("POST", "/v1/cards/{card}/refunds", Payment, card);
        await answers.AskAsync("GET", "/v1/cards/{card}/records", of: card);
        await answers.AskAsync("PATCH", "/v1/cards/{card}", """{"state":"ok","language":null}""", card);
        const string entitlement = "/v1/cards/{card}/entitlements/{asset}";
        await answers.AskAsync(
            "PUT", entitlement, """{"periods":[{"fromMilliseconds":1,"throughMilliseconds":9}]}""", card, "BDG-BAR");
        await answers.AskAsync("DELETE", entitlement, of: card, and: "BDG-BAR");
        await answers.AskAsync("POST", "/v1/cards/{card}/reissue", """{"uid":"0412345678ABCD"}""", other);
        await answers.AskAsync("POST", "/v1/wallets/merge", $$"""{"from":"{{other}}","into":"{{card}}"}""");
        await answers.AskAsync("GET", "/v1/cards/{card}", of: card);
        await answers.AskAsync("GET", "/v1/cards", query: "?limit=1");
        await answers.AskAsync("PUT", "/v1/staff", Rules);
        await answers.AskAsync("POST", "/v1/staff", $$"""{"card":"{{card}}","pin":"4711","note":"Ada"}""");
        await answers.AskAsync("GET", "/v1/staff");
        await answers.AskAsync("DELETE", "/v1/staff/{card}", of: card, query: "?note=left");
    }

    private static async Task AskOfConfigurationAsync(Answers answers)
    {
        await answers.AskAsync(
            "PUT", "/v1/prices", """{"articles":[{"id":"beer","price":400,"name":"Bière"}],"note":"Saturday"}""");
        await answers.AskAsync("PUT", "/v1/prices", """{"articles":[{"id":"beer","price":-1}],"note":"x"}""");
        await answers.AskAsync("GET", "/v1/prices");
        await answers.AskAsync("PUT", "/v1/limits", Limits);
        await answers.AskAsync("GET", "/v1/limits", query: "?scope=terminal/bar-1");
    }

    private static async Task AskOfTerminalsAsync(Answers answers)
    {
        await answers.AskAsync("POST", "/v1/terminals", """{"terminal":"bar-3"}""");
        await answers.AskAsync("GET", "/v1/terminals");
        await answers.AskAsync("GET", "/v1/terminals/{terminal}", of: "bar-1");
        await answers.AskAsync("GET", "/v1/terminals/{terminal}", of: "bar-9");
        await answers.AskAsync("POST", "/v1/terminals/{terminal}/refuse", of: "bar-3");
        const string commands = "/v1/terminals/{terminal}/commands";
        await answers.AskAsync("POST", commands, """{"command":"reload","note":"new words"}""", "bar-1");
        await answers.AskAsync("GET", commands, of: "bar-1");
    }

    private static async Task AskOfBooksAsync(Answers answers)
    {
        var rows = JsonNode.Parse(await answers.AskAsync("GET", "/v1/reconciliation"))!;
        var row = $"{rows["items"]![0]!["row"]}";
        await answers.AskAsync("POST", "/v1/reconciliation/{row}/close", """{"note":"seen"}""", row);
        await answers.AskAsync("GET", "/v1/exports/records.jsonl");
        await answers.AskAsync("GET", "/v1/exports/sales.csv");
    }

    /// <summary>It is let begin another journal, taken out of the site, and what is brought of it is booked.</summary>
    private static async Task AskOfDecisionsAsync(ServedLedger ledger, Answers answers)
    {
        const string terminal = "/v1/terminals/{terminal}";
        await answers.AskAsync("POST", $"{terminal}/epochs", """{"note":"its new SD card"}""", "bar-1");
        await answers.AskAsync("POST", $"{terminal}/revoke", """{"note":"stolen"}""", "bar-1");
        await answers.AskAsync("POST", $"{terminal}/revoke", """{"note":"stolen"}""", "bar-1");
        await answers.AskAsync("POST", $"{terminal}/revoke", """{"note":"stolen"}""", "bar-9");
        await ledger.SaysAsync("ingest", ledger.In("bar-1.later"));
        var held = JsonNode.Parse(await answers.AskAsync("GET", $"{terminal}/held", of: "bar-1"))!["items"]!;
        var through = (string)Assert.Single(held.AsArray())!["through"]!;
        var body = new JsonObject { ["decision"] = "book", ["through"] = through, ["note"] = "it hung at the bar" };
        await answers.AskAsync("POST", $"{terminal}/held", """{"decision":"book","through":"1","note":"x"}""", "bar-1");
        var booked = JsonNode.Parse(await answers.AskAsync("POST", $"{terminal}/held", body.ToJsonString(), "bar-1"))!;
        Assert.Equal(("revoked", "1/2"), ((string?)booked["state"], (string?)booked["lastRecord"]));
    }

    /// <summary>A terminal that has sold to a card that nobody knows: there is something to settle.</summary>
    private static async Task EnrolAsync(ServedLedger ledger)
    {
        using var site = new Site();
        var key = site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        await File.WriteAllBytesAsync(ledger.In("bar-1.jwk"), key.Write(), Cancellation);
        await ledger.SaysAsync("enroll", "--key", ledger.In("bar-1.jwk"), "--out", ledger.In("bar-1.jws"));
        var journal = new JournalWriter(site);
        foreach (var file in new[] { "bar-1.lines", "bar-1.later" })
        {
            var sale = journal.Next(JournalWriter.Beer("CAFEBABE")).Compact;
            await File.WriteAllBytesAsync(ledger.In(file), [.. sale.ToArray(), (byte)'\n'], Cancellation);
        }
        await ledger.SaysAsync("ingest", ledger.In("bar-1.lines"));
    }

    /// <summary>Of one that is created over HTTP, asks, and is confirmed by its words.</summary>
    private static async Task ConfirmAsync(ServedLedger ledger, Answers answers)
    {
        var created = JsonNode.Parse(
            await answers.AskAsync("POST", "/v1/terminals", """{"terminal":"bar-2"}"""))!;
        await using var terminal = await ledger.EnrolAsync("bar-2", ["bar-2", (string)created["pin"]!, "yes"]);
        var body = new JsonObject { ["words"] = await ServedLedger.WordsAsync(terminal) };
        await answers.AskAsync("POST", "/v1/terminals/{terminal}/confirm", """{"words":"a b c d"}""", "bar-2");
        await answers.AskAsync("POST", "/v1/terminals/{terminal}/confirm", body.ToJsonString(), "bar-2");
        Assert.True(await terminal.End(Cancellation) == 0, string.Join("; ", terminal.Errors.Seen));
    }

    private static string CardOf(string created) => (string)JsonNode.Parse(created)!["cards"]![0]!;

    private static IEnumerable<string> RoutesIn(string document) =>
        from path in JsonNode.Parse(document)!["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select $"{operation.Key.ToUpperInvariant()} {path.Key}";

    /// <summary>What was asked and answered.</summary>
    private sealed class Answers(ServedApi api)
    {
        /// <summary>For the validator.</summary>
        public JsonArray All { get; } = [];

        /// <summary>Routes that have done what was asked.</summary>
        public HashSet<string> Taken { get; } = [];

        public async Task<string> AskAsync(
            string method, string route, string? body = null, string? of = null, string? and = null, string query = "")
        {
            var parts = route.Split('{', '}');
            var path = parts.Length switch
            {
                1 => route,
                3 => $"{parts[0]}{Escaped(of)}{parts[2]}",
                _ => $"{parts[0]}{Escaped(of)}{parts[2]}{Escaped(and)}{parts[4]}",
            };
            var key = All.Count.ToString(CultureInfo.InvariantCulture);
            using var answer = await api.SendAsync(method, path + query, body, key);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            var mediaType = answer.Content.Headers.ContentType!.MediaType!;
            All.Add(new JsonObject
            {
                ["method"] = method,
                ["path"] = route,
                ["status"] = (int)answer.StatusCode,
                ["mediaType"] = mediaType,
                ["sent"] = body is null ? null : JsonNode.Parse(body),
                ["body"] = mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(text) : text,
            });
            if (answer.IsSuccessStatusCode)
                Taken.Add($"{method} {route}");
            return text;
        }

        private static string Escaped(string? part) => Uri.EscapeDataString(part!);
    }
}
