using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// A price from the ledger's command line, and from its HTTP API, over a broker to a till's display and into the sale.
/// </summary>
public sealed class SentPriceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_price_that_is_said_at_the_ledger_is_shown_and_charged_also_after_a_restart()
    {
        var port = FreePort.Find();
        await using var site = await RunningSite.OpenAsync(
            new SitePlan(
                "verger",
                "bar-1",
                EnrolOptions: [],
                CardRows: [$"{Kiosks.Guest},uid,ok,TLF,10000"],
                Articles: [new SiteArticle("beer", "1", "Beer", 350, 2000)])
            {
                FixedArticle = "beer", LedgerOptions = ["--http", $"127.0.0.1:{port}"],
            },
            Cancellation);
        await BuyAsync(site, "3.50");

        await SayAsync(site, 400);
        await BuyAsync(site, "4.00");
        var former = await KeptAsync(site);

        await SayByApiAsync(site, port, 450);
        await ShowsAsync(site, "4.50");
        await site.PullThePlugAsync(Cancellation);
        // Whoever carries messages brings the old price again, and keeps it in the new one's place.
        await ReplayAsync(site, former);
        await site.StartTerminalAsync("To pay", Cancellation);
        // It subscribes before it sends: what the broker keeps has come to it when its start is booked.
        await BookedAsync(site);
        await BuyAsync(site, "4.50");

        Assert.Equal([350, 400, 450], Sales(site).Select(sale => sale.Payments[0].Parts[0].Amount.MinorUnits));
        Assert.Equal([1, 2, 3], Sales(site).Select(sale => sale.Verdict.PriceListVersion));
        Assert.Equal([1, 2], site.ReadJournal().Select(record => record.Fact).OfType<Fact.ConfigApplied>()
            .Select(applied => applied.ConfigVersion));
        await BookedAsync(site);
        Assert.Contains(
            "in force there\n",
            await site.LedgerSaysAsync(["config", "show", "--terminal", "bar-1"], Cancellation),
            StringComparison.Ordinal);
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    /// <summary>What the display says before the tap is what is paid.</summary>
    private static async Task BuyAsync(RunningSite site, string price)
    {
        await ShowsAsync(site, price);
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(Kiosks.Guest);
        await site.Panel.ReadsAsync(seen, "Thank you", Cancellation);
        await site.TakeAsync(Cancellation);
    }

    private static Task BookedAsync(RunningSite site) => Eventually.TrueAsync(
        () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Count() >= site.ReadJournal().Count,
        "all is booked",
        Cancellation);

    private static Task ShowsAsync(RunningSite site, string price) => Eventually.TrueAsync(
        () => site.Panel.Display?.Reading.Text is { } text &&
            text.Contains("To pay", StringComparison.Ordinal) && text.Contains(price, StringComparison.Ordinal),
        $"the display asks for {price}",
        Cancellation);

    private static async Task SayAsync(RunningSite site, long price)
    {
        var file = Path.Combine(Path.GetDirectoryName(site.ConfigurationFile)!, "prices.json");
        await File.WriteAllTextAsync(file, $$"""[{ "id": "beer", "price": {{price}} }]""", Cancellation);
        await site.LedgerSaysAsync(["config", "set", "--prices", file, "--note", "dearer"], Cancellation);
    }

    private static async Task SayByApiAsync(RunningSite site, int port, long price)
    {
        var token = await site.LedgerSaysAsync(
            ["token", "create", "--name", "shop", "--scope", "prices:write"], Cancellation);
        var authority = Path.Combine(Path.GetDirectoryName(site.ConfigurationFile)!, site.LedgerState, "ca.pem");
        using var api = new ServedApi(new Uri($"https://127.0.0.1:{port}"), authority, token.Trim(), Cancellation);
        await api.DoAsync(
            "PUT", "/v1/prices", $$"""{"articles":[{"id":"beer","price":{{price}}}],"note":"dearer"}""", "p");
    }

    private static IEnumerable<Fact.Sale> Sales(RunningSite site) =>
        site.ReadJournal().Select(record => record.Fact).OfType<Fact.Sale>();

    private static async Task<MqttMessage> KeptAsync(RunningSite site)
    {
        await using var broker = await DialAsync(site);
        await broker.SubscribeAsync(Topic, Cancellation);
        return await broker.Messages.ReadAsync(Cancellation);
    }

    private static async Task ReplayAsync(RunningSite site, MqttMessage former)
    {
        await using var broker = await DialAsync(site);
        Assert.Null(await broker.PublishAsync(former with { Retained = true }, Cancellation));
    }

    private static string Topic =>
        new Topics(SiteId.Parse("verger")).Of(TerminalId.Parse("bar-1"), TerminalTopic.Config);

    private static async Task<IMqttConnection> DialAsync(RunningSite site) =>
        Assert.IsType<MqttConnectResult.Connected>(
            await MqttClients.Default.ConnectAsync(site.BrokerFor("stranger"), Cancellation)).Connection;
}
