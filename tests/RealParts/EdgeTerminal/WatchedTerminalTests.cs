using System.Globalization;
using System.Net;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The shipped daemon, asked how it is while it sells, with and without the ledger.</summary>
public sealed class WatchedTerminalTests : IDisposable
{
    private const string Guest = "04E141125B3C80";

    private readonly int port = FreePort.Find();
    private readonly HttpClient http;

    public WatchedTerminalTests() => http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task It_counts_what_it_sells_and_refuses_and_says_what_waits_for_the_ledger()
    {
        var plan = new SitePlan(
            "verger", "bar-1", EnrolOptions: [], CardRows: [$"{Guest},uid,ok,TLF,500"],
            Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);
        await using var site = await RunningSite.OpenAsync(
            plan with
            {
                TerminalEnvironment = plan.TerminalEnvironment.SetItem(
                    "EDGE_TERMINAL__metrics__port", port.ToString(CultureInfo.InvariantCulture)),
            },
            Cancellation);
        await SaysAsync("edge_terminal_journal_unsent 0");
        await SaysAsync("edge_terminal_list_mode{mode=\"fresh\"} 1");
        Assert.Equal((HttpStatusCode.OK, "ready\n"), Get("/readyz"));

        await site.CutNetworkAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        await SaysAsync("edge_terminal_verdicts_total{outcome=\"approved\",reason=\"0\"} 1");
        await SaysAsync("edge_terminal_facts_total{kind=\"sale\"} 1");
        await SaysAsync("edge_terminal_unlisted_debits 350");
        await SaysAsync("edge_terminal_broker_connected 0");
        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", Cancellation);
        await site.PutAsync(Guest);
        await SaysAsync("edge_terminal_verdicts_total{outcome=\"refused\",reason=\"301\"} 1");
        await SaysAsync("edge_terminal_decision_duration_seconds_count 2");
        Assert.True(Value("edge_terminal_journal_unsent") >= 2);
        Assert.True(Value("edge_terminal_journal_oldest_unsent_age_seconds") > 0);

        await site.BringNetworkBackAsync(Cancellation);
        await SaysAsync("edge_terminal_journal_unsent 0");
        await SaysAsync("edge_terminal_journal_oldest_unsent_age_seconds 0");
        await SaysAsync("edge_terminal_unlisted_debits 0");
        await SaysAsync("edge_terminal_broker_connected 1");
    }

    private Task SaysAsync(string line) => Eventually.TrueAsync(
        () => Get("/metrics").Text.Split('\n').Contains(line), line, TimeSpan.FromSeconds(60), Cancellation);

    private double Value(string name) => double.Parse(
        Get("/metrics").Text.Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal))[
            (name.Length + 1)..],
        CultureInfo.InvariantCulture);

    private (HttpStatusCode Status, string Text) Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = http.Send(request, Cancellation);
        using var reader = new StreamReader(response.Content.ReadAsStream(Cancellation));
        return (response.StatusCode, reader.ReadToEnd());
    }
}
