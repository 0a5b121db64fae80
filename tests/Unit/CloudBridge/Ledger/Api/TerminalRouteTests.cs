using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>Terminals, and what somebody must look at, over HTTP.</summary>
public sealed class TerminalRouteTests : IAsyncLifetime
{
    private readonly Es256Signer key = Es256Signer.Create();
    private ApiBench api = null!;
    private string writer = null!;
    private JournalWriter? terminal;

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        writer = api.Token(
            "office", Scope.ReadTerminals, Scope.WriteTerminals, Scope.WriteCards, Scope.ReadReconciliation,
            Scope.WriteReconciliation);
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        key.Dispose();
    }

    [Fact]
    public async Task A_terminal_is_created_once_and_confirmed_by_its_words()
    {
        const string Body = """{"terminal":"bar-1","profile":"drink"}""";
        var created = await api.DoAsync("POST", "/v1/terminals", writer, Body, "t");
        await api.StartAgainAsync();
        var again = await api.DoAsync("POST", "/v1/terminals", writer, Body, "t");
        Assert.Equal(created["pin"]!.ToJsonString(), again["pin"]!.ToJsonString());
        Assert.DoesNotContain((string)created["pin"]!, api.Waiting.Split("requests")[1], StringComparison.Ordinal);

        Ask((string)created["pin"]!);
        var asks = await api.DoAsync("GET", "/v1/terminals/bar-1", writer);
        Assert.Equal(("asks", "drink"), ((string?)asks["state"], (string?)asks["profile"]));
        // Asked again it is not created anew: that would take the request of the terminal away.
        await api.FailAsync(HttpStatusCode.Conflict, "pin-over", "POST", "/v1/terminals", writer, Body, "t");
        Assert.Equal("asks", (string?)(await api.DoAsync("GET", "/v1/terminals/bar-1", writer))["state"]);
        await api.FailAsync(
            HttpStatusCode.Conflict, "words-wrong", "POST", "/v1/terminals/bar-1/confirm", writer,
            """{"words":"lusab babad gutih tugad"}""");
        var confirmed = await api.DoAsync(
            "POST", "/v1/terminals/bar-1/confirm", writer, $$"""{"words":"{{asks["words"]}}"}""");

        Assert.Equal(("enrolled", 1), ((string?)confirmed["state"], (long?)confirmed["epoch"]));
        await api.FailAsync(
            HttpStatusCode.Conflict, "terminal-known", "POST", "/v1/terminals", writer, Body, "u");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "key-reused", "POST", "/v1/terminals", writer,
            """{"terminal":"bar-2"}""", "t");
    }

    [Fact]
    public async Task A_terminal_that_nobody_wants_is_refused()
    {
        await api.DoAsync("POST", "/v1/terminals", writer, """{"terminal":"bar-1"}""", "t");

        var refused = await api.DoAsync("POST", "/v1/terminals/bar-1/refuse", writer);

        Assert.Equal("refused", (string?)refused["state"]);
        await api.FailAsync(
            HttpStatusCode.Conflict, "pin-over", "POST", "/v1/terminals", writer, """{"terminal":"bar-1"}""", "t");
        await api.FailAsync(
            HttpStatusCode.Conflict, "nobody-waits", "POST", "/v1/terminals/bar-9/refuse", writer);
        await api.FailAsync(
            HttpStatusCode.Conflict, "nobody-waits", "POST", "/v1/terminals/bar-9/confirm", writer,
            """{"words":"lusab babad gutih tugad"}""");
        await api.FailAsync(HttpStatusCode.NotFound, "no-such-terminal", "GET", "/v1/terminals/bar-9", writer);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/terminals", writer,
            """{"terminal":"bar-2","profile":"ship"}""", "u");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", "/v1/terminals", writer,
            """{"terminal":"ca"}""", "u");
    }

    [Fact]
    public async Task An_enrolled_terminal_gets_a_pin_for_another_key_and_what_was_granted_is_taken_back()
    {
        const string Body = """{"terminal":"bar-1","newKey":true}""";
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", "/v1/terminals", writer, Body, "t");
        Enrol();
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", "/v1/terminals", writer,
            """{"terminal":"bar-1","newKey":true,"limits":{}}""", "u");

        var created = await api.DoAsync("POST", "/v1/terminals", writer, Body, "v");
        Assert.Matches("^[0-9]{6}$", (string)created["pin"]!);
        using var next = Es256Signer.Create();
        LedgerBench.Add(api.Folder.Store, KeyChangeBench.Grant(next));
        await api.DoAsync("POST", "/v1/terminals/bar-1/refuse", writer);
        await api.DoAsync("POST", "/v1/terminals/bar-1/refuse", writer);

        Assert.Null(api.Folder.Store.Read(books => books.Terminal(Site.Bar).Keys.Granted));
        Assert.Equal(key.KeyId, api.Folder.Store.Read(books => books.Terminal(Site.Bar).Key.KeyId));
    }

    [Theory]
    [InlineData("confirm", """{"words":"lusab babad gutih tugad"}""")]
    [InlineData("refuse", null)]
    public async Task What_is_no_name_is_no_terminal(string act, string? body) => await api.FailAsync(
        HttpStatusCode.NotFound, "no-such-terminal", "POST", $"/v1/terminals/-bar/{act}", writer, body);

    [Theory]
    [InlineData("", "expected 1 to 488 characters")]
    [InlineData("  ", "expected 1 to 488 characters")]
    [InlineData("489", "expected 1 to 488 characters")]
    public async Task A_row_is_not_closed_without_a_reason(string note, string expected)
    {
        Enrol();
        Sell(Records.Amount("TLF", 350));
        var row = (long)(await api.DoAsync("GET", "/v1/reconciliation", writer))["items"]![0]!["row"]!;
        var path = $"/v1/reconciliation/{row}/close";
        var said = note == "489" ? new string('x', 489) : note;

        Assert.Contains(
            expected,
            await api.FailAsync(
                HttpStatusCode.UnprocessableEntity, "not-possible", "POST", path, writer, $$"""{"note":"{{said}}"}"""),
            StringComparison.Ordinal);
        await api.DoAsync("POST", path, writer, $$"""{"note":"{{new string('x', 488)}}"}""");
    }

    [Fact]
    public async Task Terminals_are_listed_page_by_page()
    {
        foreach (var name in new[] { "bar-2", "gate-1", "bar-1" })
            await api.DoAsync("POST", "/v1/terminals", writer, $$"""{"terminal":"{{name}}"}""", name);

        var first = await api.DoAsync("GET", "/v1/terminals?limit=2", writer);
        var second = await api.DoAsync("GET", $"/v1/terminals?limit=2&after={first["next"]}", writer);

        Assert.Equal(
            ["bar-1", "bar-2", "gate-1"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string?)item!["terminal"]));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task A_terminal_is_ordered_once_to_do_something()
    {
        Enrol();
        const string Body = """{"command":"restart","note":"for the new display","expiresSeconds":60}""";
        const string Path = "/v1/terminals/bar-1/commands";

        var given = await api.DoAsync("POST", Path, writer, Body, "c");
        var again = await api.DoAsync("POST", Path, writer, Body, "c");

        Assert.Equal(given.ToJsonString(), again.ToJsonString());
        var list = await api.DoAsync("GET", Path, writer);
        Assert.Equal("restart", (string?)list["items"]!.AsArray().Single()!["command"]);
        Assert.Equal("office", api.Folder.Store.Entries().OfType<LedgerEntry.CommandGiven>().Single().Request!.By);
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", Path, writer,
            """{"command":"dance","note":"x"}""", "d");
        await api.FailAsync(
            HttpStatusCode.BadRequest, "bad-request", "POST", Path, writer,
            """{"command":"blockCard","note":"x"}""", "d");
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-card", "POST", Path, writer,
            $$"""{"command":"blockCard","note":"x","card":"{{new string('0', 32)}}"}""", "d");
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-terminal", "POST", "/v1/terminals/bar-9/commands", writer, Body, "d");
    }

    [Fact]
    public async Task A_revoked_terminal_is_shown_as_such_and_told_nothing()
    {
        Enrol();
        Assert.Null(api.Folder.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", "/v1/terminals/bar-1/commands", writer,
            """{"command":"restart","note":"for the new display"}""", "c");
        Assert.Equal("revoked", (string?)(await api.DoAsync("GET", "/v1/terminals/bar-1", writer))["state"]);
        Assert.Empty(api.Folder.Store.Entries().OfType<LedgerEntry.CommandGiven>());
    }

    [Fact]
    public async Task A_row_is_closed_with_a_note_that_says_who()
    {
        Enrol();
        Sell(Records.Amount("TLF", 350));

        var open = await api.DoAsync("GET", "/v1/reconciliation?state=open", writer);
        var row = (long)open["items"]!.AsArray().Single()!["row"]!;
        Assert.Equal("unknownCard", (string?)open["items"]![0]!["kind"]);
        var closed = await api.DoAsync(
            "POST", $"/v1/reconciliation/{row}/close", writer, """{"note":"paid in cash"}""");

        Assert.Equal("paid in cash (by office)", (string?)closed["note"]);
        await api.FailAsync(
            HttpStatusCode.Conflict, "row-closed", "POST", $"/v1/reconciliation/{row}/close", writer,
            """{"note":"again"}""");
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-row", "POST", "/v1/reconciliation/99/close", writer,
            """{"note":"again"}""");
        Assert.Empty((await api.DoAsync("GET", "/v1/reconciliation?state=open", writer))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_was_sold_and_signed_is_exported_from_a_cursor_on()
    {
        Enrol();
        Sell(Records.Amount("TLF", 350));
        Sell(Records.Amount("TLF", 345), Records.Amount("TNF", 5));
        var auditor = api.Token("auditor", Scope.ReadExports);

        var sales = await TextAsync("/v1/exports/sales.csv", auditor);
        Assert.Equal(4, sales.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(",bar-1,1/2,", sales, StringComparison.Ordinal);
        Assert.Contains(",TNF,0,-5,", sales, StringComparison.Ordinal);
        Assert.Single((await TextAsync("/v1/exports/sales.csv?from=9007199254740991", auditor))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries));

        var lines = (await TextAsync("/v1/exports/records.jsonl", auditor)).TrimEnd('\n').Split('\n');
        var rows = lines.Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!).ToList();
        Assert.Equal(["1/1", "1/2"], rows.Select(row => (string?)row["record"]));
        Assert.True(Jws.Open(
            JwsType.Record,
            System.Text.Encoding.ASCII.GetBytes((string)rows[0]["signed"]!),
            new KeyRing(key.PublicKey)).Succeeded(out _, out _));
        Assert.Equal(
            lines[1..],
            (await TextAsync($"/v1/exports/records.jsonl?after={rows[0]["cursor"]}", auditor))
                .TrimEnd('\n').Split('\n'));
        Assert.Equal(
            lines[..1],
            (await TextAsync("/v1/exports/records.jsonl?limit=1", auditor)).TrimEnd('\n').Split('\n'));
    }

    private async Task<string> TextAsync(string path, string token)
    {
        using var answer = await api.SendAsync("GET", path, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private void Enrol()
    {
        terminal = new JournalWriter(new Site { Terminal = key });
        LedgerBench.Add(api.Folder.Store, new LedgerEntry.TerminalEnrolled(
            Site.Bar, key.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));
    }

    /// <summary>To a card that the ledger does not know.</summary>
    private void Sell(params AssetAmount[] parts)
    {
        var fact = JournalWriter.Beer("DEADBEEF");
        var line = terminal!.Next(fact with { Payments = [fact.Payments[0] with { Parts = [.. parts] }] });
        var logic = new LedgerLogic(Site.Id, api.Folder.Store, api.Folder.Signer, LedgerBench.Options);
        logic.Received([LedgerBench.Message(line)], 0, Clock.Noon);
    }

    private void Ask(string pin)
    {
        var (nonce, ledger) = (Nonce.Create(), api.Folder.Signer.KeyId);
        var proof = EnrolmentPin.Prove(EnrolmentPin.Derive(Site.Id, Site.Bar, pin), key.KeyId, ledger, nonce);
        Assert.IsType<AskOutcome.Waits>(api.Folder.Desk.Ask(new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion, Site.Id, Site.Bar, key.PublicKey.ToJsonWebKey(), ledger, nonce, proof)));
    }
}
