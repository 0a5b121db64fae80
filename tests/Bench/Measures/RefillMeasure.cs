using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// A refill over HTTP, until the terminal uses a list that has it: ledger, broker and terminal are processes, over TLS.
/// </summary>
internal sealed class RefillMeasure : IMeasure
{
    private const int Rounds = 20;
    private const string Uid = "04E141125B3C80";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "refill";

    public string Description => "a refill over HTTP, until a connected terminal has it";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        var plan = new SitePlan(
            "verger", "bar-1", EnrolOptions: [], CardRows: [$"{Uid},uid,ok,TLF,0"],
            Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
        {
            IsSecured = true,
            EnrolsOverNetwork = true,
        };
        await using var site = await RunningSite.OpenAsync(plan, cancellation);
        using var api = await site.ApiAsync(cancellation);
        var card = await api.CardAsync(Uid);
        var (answered, known) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var start = Elapsed.Now;
            await api.DoAsync(
                "POST",
                $"/v1/cards/{card}/refills",
                """{"asset":"TLF","amount":1,"source":"cash","note":"measured"}""",
                $"round-{round}");
            answered.Add(Elapsed.Milliseconds(start));
            var booked = round + 1;
            await Eventually.TrueAsync(() => HasList(site, booked), "a list has it", Patience, cancellation);
            known.Add(Elapsed.Milliseconds(start));
        }
        table.Times("answered", Distribution.Of(answered));
        var all = Distribution.Of(known);
        table.Times("known at the terminal", all, Budget.AtMost("p99 <= 2 s", 2_000, all.P99));
    }

    /// <summary>The terminal uses a list that was made after so many refills.</summary>
    private static bool HasList(RunningSite site, int refills)
    {
        var entries = site.ReadLedger();
        var last = entries.FindLastIndex(entry => entry is LedgerEntry.WalletRefilled);
        return entries.OfType<LedgerEntry.WalletRefilled>().Count() == refills &&
            entries.Skip(last).OfType<LedgerEntry.ListMade>().FirstOrDefault() is { } made &&
            site.ReadJournal().Select(record => record.Fact).OfType<Fact.ListApplied>().LastOrDefault()
                is { List: var applied } &&
            applied >= new ListVersion(made.Era, made.Version);
    }
}
