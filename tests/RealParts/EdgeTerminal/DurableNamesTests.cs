using System.Diagnostics;
using System.Globalization;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>What the real daemon asks of the kernel, in which order: strace(1).</summary>
public sealed class DurableNamesTests
{
    private const string Segment = "/journal/journal-0000000001-000000000001.jws";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: ["04E141125B3C80,uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_segments_name_is_durable_before_its_first_line_is_written_and_that_before_it_counts()
    {
        Assert.SkipWhen(FaultyCalls.WhyNot is not null, FaultyCalls.WhyNot ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await site.CutNetworkAsync(Cancellation);
        Directory.Delete(site.In("terminal/journal"), recursive: true);
        var calls = site.In("calls");

        await using var strace = await ChildProcess.StartAsync(
            "strace", NoEnvironment, "-f", "-y", "-s", "0", "-e", "trace=openat,pwrite64,fsync", "-o", calls,
            "dotnet", Checkout.EdgeTerminal, "run", "--config", site.ConfigurationFile);
        await Eventually.TrueAsync(
            () => Calls(calls).Exists(IsAnswerable), "the first records are synced", Cancellation);
        var all = Calls(calls);
        // The first call was the daemon's own; strace goes with it.
        using (var daemon = Process.GetProcessById(int.Parse(all[0].Split(' ')[0], CultureInfo.InvariantCulture)))
            daemon.Kill();
        await strace.End(Cancellation);

        var made = all.FindIndex(call => call.Contains(Segment, StringComparison.Ordinal) &&
            call.Contains("O_CREAT", StringComparison.Ordinal));
        var named = all.FindIndex(Math.Max(made, 0), IsSyncOfFolder);
        var written = all.FindIndex(call => call.Contains($"{Segment}>", StringComparison.Ordinal) &&
            call.Contains("pwrite64(", StringComparison.Ordinal));
        Assert.True(
            made >= 0 && made < named && named < written && written < all.FindIndex(IsAnswerable),
            $"made {made}, named {named}, written {written}, synced {all.FindIndex(IsAnswerable)}");
    }

    private static bool IsSyncOfFolder(string call) =>
        call.Contains("fsync(", StringComparison.Ordinal) &&
        call.Contains("/terminal/journal>", StringComparison.Ordinal);

    private static bool IsAnswerable(string call) =>
        call.Contains("fsync(", StringComparison.Ordinal) && call.Contains($"{Segment}>", StringComparison.Ordinal);

    private static List<string> Calls(string file) => File.Exists(file) ? [.. File.ReadLines(file)] : [];
}
