using System.Globalization;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>The real daemon under strace(1): nobody is told yes before the fsync has returned.</summary>
public sealed class VerdictOrderTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,10000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        FixedArticle = "beer",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_fsync_of_a_sale_returns_before_the_first_byte_of_its_verdict_leaves()
    {
        Assert.SkipWhen(FaultyCalls.WhyNot is not null, FaultyCalls.WhyNot ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);

        Assert.Null(VerdictOrder.Flaw(await CallsOfASaleAsync(site)));
    }

    [Fact]
    public async Task A_build_without_the_fsync_is_caught()
    {
        Assert.SkipWhen(FaultyCalls.WhyNot is not null, FaultyCalls.WhyNot ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        site.Launch = TerminalLaunch.Unsynced;
        await site.StartTerminalAsync("To pay", Cancellation);

        Assert.Equal("the sale was never synced", VerdictOrder.Flaw(await CallsOfASaleAsync(site)));
    }

    [Fact]
    public async Task A_verdict_that_comes_first_is_caught()
    {
        Assert.SkipWhen(FaultyCalls.WhyNot is not null, FaultyCalls.WhyNot ?? "");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        var calls = await CallsOfASaleAsync(site);
        // As if the loop did its effects first: the same calls, with all that went out before all else.
        string[] hasty =
        [
            .. calls.Where(call => call.Contains("send", StringComparison.Ordinal)),
            .. calls.Where(call => !call.Contains("send", StringComparison.Ordinal)),
        ];

        Assert.StartsWith("written in line", VerdictOrder.Flaw(hasty), StringComparison.Ordinal);
    }

    private static async Task<string[]> CallsOfASaleAsync(RunningSite site)
    {
        var calls = site.In("calls");
        await using var strace = await ChildProcess.StartAsync(
            "strace",
            new Dictionary<string, string>(),
            "-f", "-y", "-s", "100000", "-e", "trace=pwrite64,pwritev,fsync,fdatasync,write,writev,sendto,sendmsg",
            "-o", calls, "-p", site.TerminalProcess.ToString(CultureInfo.InvariantCulture));
        await strace.Errors.First<string>(
            0, line => line.Contains("attached", StringComparison.Ordinal), Cancellation);
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
        // It lets go of the daemon, and writes down what it has.
        strace.Signal("INT");
        await strace.End(Cancellation);
        return await File.ReadAllLinesAsync(calls, Cancellation);
    }
}
