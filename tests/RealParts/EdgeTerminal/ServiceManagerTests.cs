using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The real daemon under something that listens and signals as systemd does.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private const string Guest = "04E141125B3C80";

    private static readonly TimeSpan WatchdogLimit = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder folder = new();
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly EventLog<string> heard = new();

    public ServiceManagerTests() => listener.Bind(new UnixDomainSocketEndPoint(folder.In("notify")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SitePlan Plan => new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        TerminalEnvironment = ImmutableDictionary<string, string>.Empty
            .Add("NOTIFY_SOCKET", folder.In("notify"))
            .Add("WATCHDOG_USEC", $"{WatchdogLimit.TotalMicroseconds}"),
    };

    public void Dispose()
    {
        listener.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_says_when_it_is_ready_and_then_that_it_is_alive_until_it_hangs()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await HearAsync("READY=1");
        await HearAsync("WATCHDOG=1");
        Assert.Contains(heard.Seen, word => word.StartsWith("STATUS=serving", StringComparison.Ordinal));

        site.SignalTerminal("STOP");
        Drain();
        Assert.Null(Receive(2 * WatchdogLimit));

        site.SignalTerminal("CONT");
        await HearAsync("WATCHDOG=1");
    }

    [Fact]
    public async Task Asked_to_stop_it_says_so_and_finishes_the_tap_in_hand_however_often_it_is_asked()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "To pay", Cancellation);
        // The verdict cannot be seen: the tap stays in hand for three seconds.
        await site.Panel.FreezeAsync(Cancellation);
        await site.PutAsync(Guest);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Any(record => record.Fact is Fact.Sale), "it is sold", Cancellation);

        site.SignalTerminal("TERM");
        await HearAsync("STOPPING=1");
        site.SignalTerminal("TERM");
        site.SignalTerminal("INT");

        Assert.Equal(0, await site.TerminalEndsAsync(Cancellation));
        Assert.Contains(site.TerminalLog.Seen, line => line.Contains("Stopped.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reload_changes_prices_and_says_what_needs_a_restart()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await HearAsync("READY=1");
        await RewriteAsync(site, text => text
            .Replace("\"Price\":350", "\"Price\":400", StringComparison.Ordinal)
            .Replace("\"kiosk\":{", "\"language\":\"fr\",\"kiosk\":{\"priceListVersion\":2,", StringComparison.Ordinal)
            .Replace("\"longestPauseSeconds\":1", "\"longestPauseSeconds\":2", StringComparison.Ordinal));

        var before = heard.Seen.Count;
        site.SignalTerminal("HUP");
        var reloading = await HearAsync("RELOADING=1\nMONOTONIC_USEC=", before);
        await HearAsync("READY=1", before);

        Assert.InRange(
            long.Parse(reloading.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture),
            1,
            (long)TimeProvider.System.GetElapsedTime(0).TotalMicroseconds);
        await LogsAsync(site, "Restart needed for mqtt.longestPauseSeconds");
        await LogsAsync(site, "The new configuration is in force.");
        await site.Panel.ReadsAsync(0, "Bienvenue", Cancellation);
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "4,00 €", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Merci", Cancellation);
        Assert.Equal(2, site.ReadJournal().Select(record => record.Fact).OfType<Fact.Sale>()
            .Single().Verdict.PriceListVersion);
    }

    [Fact]
    public async Task A_reload_of_a_bad_file_names_every_error_and_changes_nothing()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await HearAsync("READY=1");
        await RewriteAsync(site, text => text
            .Replace("\"Price\":350", "\"Price\":-1", StringComparison.Ordinal)
            .Replace("\"profile\":\"kiosk\"", "\"profile\":\"ferry\"", StringComparison.Ordinal));

        var before = heard.Seen.Count;
        site.SignalTerminal("HUP");
        await HearAsync("READY=1", before);

        await LogsAsync(site, "profile: 'ferry'; expected kiosk or drink or gate");
        await LogsAsync(site, "kiosk.articles.0.price: '-1'; expected a whole number");
        await LogsAsync(site, "the old one goes on");
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "3.50 €", Cancellation);
    }

    private static async Task RewriteAsync(RunningSite site, Func<string, string> change)
    {
        var text = await File.ReadAllTextAsync(site.ConfigurationFile, Cancellation);
        await File.WriteAllTextAsync(site.ConfigurationFile, change(text), Cancellation);
    }

    private static Task LogsAsync(RunningSite site, string what) => site.TerminalLog.First<string>(
        0, line => line.Contains(what, StringComparison.Ordinal), Cancellation);

    private async Task<string> HearAsync(string start, int? skip = null)
    {
        var from = skip ?? heard.Seen.Count;
        return await Eventually.GetAsync(
            () =>
            {
                Drain();
                return heard.Seen.Skip(from).FirstOrDefault(said => said.StartsWith(start, StringComparison.Ordinal));
            },
            $"it says {start}",
            Cancellation);
    }

    private void Drain()
    {
        while (listener.Available > 0)
            Receive(Eventually.Deadline);
    }

    /// <returns>Null when nothing came in that time.</returns>
    private string? Receive(TimeSpan within)
    {
        var buffer = new byte[4_096];
        listener.ReceiveTimeout = (int)within.TotalMilliseconds;
        try
        {
            var said = Encoding.UTF8.GetString(buffer, 0, listener.Receive(buffer));
            heard.Add(said);
            return said;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return null;
        }
    }
}
