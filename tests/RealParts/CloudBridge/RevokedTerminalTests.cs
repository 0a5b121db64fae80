using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>A terminal that is revoked while it sells: its rights, its certificate and its word are gone.</summary>
public sealed class RevokedTerminalTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,9000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        IsSecured = true,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_booked_no_more_and_the_broker_turns_it_away()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(() => site.SalesBooked() == 1, "the sale is booked", Cancellation);
        var right = site.SecuredBrokerFor(
            "somebody", site.In("for-terminal/bar-1.pem"), site.In("terminal/terminal-key.pem"));
        await using (Connected(await MqttClients.Default.ConnectAsync(right, Cancellation)))
        {
        }

        // Beside a ledger that runs, before the broker knows of it.
        await site.LedgerSaysAsync(
            ["terminal", "revoke", "bar-1", "--note", "stolen in the night", "--by", "Ada"], Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(
            () => site.Said.Ledger.Any(line => line.Contains("bar-1 was revoked", StringComparison.Ordinal)),
            "the ledger keeps its line aside",
            Cancellation);

        await site.ConfigureBrokerAsync(Cancellation);
        await site.CutNetworkAsync(Cancellation);
        await site.BringNetworkBackAsync(Cancellation);
        await using (var ledger = Connected(await MqttClients.Default.ConnectAsync(
            site.SecuredBrokerForLedger("another-ledger"), Cancellation)))
            Assert.NotNull(ledger);
        var refused = Assert.IsType<MqttConnectResult.Failed>(
            await MqttClients.Default.ConnectAsync(right, Cancellation));
        Assert.DoesNotContain("Unable to", site.BrokerLog, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Fault.Detail);

        // Nobody certifies it again, nor enrols it.
        foreach (var arguments in new string[][]
        {
            ["broker", "certificate", site.In("terminal.csr"), "--out", site.In("again")],
            ["enroll", "--key", site.KeyFile, "--out", site.In("again.jws")],
        })
            Assert.Contains(
                "was revoked",
                (await Assert.ThrowsAsync<InvalidOperationException>(
                    () => site.LedgerSaysAsync(arguments, Cancellation))).Message,
                StringComparison.Ordinal);

        // What it sold meanwhile is on its disk: a person may hand it in, and a treasurer says what counts.
        Assert.Equal(1, site.SalesBooked());
        await RunningSite.TerminalSaysAsync(
            ["journal", "export", site.In("terminal"), "--out", site.In("journal.jws")], Cancellation);
        var taken = await site.LedgerSaysAsync(["ingest", site.In("journal.jws")], Cancellation);
        Assert.Contains("ledger reconcile", taken, StringComparison.Ordinal);
        Assert.Equal(1, site.SalesBooked());
        await BookHeldAsync(site);
        Assert.Equal(2, site.SalesBooked());
        Assert.Contains("all agree", await site.LedgerSaysAsync(["check"], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turned_away_it_asks_sells_no_more_hands_its_journal_in_and_wipes_itself()
    {
        await using var site = await RunningSite.OpenAsync(Plan with { EnrolsOverNetwork = true }, Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(() => site.SalesBooked() == 1, "the sale is booked", Cancellation);

        await site.LedgerSaysAsync(
            ["terminal", "revoke", "bar-1", "--note", "stolen in the night", "--by", "Ada"], Cancellation);
        await site.ConfigureBrokerAsync(Cancellation);
        await site.ReloadBrokerAsync(Cancellation);
        // The broker takes no line of it any more, long before it would ask by itself.
        await site.BuyAsync("1", Guest, Cancellation);

        await site.Panel.ReadsAsync(0, "Out of service", Cancellation);
        await Eventually.TrueAsync(
            () => !File.Exists(site.In("terminal/terminal-key.pem")), "it has wiped its own key", Cancellation);
        Assert.False(File.Exists(site.In("for-terminal/enrolment.jws")));
        Assert.False(Directory.Exists(site.In("terminal/cards")));
        var before = site.ReadJournal().Count;
        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync("Out of service", Cancellation, isForGuests: false);
        Assert.Equal(before, site.ReadJournal().Count);

        // What it sold after its last word waits for a treasurer.
        Assert.Equal(1, site.SalesBooked());
        await BookHeldAsync(site);
        Assert.Equal(2, site.SalesBooked());
        Assert.Contains("all agree", await site.LedgerSaysAsync(["check"], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nears_its_end_is_renewed_by_the_terminal_and_dialled_with()
    {
        await using var site = await RunningSite.OpenAsync(Plan with { EnrolsOverNetwork = true }, Cancellation);
        await site.PullThePlugAsync(Cancellation);
        var file = site.In("for-terminal/bar-1.pem");
        using var own = Es256Signer.ReadPem(await File.ReadAllTextAsync(
            site.In("terminal/terminal-key.pem"), Cancellation)).OrThrow();
        // In place of the one of today, one of long ago, of which alone the ledger knows.
        File.Delete(site.In("ledger/certificates.json"));
        var former = new SiteAuthority(
            new FolderStorage(site.In("ledger")),
            SiteId.Parse("verger"),
            new ManualTime(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(500)))
            .Certify(TerminalId.Parse("bar-1"), own.PublicKey.ToCertificateKey());
        await File.WriteAllTextAsync(file, former, Cancellation);

        await site.StartTerminalAsync(Cancellation);
        await Eventually.TrueAsync(
            () => File.ReadAllText(file) != former, "it has another certificate", Cancellation);
        await site.CutNetworkAsync(Cancellation);
        await site.BringNetworkBackAsync(Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);

        await Eventually.TrueAsync(() => site.SalesBooked() == 1, "the sale is booked", Cancellation);
        Assert.InRange(
            CertificateRenewal.EndOf(file)!.Value - TimeProvider.System.GetUtcNow(),
            TimeSpan.FromDays(729),
            TimeSpan.FromDays(731));
    }

    private static async Task BookHeldAsync(RunningSite site)
    {
        var held = Regex.Match(
            await site.LedgerSaysAsync(["reconcile"], Cancellation),
            @"records from [0-9/]+ through (?<last>[0-9/]+:[\w-]+)");
        await site.LedgerSaysAsync(
            [
                "terminal", "book-held", "bar-1", "--through", held.Groups["last"].Value,
                "--note", "it hung at the bar",
            ],
            Cancellation);
    }

    private static IMqttConnection Connected(MqttConnectResult result) =>
        Assert.IsType<MqttConnectResult.Connected>(result).Connection;
}
