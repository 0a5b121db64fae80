using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>
/// The real daemon is killed at random moments, with a real mosquitto and a real ledger. SIGKILL leaves the page cache
/// as it is; so it is killed on a folder as well that forgets what was not synced.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledDaemonTests(ITestOutputHelper output)
{
    private const int Sites = 2;
    private const int Seed = 20261120;

    private static int Kills => LongRuns.AreWanted ? 400 : 40;

    private static int KillsWithoutPageCache => LongRuns.AreWanted ? 200 : 16;

    [Fact]
    public Task Whenever_it_is_killed_nothing_is_lost_and_nothing_is_charged_twice() =>
        SufferAsync(Kills, forgets: false);

    [Fact]
    public async Task Whenever_it_is_killed_and_what_was_not_synced_is_gone_nothing_is_lost()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        await SufferAsync(KillsWithoutPageCache, forgets: true);
    }

    [Fact]
    public async Task A_build_without_the_fsync_loses_what_it_has_shown_and_is_caught()
    {
        Assert.SkipWhen(DiskRecording.WhyNot is not null, DiskRecording.WhyNot ?? "");
        await using var site = await KilledSite.OpenAsync(TerminalLaunch.Unsynced, forgets: true, Seed);
        string? flaw = null;
        for (var kill = 0; kill < 5 && flaw is null; kill++)
        {
            if (kill > 0)
                await site.StartAgainAsync();
            await site.TapAsync();
            await site.KillAsync();
            flaw = site.EndRound();
        }

        Assert.NotNull(flaw);
    }

    /// <summary>SIGKILL alone does not catch it: the kernel writes down later what it was given.</summary>
    [Fact]
    public async Task A_build_without_the_fsync_is_not_caught_by_killing_it_alone()
    {
        await using var site = await KilledSite.OpenAsync(TerminalLaunch.Unsynced, forgets: false, Seed);
        await site.TapAsync();
        await site.KillAsync();

        Assert.Null(site.EndRound());
    }

    private async Task SufferAsync(int kills, bool forgets)
    {
        var start = TimeProvider.System.GetTimestamp();
        var sites = await Task.WhenAll(Enumerable.Range(0, Sites).Select(async index =>
        {
            await using var site = await KilledSite.OpenAsync(TerminalLaunch.Shipped, forgets, Seed + index);
            await site.SufferAsync(kills / Sites);
            await site.SettleAsync();
            return site;
        }));
        var before = sites.Sum(site => site.KillsBeforeVerdict);
        var behind = sites.Sum(site => site.KillsBehindVerdict);
        var lines = sites.Sum(site => site.LinesForgotten);
        output.WriteLine(
            $"{sites.Sum(site => site.Kills)} kills at {Sites} sites, {before} before a verdict was shown, {behind}" +
            $" behind it; {sites.Sum(site => site.Forgotten)} times something was not durable, {lines} times a line" +
            $" of the journal; {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F0} s.");
        // Killed too early each time, it would have proved nothing; too late, neither.
        Assert.InRange(behind, (behind + before) / 5, (behind + before) * 4 / 5);
        Assert.Equal(forgets, lines > 0);
    }
}
