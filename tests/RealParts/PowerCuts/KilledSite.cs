using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>
/// A site whose terminal is killed (SIGKILL) again and again while guests lay their cards on it. The network between it
/// and the ledger is there all the time.
/// </summary>
internal sealed class KilledSite : IAsyncDisposable
{
    private const long Opening = 100_000;
    private const long Price = 350;

    private static readonly string[] Guests = ["04E141125B3C80", "04A2B4C6D8E0F1", "04C7D8E9F0A1B2"];

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: ["--fresh-limit", "100000", "--offline-limit", "100000", "--offline-total", "100000"],
        CardRows: [.. Guests.Select(guest => $"{guest},uid,ok,TLF,{Opening}")],
        Articles: [new SiteArticle("beer", "1", "Bière", Price, 2000)])
    {
        FixedArticle = "beer",
    };

    private readonly RunningSite site;
    private readonly Random chance;
    private readonly ForgettingFolder? folder;
    private int taps;

    private KilledSite(RunningSite site, ForgettingFolder? folder, Random chance) =>
        (this.site, this.folder, this.chance) = (site, folder, chance);

    /// <summary>How often somebody was told yes.</summary>
    public int Approvals { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many things were not durable when it was; of files and names.</summary>
    public int Forgotten { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="launch">How the terminal is started.</param>
    /// <param name="forgets">What was not synced is gone when it is killed.</param>
    /// <param name="seed">Of all that happens by chance.</param>
    public static async Task<KilledSite> OpenAsync(TerminalLaunch launch, bool forgets, int seed)
    {
        var site = await RunningSite.OpenAsync(Plan, Cancellation);
        try
        {
            await site.PullThePlugAsync(Cancellation);
            var folder = forgets ? new ForgettingFolder(site.In("terminal"), site.In("recording")) : null;
            site.Launch = folder is null
                ? launch
                : launch with { Environment = await folder.EnvironmentAsync(Cancellation) };
            await site.StartTerminalAsync("To pay", Cancellation);
#pragma warning disable RS0030 // Seeded.
            return new KilledSite(site, folder, new Random(seed));
#pragma warning restore RS0030
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A guest, and somewhere in the time that a tap takes, or soon behind it, the power goes; then it comes back. One
    /// time in four it goes once more while the terminal starts.
    /// </summary>
    public async Task SufferAsync(int kills)
    {
        // The first after a start, as each of those that follow.
        var start = TimeProvider.System.GetTimestamp();
        await TapAsync();
        var tap = TimeProvider.System.GetElapsedTime(start);
        await site.TakeAsync(Cancellation);
        for (var before = Kills; Kills - before < kills;)
        {
            await TapAsync(tap * 1.5 * chance.NextDouble());
            await KillAsync();
            if (chance.Next(4) == 0 && Kills - before < kills)
            {
                await site.StartAndPullThePlugAsync(TimeSpan.FromMilliseconds(chance.Next(1_200)), Cancellation);
                Forget();
            }
            Assert.Null(Flaw());
            await StartAgainAsync();
        }
    }

    /// <summary>Lays a card on the reader, and waits until there is a verdict, or so long.</summary>
    public async Task TapAsync(TimeSpan? patience = null)
    {
        var seen = site.Panel.Sights.Seen.Count;
        taps++;
        await site.PutAsync(Guests[chance.Next(Guests.Length)]);
        if (patience is { } limit)
            await Task.Delay(limit, TimeProvider.System, Cancellation);
        else
            await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
    }

    public async Task KillAsync()
    {
        await site.PullThePlugAsync(Cancellation);
        // Counted when all is seen that was shown: melodies, or the picture where its melody came too late.
        var sights = site.Panel.Sights.Seen;
        Approvals += Math.Max(
            sights.Count(sight => sight is Sight.Melody { Name: "approved" }), sights.Any(IsThanks) ? 1 : 0);
        await site.TakeAsync(Cancellation);
        Forget();
    }

    public Task StartAgainAsync() => site.StartTerminalAsync("To pay", Cancellation);

    /// <summary>What must never be, whatever has happened; null when it is not.</summary>
    public string? Flaw()
    {
        var sales = site.ReadJournal().Count(record => record.Fact is Fact.Sale);
        var last = site.ReadJournal().LastOrDefault()?.Position ?? default;
        var booked = site.ReadLedger().OfType<LedgerEntry.RecordBooked>().LastOrDefault()?.Position() ?? default;
        // A sale that nobody may have seen is shown when its card comes back: no tap shows more than one.
        return sales < Approvals ? $"{Approvals} approvals were shown; {sales} sales are in the journal"
            : sales > taps ? $"{sales} sales for {taps} taps"
            : booked > last ? $"the ledger has record {booked}; the journal ends with {last}"
            : null;
    }

    /// <summary>In the end both ends agree, record by record and cent by cent.</summary>
    public async Task SettleAsync()
    {
        await Eventually.TrueAsync(
            () => site.ReadLedger().Count(entry => entry is LedgerEntry.RecordBooked) == site.ReadJournal().Count,
            "the ledger has all",
            Cancellation);
        await site.StopAsync(Cancellation);
        Assert.Null(Flaw());

        var records = site.ReadJournal();
        var booked = site.ReadLedger().OfType<LedgerEntry.RecordBooked>();
        Assert.Equal(records.Select(record => record.Position), booked.Select(entry => entry.Position()));
        Assert.DoesNotContain(site.ReadLedger(), entry => entry is LedgerEntry.ForkBooked or LedgerEntry.RecordForked);
        await RunningSite.TerminalSaysAsync(
            ["journal", "verify", site.In("terminal"), "--key", site.KeyFile], Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
        using var balances = JsonDocument.Parse(await site.LedgerSaysAsync(["balances", "--json"], Cancellation));
        foreach (var row in balances.RootElement.EnumerateArray())
            Assert.Equal(
                Opening - Price * records.Count(record => record.Fact is Fact.Sale sale &&
                    site.UidOf(sale.Card, Guests) == row.GetProperty("uid").GetString()),
                row.GetProperty("amount").GetInt64());
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private void Forget()
    {
        Kills++;
        Forgotten += folder?.Forget(chance) ?? 0;
    }

    private static bool IsThanks(Sight sight) =>
        sight is Sight.Frame frame && frame.Reading.Text.Contains("Thank you", StringComparison.Ordinal);
}
