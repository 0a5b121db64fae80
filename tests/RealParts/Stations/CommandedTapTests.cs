using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>What the ledger orders, from its command line over a broker to the valve, and what came of it.</summary>
public sealed class CommandedTapTests
{
    private const int Valve = 17;
    private const int Meter = 23;

    private static readonly SiteStation Tap = new(
        "drink",
        $$"""
        {
          "product": { "id": "pils", "name": "Pils", "price": 700 },
          "pulsesPerLitre": {{Glass.PulsesPerLitre}}, "valve": "valve", "meterLine": {{Meter}},
          "switchingMilliseconds": 0, "mostCentilitres": 200, "longestSeconds": 600, "noFlowSeconds": 30,
          "leastMillilitresPerSecond": 0
        }
        """,
        $$"""{ "name": "valve", "line": {{Valve}} }""",
        "Pils");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ledger_stops_a_pour_and_books_what_came_of_it()
    {
        await using var site = await OpenAsync();
        // However long the command takes on a busy machine, it comes while the beer trickles.
        await using var glass = new Glass(site.Board.Line(Valve), site.Board.Line(Meter))
        {
            Trouble = TapTrouble.KegNearlyEmpty,
        };
        await site.PutAsync(Kiosks.Guest);
        await Eventually.TrueAsync(() => glass.Microlitres > 10_000, "beer flows", Cancellation);

        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "stopPour", "--note", "the glass is full"], Cancellation);

        var capture = await FactAsync<Fact.Capture>(site);
        Assert.Equal(("stoppedByCommand", false), (capture.End, glass.IsOpen));
        Assert.Equal((glass.Pulses, glass.Microlitres), (capture.Pulses, capture.Microlitres));
        Assert.Equal("bar-1 1 stopPour: stopped\n", await CommandAnswers.OfAsync(site, 1));
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    /// <summary>It was away when it was ordered, and comes back as another process.</summary>
    [Fact]
    public async Task A_terminal_that_was_away_is_told_when_it_is_back_and_what_stops_is_started_again()
    {
        await using var site = await OpenAsync();
        await site.PullThePlugAsync(Cancellation);
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "restart", "--expires", "10m", "--note", "for the new display"],
            Cancellation);
        Assert.StartsWith(
            "bar-1 1 restart: not answered yet; until ",
            await site.LedgerSaysAsync(["commands"], Cancellation),
            StringComparison.Ordinal);

        await site.StartTerminalAsync("Pils", Cancellation, isForGuests: false);
        Assert.Equal(0, await site.TerminalEndsAsync(Cancellation));
        await site.StartTerminalAsync("Pils", Cancellation);

        Assert.Equal("bar-1 1 restart: it stops, to be started again\n", await CommandAnswers.OfAsync(site, 1));
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "diagnostics", "--note", "is it well?"], Cancellation);
        var seen = await CommandAnswers.OfAsync(site, 2);
        Assert.Contains("bar-1 2 diagnostics: Ready; start 3", seen, StringComparison.Ordinal);
        // Of the loop, the program, the machine and the log.
        foreach (var part in new[] { "list ", "0.1.0", "MiB memory free", "MiB disk free", " in the log" })
            Assert.Contains(part, seen, StringComparison.Ordinal);
        Assert.Equal([1, 2], site.ReadJournal().Select(record => record.Fact).OfType<Fact.CommandDone>()
            .Select(done => done.Number));
        Assert.Equal(2, site.ReadLedger().OfType<LedgerEntry.CommandGiven>().Count());
    }

    [Fact]
    public async Task A_card_that_is_blocked_pours_nothing_and_the_configuration_is_read_again()
    {
        await using var site = await OpenAsync();
        await site.LedgerSaysAsync(["command", "--terminal", "bar-1", "reload", "--note", "new prices"], Cancellation);
        Assert.Equal("bar-1 1 reload: in force\n", await CommandAnswers.OfAsync(site, 1));
        await site.LedgerSaysAsync(
            ["command", "--terminal", "bar-1", "blockCard", "--card", Kiosks.Guest, "--note", "lost"], Cancellation);
        await CommandAnswers.OfAsync(site, 2);

        await site.TerminalLog.First<string>(
            0, line => line.Contains("The new configuration is in force", StringComparison.Ordinal), Cancellation);
        await site.PutAsync(Kiosks.Guest);
        Assert.Equal(Reason.CardBlocked, (await FactAsync<Fact.Refusal>(site)).Reason);
        await site.ListKnowsAsync<LedgerEntry.CommandGiven>(Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    private static Task<RunningSite> OpenAsync() => RunningSite.OpenAsync(
        new SitePlan(
            "verger",
            "bar-1",
            EnrolOptions: [],
            CardRows: [$"{Kiosks.Guest},uid,ok,TLF,100000"],
            Articles: [])
        {
            Station = Tap,
        },
        Cancellation);

    private static async Task<T> FactAsync<T>(RunningSite site) where T : Fact => await Eventually.GetAsync(
        () => site.ReadJournal().Select(record => record.Fact).OfType<T>().FirstOrDefault(),
        typeof(T).Name,
        Cancellation);
}
