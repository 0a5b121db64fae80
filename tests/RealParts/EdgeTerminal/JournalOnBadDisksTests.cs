using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The real daemon on disks that are full, read-only, or fail.</summary>
public sealed class JournalOnBadDisksTests
{
    private const string Guest = "04E141125B3C80";
    private const long DiskBytes = 12 * 1024 * 1024;
    private const long CardBytes = 32 * 1024 * 1024;

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,10000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_nearly_full_sells_nothing_and_sells_again_with_room()
    {
        await using var site = await OpenOnSmallDiskAsync();
        await site.BuyAsync("1", Guest, Cancellation);
        var seen = site.Panel.Sights.Seen.Count;

        site.Disk!.Fill(leaving: 64 * 1024);
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(seen, "Out of service", Cancellation);
        Assert.Single(site.ReadJournal(), record => record.Fact is Fact.Sale);

        site.Disk.MakeRoom();
        seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
    }

    [Fact]
    public async Task A_full_disk_ends_the_daemon_with_a_whole_journal_and_it_goes_on_once_there_is_room()
    {
        await using var site = await OpenOnSmallDiskAsync();
        await site.BuyAsync("1", Guest, Cancellation);
        site.Disk!.Fill();
        for (var times = 0; times < 10 && !site.TerminalHasEnded; times++)
        {
            await site.UnplugReaderAsync();
            await site.PlugReaderInAsync(Cancellation);
            await site.TerminalStirsAsync(Cancellation);
        }
        Assert.Equal(4, await site.TerminalEndsAsync(Cancellation));
        Assert.Contains("No space left on device", site.Logs(), StringComparison.Ordinal);
        var written = site.ReadJournal();
        Assert.EndsWith("\n", LastSegment(site), StringComparison.Ordinal);

        site.Disk.MakeRoom();
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        Assert.Equal(written, site.ReadJournal().Take(written.Count));
        Assert.Equal(2, site.ReadJournal().Count(record => record.Fact is Fact.Sale));
    }

    [Theory]
    [InlineData("fsync", "EIO", "Input/output error")]
    [InlineData("pwrite64", "EROFS", "Read-only file system")]
    public async Task A_call_that_fails_is_final_and_is_not_tried_again(string call, string error, string words)
    {
        Assert.SkipWhen(FaultyCalls.WhyNot is not null, FaultyCalls.WhyNot ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        var segment = Path.Combine(site.In("terminal/journal"), JournalSegment.In(site.Journal)[^1].Name);
        await using var faulty =
            await FaultyCalls.AttachAsync(site.TerminalProcess, segment, call, error, Cancellation);

        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync("1", Cancellation);
        await site.PutAsync(Guest);

        Assert.Equal(4, await site.TerminalEndsAsync(Cancellation));
        Assert.Single(faulty.Calls);
        Assert.Contains(words, site.Logs(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            site.Panel.Sights.Seen.Skip(seen), sight => sight.ToString().Contains("Thank", StringComparison.Ordinal));
        await site.StartTerminalAsync(Cancellation);
        // What a failed sync left may be there all the same: nobody was told yes for it.
        Assert.InRange(site.ReadJournal().Count(record => record.Fact is Fact.Sale), 1, call == "fsync" ? 2 : 1);
    }

    [Fact]
    public async Task A_card_that_the_kernel_makes_read_only_ends_the_daemon_before_anybody_is_told_yes()
    {
        Assert.SkipWhen(SmallDisk.WhyNoCard is not null, SmallDisk.WhyNoCard ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        site.Disk = await SmallDisk.MountCardAsync(site.In("terminal"), CardBytes, Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        await site.Disk.BreakAsync(Cancellation);
        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync("1", Cancellation);
        await site.PutAsync(Guest);

        await site.Panel.ReadsAsync(seen, "Out of service", Cancellation);
        Assert.Equal(4, await site.TerminalEndsAsync(Cancellation));
        Assert.Contains("Read-only file system", site.Logs(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            site.Panel.Sights.Seen.Skip(seen), sight => sight.ToString().Contains("Thank", StringComparison.Ordinal));

        await site.Disk.PutInAgainAsync(Cancellation);
        Assert.Single(site.ReadJournal(), record => record.Fact is Fact.Sale);
        Assert.EndsWith("\n", LastSegment(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_read_only_disk_it_does_not_start_and_touches_nothing()
    {
        await using var site = await OpenOnSmallDiskAsync();
        await site.BuyAsync("1", Guest, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        var before = site.ReadJournal();
        await site.Disk!.RemountAsync("ro", Cancellation);

        var (code, errors) = await site.TryRunAsync(Cancellation);
        Assert.Equal(4, code);
        Assert.Contains("Read-only file system", errors, StringComparison.Ordinal);

        await site.Disk.RemountAsync("rw", Cancellation);
        Assert.Equal(before, site.ReadJournal());
        await site.StartTerminalAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
    }

    private static async Task<RunningSite> OpenOnSmallDiskAsync()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        site.Disk = await SmallDisk.MountAsync(site.In("terminal"), DiskBytes, Cancellation);
        await site.StartTerminalAsync(Cancellation);
        return site;
    }

    private static string LastSegment(RunningSite site) =>
        System.Text.Encoding.ASCII.GetString(site.Journal.Read(JournalSegment.In(site.Journal)[^1].Name));
}
