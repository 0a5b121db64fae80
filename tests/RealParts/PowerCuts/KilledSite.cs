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

    /// <summary>A connection on which nothing is heard is given up after half a minute, and another is made.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

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
    private List<JournalRecord> before = [];
    private List<string> tapped = [];
    private int approvals;

    private KilledSite(RunningSite site, ForgettingFolder? folder, Random chance) =>
        (this.site, this.folder, this.chance) = (site, folder, chance);

    /// <summary>How often it was killed while somebody tapped, and he had been told yes.</summary>
    public int KillsBehindVerdict { get; private set; }

    /// <summary>How often it was, and he had not been told anything.</summary>
    public int KillsBeforeVerdict { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often something was not durable when it was.</summary>
    public int Forgotten { get; private set; }

    /// <summary>How often that was a line of the journal.</summary>
    public int LinesForgotten { get; private set; }

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
    /// time in four it goes once more while the terminal starts. When it went too late, it goes earlier the next time,
    /// and the other way round: how long a tap takes changes with the machine's load.
    /// </summary>
    /// <param name="kills">At least so many.</param>
    public async Task SufferAsync(int kills)
    {
        // The first after a start, as each of those that follow.
        var start = TimeProvider.System.GetTimestamp();
        await TapAsync();
        var window = TimeProvider.System.GetElapsedTime(start);
        await KillAsync();
        Assert.Null(EndRound());
        await StartAgainAsync();
        // On a folder that forgets it goes on until a line was among what is forgotten, within reason.
        bool IsEnough() => Kills >= kills && (folder is null || LinesForgotten > 0 || Kills >= 3 * kills);
        for (Kills = 0; !IsEnough(); await StartAgainAsync())
        {
            await TapAsync(window * chance.NextDouble());
            await KillAsync();
            window *= approvals > 0 ? 0.8 : 1.25;
            (KillsBehindVerdict, KillsBeforeVerdict) = approvals > 0
                ? (KillsBehindVerdict + 1, KillsBeforeVerdict)
                : (KillsBehindVerdict, KillsBeforeVerdict + 1);
            Assert.Null(EndRound());
            if (chance.Next(4) != 0 || IsEnough())
                continue;
            await site.StartAndPullThePlugAsync(TimeSpan.FromMilliseconds(chance.Next(1_200)), Cancellation);
            Forget();
            Assert.Null(EndRound());
        }
    }

    /// <summary>Lays a card on the reader, and waits until there is a verdict, or so long.</summary>
    public async Task TapAsync(TimeSpan? patience = null)
    {
        var seen = site.Panel.Sights.Seen.Count;
        tapped.Add(Guests[chance.Next(Guests.Length)]);
        await site.PutAsync(tapped[^1]);
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
        approvals = Math.Max(
            sights.Count(sight => sight is Sight.Melody { Name: "approved" }), sights.Any(IsThanks) ? 1 : 0);
        await site.TakeAsync(Cancellation);
        Forget();
    }

    public Task StartAgainAsync() => site.StartTerminalAsync("To pay", Cancellation);

    /// <summary>
    /// It was killed: whatever it had when it was killed before is there as it was, and behind it a sale for each yes,
    /// and none that nobody asked for. Another round begins.
    /// </summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? EndRound()
    {
        var now = site.ReadJournal();
        var sales = now.Skip(before.Count).Count(record => record.Fact is Fact.Sale);
        // A sale that nobody may have seen is shown when its card comes back, and not charged again.
        var owed = UnseenSales(before).Count(sale => tapped.Contains(site.UidOf(sale.Card, Guests)));
        var last = now.LastOrDefault()?.Position ?? default;
        var booked = site.ReadLedger().OfType<LedgerEntry.RecordBooked>().LastOrDefault()?.Position() ?? default;
        var flaw =
            !now.Take(before.Count).SequenceEqual(before) ? $"of {before.Count} records not all are there as they were"
            : approvals > sales + owed ? $"{approvals} approvals were shown for {sales} sales and {owed} unseen ones"
            : sales > tapped.Count ? $"{sales} sales for {tapped.Count} taps"
            : booked > last ? $"the ledger has record {booked}; the journal ends with {last}"
            : null;
        (before, tapped, approvals) = (now, [], 0);
        return flaw;
    }

    /// <summary>In the end both ends agree, record by record and cent by cent.</summary>
    public async Task SettleAsync()
    {
        await Eventually.EqualAsync("all", HeldByLedger, "what the ledger has of the journal", Patience, Cancellation);
        await site.StopAsync(Cancellation);
        Assert.Null(EndRound());

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

    private string HeldByLedger()
    {
        var entries = site.ReadLedger();
        var (booked, written) = (entries.Count(entry => entry is LedgerEntry.RecordBooked), site.ReadJournal().Count);
        return booked == written
            ? "all"
            : $"{booked} of {written} records; " +
                $"{entries.Count(entry => entry is LedgerEntry.RecordParked)} came too early";
    }

    private void Forget()
    {
        Kills++;
        if (folder?.Forget(chance) is not { Count: > 0 } forgotten)
            return;
        Forgotten++;
        LinesForgotten += forgotten.Any(path => path.StartsWith("journal/journal-", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static IEnumerable<Fact.Sale> UnseenSales(List<JournalRecord> records)
    {
        var shown = records.Select(record => record.Fact).OfType<Fact.SaleShown>().Select(seen => seen.Approved)
            .ToHashSet();
        return records.Where(record => !shown.Contains(record.Position))
            .Select(record => record.Fact).OfType<Fact.Sale>();
    }

    private static bool IsThanks(Sight sight) =>
        sight is Sight.Frame frame && frame.Reading.Text.Contains("Thank you", StringComparison.Ordinal);
}
