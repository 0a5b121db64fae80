using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// A site whose ledger gets another key: its terminal learns it and goes on, and whoever still has the former one is
/// believed no more.
/// </summary>
public sealed class LedgerKeyChangeTests
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
        HasRoot = true,
    };

    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");
    private static readonly Topics Topics = new(Verger);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_terminal_follows_the_ledgers_key_and_the_root_and_no_thief()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await BuyAsync(site, booked: 1);
        using var first = await KeyOfAsync(site);
        File.Copy(site.In("ledger/ledger-key.pem"), site.In("stolen.pem"));
        File.Copy(site.In("ledger/ledger.pem"), site.In("stolen-certificate.pem"));

        // A ledger that runs beside it signs nothing more.
        await site.LedgerSaysAsync(["rotate-key", "--note", "yearly"], Cancellation);
        await Eventually.TrueAsync(
            () => site.Said.Ledger.Any(line => line.Contains("key has changed to", StringComparison.Ordinal)),
            "the ledger that runs notices it",
            Cancellation);
        await StartAgainAsync(site);
        using var second = await KeyOfAsync(site);
        Assert.NotEqual(first.KeyId, second.KeyId);
        await FollowsAsync(site, second);
        await BuyAsync(site, booked: 2);

        await using (var thief = await ConnectAsync(site))
        {
            using var his = Es256Signer.Create();
            // He can take the place of what the broker keeps, until the ledger says it again.
            await SayAsync(thief, Topics.LedgerKeys, LedgerKeyBatch.Write([Statement(2, first, his)]));
            var ack = new AckMessage(Verger, Addressee.Of(Bar), 1, [new EpochAck(1, 1_000, Digest.Of("x"u8))]);
            await SayAsync(
                thief, Topics.Of(Bar, TerminalTopic.Ack), SignedMessage.Sign(ack, first).Compact.ToArray());
        }
        await BuyAsync(site, booked: 3);
        // Behind all that he said, and by the key that counts.
        await site.ListKnowsAsync<LedgerEntry.RecordBooked>(Cancellation);
        Assert.Equal(second.KeyId, Believed(site));

        await site.StopLedgerAsync(Cancellation);
        await site.LedgerSaysAsync(
            ["rotate-key", "--root", site.In("safe/root.pem"), "--note", "laptop stolen"], Cancellation);
        await site.StartLedgerAsync();
        using var third = await KeyOfAsync(site);
        await FollowsAsync(site, third);
        await BuyAsync(site, booked: 4);

        // Over a restart, too: a list that the key between has signed is not taken after one.
        await site.ListKnowsAsync<LedgerEntry.LedgerKeyChanged>(Cancellation);
        await site.PullThePlugAsync(Cancellation);
        await site.StartTerminalAsync(Cancellation);
        await BuyAsync(site, booked: 5);
        var said = await RunningSite.TerminalSaysAsync(["doctor", "--config", site.ConfigurationFile], Cancellation);
        Assert.Contains($"{third.KeyId} (its change 2)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("do:", said, StringComparison.Ordinal);
        Assert.Contains("all agree", await site.LedgerSaysAsync(["check"], Cancellation), StringComparison.Ordinal);
    }

    private static async Task BuyAsync(RunningSite site, int booked)
    {
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.TrueAsync(
            () => site.SalesBooked() == booked, $"sale {booked} is booked", Cancellation);
    }

    private static async Task StartAgainAsync(RunningSite site)
    {
        await site.StopLedgerAsync(Cancellation);
        await site.StartLedgerAsync();
    }

    /// <summary>It believes this key, durably.</summary>
    private static Task FollowsAsync(RunningSite site, Es256Signer ledger) => Eventually.TrueAsync(
        () => Believed(site) == ledger.KeyId, $"the terminal believes {ledger.KeyId}", Cancellation);

    private static KeyId? Believed(RunningSite site) =>
        File.Exists(site.In("terminal/ledger-keys.jws")) &&
        File.ReadAllBytes(site.In("terminal/ledger-keys.jws")) is { Length: > 0 } kept
            ? LedgerKeyStatement.ReadUnverified(
                Jws.OpenUnverified(JwsType.LedgerKey, LedgerKeyBatch.Split(kept).OrThrow()[^1]).OrThrow(), Verger)
                .OrThrow().NewKeyId()
            : null;

    private static async Task<Es256Signer> KeyOfAsync(RunningSite site) => Es256Signer.ReadPem(
        await File.ReadAllTextAsync(site.In("ledger/ledger-key.pem"), Cancellation)).OrThrow();

    /// <summary>As the ledger: its former certificate is good until its end.</summary>
    private static async Task<IMqttConnection> ConnectAsync(RunningSite site) =>
        Assert.IsType<MqttConnectResult.Connected>(await MqttClients.All[0].ConnectAsync(
            site.SecuredBrokerFor("thief", site.In("stolen-certificate.pem"), site.In("stolen.pem")), Cancellation))
            .Connection;

    private static async Task SayAsync(IMqttConnection connection, string topic, byte[] payload) =>
        Assert.Null(await connection.PublishAsync(new MqttMessage(topic, payload, Retained: true), Cancellation));

    private static ReadOnlyMemory<byte> Statement(long number, Es256Signer former, Es256Signer next) =>
        SignedMessage.Sign(
            new LedgerKeyStatement(
                Verger, Addressee.Terminals, number, former.KeyId, next.PublicKey.ToJsonWebKey(), AtMilliseconds: 0),
            former).Compact;
}
