using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>A daily allowance through the files that an operator writes, at the real daemon.</summary>
public sealed class AllowanceTests
{
    private const string Guest = "04E141125B3C80";
    private const string Article = "EDGE_TERMINAL__kiosk__articles__0__allowance";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: ["--offline-total", "400000"],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles:
        [
            new SiteArticle("beer", "1", "Bière", 350, 2000) { Allowance = "alcohol" },
            new SiteArticle("water", "2", "Eau", 100, 550),
        ])
    {
        Limits =
            """
            {
              "uid": {
                "freshLimit": 5000, "offlineLimit": 2000, "floorLimit": 5000, "firstUseLimit": 2000,
                "velocityTaps": 20, "velocitySeconds": 600
              },
              "counter": {
                "freshLimit": 10000, "offlineLimit": 5000, "floorLimit": 10000, "firstUseLimit": 5000,
                "velocityTaps": 30, "velocitySeconds": 600
              },
              "aes": {
                "freshLimit": 20000, "offlineLimit": 10000, "floorLimit": 20000, "firstUseLimit": 10000,
                "velocityTaps": 30, "velocitySeconds": 600
              },
              "offlineTotal": 500000, "freshSeconds": 60, "expirySeconds": 259200, "untrustedBoots": 5,
              "unknownCards": { "policy": "refuse", "asset": "TLF", "perCard": 0, "perDay": 0 },
              "untrustedTime": {
                "expiry": "allow", "entitlement": "allow", "window": "allow", "allowance": "refuse"
              },
              "allowances": [ { "name": "alcohol", "perDay": 1 } ],
              "dayStartsAtMinuteUtc": 240
            }
            """,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_allowance_does_not_give_is_refused_and_one_that_there_is_not_is_no_allowance()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Exists(record => record.Fact is Fact.BeatHeard or Fact.ListApplied) &&
                site.ReadJournal()[^1].Stamp.Trusted,
            "it knows the time",
            Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync("1", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(seen, "205", Cancellation);
        await site.TakeAsync(Cancellation);
        Assert.Equal(
            [Reason.AllowanceUsed],
            site.ReadJournal().Select(record => record.Fact).OfType<Fact.Refusal>().Select(fact => fact.Reason));
        await site.BuyAsync("2", Guest, Cancellation);

        await site.PullThePlugAsync(Cancellation);
        var shots = TerminalLaunch.Shipped.Environment.Add(Article, "shots");
        site.Launch = TerminalLaunch.Shipped with { Environment = shots };
        const string problem =
            "kiosk.articles.0.allowance: 'shots'; expected an allowance of the enrolment: alcohol " +
            "(ledger enroll --limits)";
        // It serves nobody, and waits for limits that have it.
        await site.StartTerminalAsync("Out of service", Cancellation, isForGuests: false);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Any(record =>
                record.Fact is Fact.FaultRaised { Fault: "ConfigurationLost" } raised &&
                raised.Detail.Contains(problem, StringComparison.Ordinal)),
            "its journal says why",
            Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await using var doctor = await ChildProcess.StartAsync(
            "dotnet", shots, [Checkout.EdgeTerminal, "doctor", "--config", site.ConfigurationFile]);
        await doctor.End(Cancellation);
        Assert.Contains(doctor.Output.Seen, line => line.Contains(problem, StringComparison.Ordinal));
    }
}
