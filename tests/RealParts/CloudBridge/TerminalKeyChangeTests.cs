using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// A terminal changes its key between two guests: it sells on, whoever has the former one is refused, and books that
/// were restored from before it come back to the same.
/// </summary>
public sealed class TerminalKeyChangeTests
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
        EnrolsOverNetwork = true,
    };

    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_sells_under_both_keys_the_thief_of_the_former_one_under_none_and_a_restored_ledger_follows()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site, booked: 1);
        File.Copy(site.In("terminal/terminal-key.pem"), site.In("stolen.pem"));
        File.Copy(site.In("for-terminal/bar-1.pem"), site.In("stolen-certificate.pem"));
        using var former = Es256Signer.ReadPem(
            await File.ReadAllTextAsync(site.In("stolen.pem"), Cancellation)).OrThrow();
        await site.StopLedgerAsync(Cancellation);
        Copy(site.In("ledger"), site.In("backup"));
        await site.StartLedgerAsync();
        await BuyAsync(site, booked: 2);

        await ChangeAsync(site);
        Assert.NotEqual(former.KeyId.ToString(), KeyOf(site).KeyId);
        Assert.Contains(
            "waits for its first record",
            await site.LedgerSaysAsync(["terminal", "list"], Cancellation),
            StringComparison.Ordinal);
        await site.StartTerminalAsync(Cancellation);
        await BuyAsync(site, booked: 3);
        Assert.DoesNotContain(
            "waits for its first record",
            await site.LedgerSaysAsync(["terminal", "list"], Cancellation),
            StringComparison.Ordinal);

        await SayAsThiefAsync(site, former);
        await BuyAsync(site, booked: 4);
        await site.ConfigureBrokerAsync(Cancellation);
        await site.CutNetworkAsync(Cancellation);
        await site.BringNetworkBackAsync(Cancellation);
        Assert.IsType<MqttConnectResult.Failed>(await ConnectAsync(site));
        await BuyAsync(site, booked: 5);

        // The books of before all of it: the key is granted again, the former one's records come first.
        await site.StopLedgerAsync(Cancellation);
        site.LedgerState = "backup";
        await site.LedgerSaysAsync(["raise-era"], Cancellation);
        await site.LedgerSaysAsync(
            [
                "enroll", "--key", site.In("terminal/terminal-key.jwk"), "--new-key", "--out",
                site.In("not-needed.jws"),
            ],
            Cancellation);
        await site.StartLedgerAsync();
        await Eventually.TrueAsync(() => site.SalesBooked() == 5, "all sales are booked again", Cancellation);
        await BuyAsync(site, booked: 6);
        Assert.Contains("all agree", await site.LedgerSaysAsync(["check"], Cancellation), StringComparison.Ordinal);
        Assert.Contains("6900", await site.LedgerSaysAsync(["balances"], Cancellation), StringComparison.Ordinal);

        var verified = await RunningSite.TerminalSaysAsync(
            [
                "journal", "verify", site.In("terminal"), "--key", site.In("terminal/terminal-key.jwk"), "--key",
                site.In("terminal/former-key-0000000001.jwk"),
            ],
            Cancellation);
        Assert.Contains("verified:", verified, StringComparison.Ordinal);
        var said = await RunningSite.TerminalSaysAsync(["doctor", "--config", site.ConfigurationFile], Cancellation);
        Assert.Contains("every signature checked", said, StringComparison.Ordinal);
    }

    /// <summary>Where something was still under way when it was stopped, it is started again, as it says.</summary>
    private static async Task ChangeAsync(RunningSite site)
    {
        const int tries = 5;
        for (var left = tries; ; left--)
        {
            site.SignalTerminal("TERM");
            Assert.Equal(0, await site.TerminalEndsAsync(Cancellation));
            var (code, errors) = await site.ChangeKeyAsync(Cancellation);
            if (code == 0)
                return;
            Assert.True(
                left > 1 && errors.Contains("not acknowledged by the ledger", StringComparison.Ordinal), errors);
            await site.StartTerminalAsync(Cancellation);
            var written = site.ReadJournal().Count;
            await Eventually.TrueAsync(
                () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Count() >= written,
                "it is sent",
                Cancellation);
        }
    }

    private static async Task SayAsThiefAsync(RunningSite site, Es256Signer former)
    {
        var connection = Assert.IsType<MqttConnectResult.Connected>(await ConnectAsync(site)).Connection;
        await using var thief = connection;
        var last = site.ReadJournal().Last(record => record.Position.Epoch == 1);
        foreach (var position in new[] { last.Position.Next(), new RecordPosition(2, 1_000) })
        {
            var line = RecordLine.Write(last with { Position = position, Fact = new Fact.FireOpened() }, former);
            Assert.Null(await thief.PublishAsync(
                new MqttMessage(
                    new Topics(Verger).Of(Bar, TerminalTopic.Journal),
                    line.Compact.ToArray().Append((byte)'\n').ToArray()),
                Cancellation));
        }
        await Eventually.TrueAsync(
            () => File.Exists(site.In("ledger/rejected-bar-1.json")) &&
                File.ReadAllText(site.In("ledger/rejected-bar-1.json")) is var kept &&
                kept.Contains("has left the key", StringComparison.Ordinal) &&
                kept.Contains("does not count at 2/1000", StringComparison.Ordinal),
            "the ledger takes nothing under the former key",
            Cancellation);
    }

    private static ValueTask<MqttConnectResult> ConnectAsync(RunningSite site) => new(
        MqttClients.Default.ConnectAsync(
            site.SecuredBrokerFor("thief", site.In("stolen-certificate.pem"), site.In("stolen.pem")), Cancellation));

    private static async Task BuyAsync(RunningSite site, int booked)
    {
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(
            () => site.SalesBooked() == booked, $"sale {booked} is booked", Cancellation);
    }

    private static JsonWebKey KeyOf(RunningSite site) =>
        JsonWebKey.Read(File.ReadAllBytes(site.In("terminal/terminal-key.jwk"))).OrThrow();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
