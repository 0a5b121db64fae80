using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>What a treasurer decides about terminals, over HTTP.</summary>
public sealed class TerminalDecisionRouteTests : IAsyncLifetime
{
    private const string Bar = "/v1/terminals/bar-1";
    private const string Note = """{"note":"stolen in the night"}""";

    private const string Held =
        """{"decision":"book","through":"1/1:wNqfRIIJVRTGTLsGmhPVrFWCeSUKvTEGLPJzXl9zGOw","note":"x"}""";

    private readonly Es256Signer key = Es256Signer.Create();
    private ApiBench api = null!;
    private string treasurer = null!;
    private JournalWriter terminal = null!;

    private LedgerFolder Folder => api.Folder;

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        treasurer = api.Token("treasurer", Scope.DecideTerminals, Scope.ReadReconciliation);
        terminal = new JournalWriter(new Site { Terminal = key });
        LedgerBench.Add(Folder.Store, new LedgerEntry.TerminalEnrolled(
            Site.Bar, key.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));
    }

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        key.Dispose();
    }

    [Fact]
    public async Task A_terminal_is_revoked_once_however_often_it_is_asked()
    {
        var revoked = await api.DoAsync("POST", $"{Bar}/revoke", treasurer, Note, "r");
        await api.StartAgainAsync();
        await api.DoAsync("POST", $"{Bar}/revoke", treasurer, Note, "r");

        Assert.Equal("revoked", (string?)revoked["state"]);
        var entry = Assert.Single(Folder.Store.Entries().OfType<LedgerEntry.TerminalRevoked>());
        Assert.Equal((Site.Bar, "treasurer"), (entry.Terminal, entry.By));
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", $"{Bar}/revoke", treasurer, Note, "s");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "key-reused", "POST", $"{Bar}/revoke", treasurer,
            """{"note":"another"}""", "r");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", $"{Bar}/epochs", treasurer, Note, "e");
    }

    [Fact]
    public async Task An_epoch_is_granted_once_however_often_it_is_asked()
    {
        var granted = await api.DoAsync("POST", $"{Bar}/epochs", treasurer, Note, "e");
        var again = await api.DoAsync("POST", $"{Bar}/epochs", treasurer, Note, "e");

        Assert.Equal((2, 2), ((long?)granted["epoch"], (long?)again["epoch"]));
        Assert.Equal(
            "stolen in the night",
            Assert.Single(Folder.Store.Entries().OfType<LedgerEntry.EpochGranted>()).Note);
    }

    [Theory]
    [InlineData("book", 2)]
    [InlineData("refuse", 0)]
    public async Task What_is_held_is_listed_and_decided_on_through_a_record(string decision, int booked)
    {
        await api.DoAsync("POST", $"{Bar}/revoke", treasurer, Note, "r");
        HandIn(3);
        var items = (await api.DoAsync("GET", $"{Bar}/held", treasurer))["items"]!.AsArray();
        Assert.Equal(3, items.Count);
        Assert.Single((await api.DoAsync("GET", $"{Bar}/held?limit=1", treasurer))["items"]!.AsArray());
        var body = $$"""{"decision":"{{decision}}","through":"{{items[1]!["through"]}}","note":"until noon"}""";

        var told = await api.DoAsync("POST", $"{Bar}/held", treasurer, body, "h");
        await api.DoAsync("POST", $"{Bar}/held", treasurer, body, "h");

        Assert.Equal(booked == 0 ? null : $"1/{booked}", (string?)told["lastRecord"]);
        Assert.Equal(booked, Folder.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Single(Folder.Store.Entries().OfType<LedgerEntry.HeldDecided>());
        Assert.Single((await api.DoAsync("GET", $"{Bar}/held", treasurer))["items"]!.AsArray());
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", $"{Bar}/held", treasurer, body, "i");
    }

    [Theory]
    [InlineData("""{"decision":"maybe","through":"1/1:wNqfRIIJVRTGTLsGmhPVrFWCeSUKvTEGLPJzXl9zGOw","note":"x"}""")]
    [InlineData("""{"decision":"book","through":"1/1","note":"x"}""")]
    [InlineData("""{"decision":"book","through":"noon","note":"x"}""")]
    public async Task What_is_no_decision_changes_nothing(string body)
    {
        await api.DoAsync("POST", $"{Bar}/revoke", treasurer, Note, "r");
        HandIn(1);

        await api.FailAsync(HttpStatusCode.BadRequest, "bad-request", "POST", $"{Bar}/held", treasurer, body, "h");

        Assert.Single((await api.DoAsync("GET", $"{Bar}/held", treasurer))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("revoke", Note)]
    [InlineData("epochs", Note)]
    [InlineData("held", Held)]
    public async Task It_needs_its_own_scope_a_key_a_reason_and_a_terminal(string act, string body)
    {
        var operatorsToken = api.Token("office", Scope.ReadTerminals, Scope.WriteTerminals, Scope.WriteReconciliation);

        await api.FailAsync(
            HttpStatusCode.Forbidden, "scope-lacking", "POST", $"{Bar}/{act}", operatorsToken, body, "k");
        await api.FailAsync(HttpStatusCode.BadRequest, "key-needed", "POST", $"{Bar}/{act}", treasurer, body);
        await api.FailAsync(
            HttpStatusCode.NotFound, "no-such-terminal", "POST", $"/v1/terminals/bar-9/{act}", treasurer, body, "l");
        await api.FailAsync(
            HttpStatusCode.UnprocessableEntity, "not-possible", "POST", $"{Bar}/{act}", treasurer,
            body.Replace("stolen in the night", " ", StringComparison.Ordinal)
                .Replace("\"note\":\"x\"", "\"note\":\" \"", StringComparison.Ordinal),
            "m");
        Assert.Empty(Folder.Store.Entries().OfType<LedgerEntry.TerminalRevoked>());
        Assert.Empty(Folder.Store.Entries().OfType<LedgerEntry.EpochGranted>());
    }

    private void HandIn(int sales)
    {
        var lines = Enumerable.Range(0, sales).Select(_ => terminal.Next(JournalWriter.Beer("DEADBEEF"))).ToArray();
        new Handover(Site.Id, Folder.Store, Folder.Signer)
            .Take(Site.Bar, LedgerBench.Message(lines).Payload, Clock.Noon).OrThrow();
    }
}
