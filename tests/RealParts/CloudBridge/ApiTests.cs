using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>The ledger's HTTP API with real programs on both ends.</summary>
public sealed partial class ApiTests
{
    private const string Uid = "04E141125B3C80";
    private const string Refill =
        """{"asset":"TLF","amount":500,"source":"cardPayment","reference":"pi_3","note":"web shop"}""";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The entry is on disk, the answer is on its way, and nobody will ever hear it.</summary>
    [Fact]
    public async Task A_refill_is_done_once_though_the_ledger_is_killed_before_it_has_answered()
    {
        await using var ledger = await ServedLedger.StartAsync();
        var token = await TokenAsync(ledger);
        using var direct = new ServedApi(ledger.Address, ledger.Authority, token, Cancellation);
        var card = CardOf(await direct.DoAsync(
            "POST", "/v1/cards", $$"""{"cards":[{"uid":"{{Uid}}"}]}""", "c"));
        var path = $"/v1/cards/{card}/refills";
        await using var proxy = TcpProxy.To(ledger.Address.Port);
        using var through = new ServedApi(
            new Uri($"https://127.0.0.1:{proxy.Port}"), ledger.Authority, token, Cancellation);
        await through.DoAsync("GET", $"/v1/cards/{card}");

        proxy.Delay = TimeSpan.FromSeconds(2);
        var asking = through.SendAsync("POST", path, Refill, "r");
        await Eventually.TrueAsync(() => Refills(ledger) == 1, "the refill is in the log", Cancellation);
        proxy.Stall();
        await ledger.KillAsync();
        proxy.Cut();
        proxy.Resume();
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        await ledger.StartAgainAsync();

        var first = await direct.DoAsync("POST", path, Refill, "r");
        Assert.Equal(first, await direct.DoAsync("POST", path, Refill, "r"));
        Assert.Equal(500, (long)JsonNode.Parse(first)!["balance"]!);
        Assert.Equal(1, Refills(ledger));
        using var other = await direct.SendAsync(
            "POST", path, Refill.Replace("500", "501", StringComparison.Ordinal), "r");
        Assert.Equal(422, (int)other.StatusCode);
        await ledger.SaysAsync("check");
    }

    [Fact]
    public async Task The_documented_examples_run_as_they_stand()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await File.WriteAllTextAsync(ledger.In("token"), await TokenAsync(ledger), Cancellation);
        var document = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs/api.md"), Cancellation);
        var script = string.Concat(Example().Matches(document).Select(match => match.Groups[1].Value))
            .Replace("https://ledger.lan:8443", ledger.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("/var/lib/ledger/ca.pem", ledger.Authority, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            ledger.In("examples.sh"), $"set -eu\ncd '{ledger.In(".")}'\n{script}", Cancellation);

        await using var child = await ChildProcess.StartAsync("bash", NoEnvironment, ledger.In("examples.sh"));

        Assert.True(await child.End(Cancellation) == 0, string.Join('\n', child.Errors.Seen.Concat(child.Output.Seen)));
        Assert.Equal(1, Refills(ledger));
        Assert.Contains(child.Output.Seen, line => line.Contains("\"balance\":1500", StringComparison.Ordinal));
    }

    /// <summary>How soon is measured elsewhere: the budget is two seconds, eng/bench refill.</summary>
    [Fact]
    public async Task What_is_refilled_over_HTTP_is_soon_spent_at_the_till()
    {
        var plan = new SitePlan(
            "verger", "bar-1", EnrolOptions: [], CardRows: [$"{Uid},uid,ok,TLF,0"],
            Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
        {
            IsSecured = true,
            EnrolsOverNetwork = true,
        };
        await using var site = await RunningSite.OpenAsync(plan, Cancellation);
        using var api = await site.ApiAsync(Cancellation);
        var card = await api.CardAsync(Uid);

        await api.DoAsync("POST", $"/v1/cards/{card}/refills", Refill, "r");
        await site.ListKnowsAsync<LedgerEntry.WalletRefilled>(Cancellation);

        await site.BuyAsync("1", Uid, Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Any(booked => booked.Postings.Count > 0),
            "the sale is booked",
            Cancellation);
        await site.StopAsync(Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    private static async Task<string> TokenAsync(ServedLedger ledger) =>
        (await ledger.SaysAsync(["token", "create", "--name", "shop", "--scope", .. Scope.All])).Trim();

    private static string CardOf(string created) => (string)JsonNode.Parse(created)!["cards"]![0]!;

    private static int Refills(ServedLedger ledger) =>
        ledger.ReadEntries().OfType<LedgerEntry.WalletRefilled>().Count();

    [GeneratedRegex("```sh api\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
