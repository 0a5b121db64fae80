using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary><c>ledger set-card</c> beside a running ledger, and what the till makes of it.</summary>
public sealed class SetCardTests
{
    private const string Waiter = "04515253545556";
    private const string Pin = "2468";
    private const int Usage = 1;
    private const int BadConfiguration = 2;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Waiter},uid,ok,BDG-BAR,,,2099-12-31T23:59:59Z,,"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        CardColumns = "uid,class,state,asset,amount,from,through,age,language",
        Staff = new SiteStaff(
            """
            {
              "roles": [
                { "badge": "BDG-BAR", "refills": true, "voids": true, "takesDeposits": true, "closes": true }
              ],
              "asset": "TLF", "mostAtOnce": 5000, "mostADay": 20000, "mostUnlisted": 20000, "voidSeconds": 600,
              "pins": []
            }
            """,
            ImmutableDictionary<string, string>.Empty.Add(Waiter, Pin)),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_staff_card_is_locked_between_events_and_works_again_at_the_next()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await TapAsync(site, "PIN");

        Assert.Equal(
            $"{Waiter} from the next list on: blocked; BDG-BAR through 2099-12-31T23:59:59Z\n",
            await SetAsync(site, "--lock"));
        await TapAsync(site, "102");
        Assert.Equal(
            $"{Waiter} from the next list on: ok; BDG-BAR through 2098-12-31T23:59:59Z; adult\n",
            await SetAsync(
                site, "--unlock", "--entitlement", "BDG-BAR,,2098-12-31T23:59:59+00:00", "--age", "adult"));
        await TapAsync(site, "PIN");

        var entries = site.ReadLedger().Count(entry => entry is LedgerEntry.CardChanged);
        Assert.Equal(
            (Usage, "ledger: --lock and --unlock; expected one of them."),
            await TryAsync(site, Waiter, "--lock", "--unlock"));
        Assert.Equal(
            (BadConfiguration, "ledger: card DEADBEEF is not in the ledger."),
            await TryAsync(site, "DEADBEEF", "--lock"));
        Assert.Equal(entries, site.ReadLedger().Count(entry => entry is LedgerEntry.CardChanged));
        await site.StopAsync(Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
        Assert.Equal(
            [Reason.CardBlocked],
            site.ReadJournal().Select(record => record.Fact).OfType<Fact.Refusal>().Select(fact => fact.Reason));
    }

    /// <summary>Lays the staff card there, and once the display says so takes it away and clears.</summary>
    private static async Task TapAsync(RunningSite site, string answer)
    {
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(Waiter);
        await site.Panel.ReadsAsync(seen, answer, Cancellation);
        await site.TakeAsync(Cancellation);
        await site.Panel.PressAsync("clear", Cancellation);
        await Eventually.TrueAsync(
            () => site.Panel.Display!.Reading.Text.Contains("Welcome", StringComparison.Ordinal),
            "the display says Welcome",
            Cancellation);
    }

    private static async Task<string> SetAsync(RunningSite site, params string[] change)
    {
        var said = await site.LedgerSaysAsync(["set-card", Waiter, .. change], Cancellation);
        await site.ListKnowsAsync<LedgerEntry.CardChanged>(Cancellation);
        return said;
    }

    private static async Task<(int Code, string Errors)> TryAsync(RunningSite site, params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment,
            [Checkout.Ledger, "set-card", .. arguments, "--state", site.In(site.LedgerState)]);
        return (await child.End(Cancellation), string.Join('\n', child.Errors.Seen));
    }
}
