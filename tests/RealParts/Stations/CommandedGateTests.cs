using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>A gate that the ledger opens once, from its command line over a broker to the turnstile.</summary>
public sealed class CommandedGateTests
{
    private const int Release = 17;
    private const int Passed = 5;
    private const int Tampered = 13;
    private const int Fire = 6;

    private static readonly SiteStation Gate = new(
        "gate",
        $$"""
        {
          "direction": "in", "turnstile": "turnstile", "passageSeconds": 60,
          "passed": { "line": {{Passed}}, "bias": "pullUp", "activeLow": true },
          "admissions": [ { "id": "day", "name": "Day", "price": 500 } ]
        }
        """,
        $$"""{ "name": "turnstile", "line": {{Release}}, "safe": "active" }""",
        LoneGate.Serving);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_opens_once_for_one_person_and_not_again_when_it_comes_back()
    {
        await using var site = await OpenAsync();
        var turnstile = await LockedAsync(site);
        Assert.False(await turnstile.WalkAsync(Cancellation));

        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "openOnce", "--note", "a pram"], Cancellation);
        await Eventually.TrueAsync(() => turnstile.IsReleased, "it is released", Cancellation);
        Assert.Equal("bar-1 1 openOnce: opened\n", await CommandAnswers.OfAsync(site, 1));

        Assert.True(await turnstile.WalkAsync(Cancellation));
        await Eventually.TrueAsync(() => !turnstile.IsReleased, "it is locked behind them", Cancellation);
        Assert.False(await turnstile.WalkAsync(Cancellation));

        // As another process it remembers what it has done.
        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync(LoneGate.Serving, Cancellation);
        await LockedAsync(site);
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "refreshList", "--note", "to hear of it again"], Cancellation);
        Assert.Contains(
            "bar-1 2 refreshList: asked for\n", await CommandAnswers.OfAsync(site, 2), StringComparison.Ordinal);
        Assert.False(turnstile.IsReleased);
        Assert.Equal([(1, "openOnce"), (2, "refreshList")], Done(site));
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    [Fact]
    public async Task An_order_that_comes_too_late_opens_nothing()
    {
        await using var site = await OpenAsync();
        await LockedAsync(site);
        await site.PullThePlugAsync(Cancellation);
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "openOnce", "--expires", "1s", "--note", "a pram"], Cancellation);
        var ends = Assert.Single(site.ReadLedger().OfType<LedgerEntry.CommandGiven>()).ExpiresMilliseconds;
        await Eventually.TrueAsync(
            () => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() > ends, "it has expired", Cancellation);

        await site.StartTerminalAsync(LoneGate.Serving, Cancellation);
        var turnstile = await LockedAsync(site);
        var releases = Releases(site);
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "diagnostics", "--note", "is it well?"], Cancellation);
        await CommandAnswers.OfAsync(site, 2);

        Assert.Equal((releases, false), (Releases(site), turnstile.IsReleased));
        Assert.DoesNotContain(site.ReadJournal().Select(record => record.Fact).OfType<Fact.CommandDone>(),
            done => done.Outcome == "opened");
    }

    private static Task<RunningSite> OpenAsync() => RunningSite.OpenAsync(
        new SitePlan("verger", "bar-1", EnrolOptions: [], CardRows: [$"{Kiosks.Guest},uid,ok,TLF,2000"], Articles: [])
        {
            Station = Gate,
        },
        Cancellation);

    private static async Task<WiredTurnstile> LockedAsync(RunningSite site)
    {
        var turnstile = new WiredTurnstile(
            site.Board.Line(Release), site.Board.Line(Passed), site.Board.Line(Tampered), site.Board.Line(Fire));
        await Eventually.TrueAsync(() => !turnstile.IsReleased, "it is locked", Cancellation);
        return turnstile;
    }

    private static int Releases(RunningSite site) =>
        site.Board.Line(Release).History.Count(change => change.Level);

    private static IEnumerable<(long Number, string Command)> Done(RunningSite site) => site.ReadJournal()
        .Select(record => record.Fact).OfType<Fact.CommandDone>().Select(done => (done.Number, done.Command));
}
