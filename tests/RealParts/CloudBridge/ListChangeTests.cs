using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>What changes in the card list, from a ledger over a real broker to a daemon's disk.</summary>
public sealed class ListChangeTests
{
    private static readonly string[] Uids = ["04510000000001", "04510000000002", "04510000000003"];

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [.. Uids.Select(uid => $"{uid},uid,ok,TLF,2000")],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_adds_a_line_to_what_the_terminal_has_and_who_was_away_gets_all_of_them_at_once()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        var (manifest, version) = (Manifest(site), LastList(site).Version);

        await LockAsync(site, Uids[0]);
        await Eventually.TrueAsync(
            () => LastList(site).Version == version + 1, "the change is in use", Cancellation);
        site.SignalTerminal("TERM");
        await site.TerminalEndsAsync(Cancellation);
        foreach (var (index, uid) in Uids.Skip(1).Index())
        {
            await LockAsync(site, uid);
            await Eventually.EqualAsync(
                version + 2 + index, () => LastMade(site), "the version that the ledger made", Cancellation);
        }
        await site.StartTerminalAsync(Cancellation);
        await Eventually.TrueAsync(
            () => LastList(site).Version >= version + 3, "what was missed is in use", Cancellation);

        Assert.Equal(manifest, Manifest(site));
        var applied = site.ReadJournal().Select(record => record.Fact).OfType<Fact.ListApplied>().ToList();
        // What the terminal has written meanwhile is in the answer, which is a version of its own then.
        Assert.Equal(
            [version, version + 1, LastMade(site)], applied.Select(fact => fact.List.Version).Distinct().TakeLast(3));
    }

    private static Task<string> LockAsync(RunningSite site, string uid) =>
        site.LedgerSaysAsync(["set-card", uid, "--lock"], Cancellation);

    private static ListVersion LastList(RunningSite site) =>
        site.ReadJournal().Select(record => record.Fact).OfType<Fact.ListApplied>().Last().List;

    private static long LastMade(RunningSite site) => site.ReadLedger().OfType<LedgerEntry.ListMade>().Last().Version;

    private static string Manifest(RunningSite site) =>
        Directory.GetFiles(site.In("terminal"), "cards.manifest", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Single();
}
