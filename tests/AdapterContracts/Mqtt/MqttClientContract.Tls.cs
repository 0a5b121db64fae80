using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

/// <content>
/// TLS 1.3 with certificates on both sides. Each refusal stands beside a dial that is let in.
/// </content>
public abstract partial class MqttClientContract
{
    private readonly TestAuthority site = new();
    private readonly TestAuthority stranger = new();

    [Fact]
    public async Task Over_TLS_all_goes_as_without_it_in_any_size()
    {
        var options = Secured(await TlsBrokerAsync("localhost"), site.Client("gate-1"));
        var longest = new byte[2 * 1024 * 1024];
        for (var i = 0; i < longest.Length; i++)
            longest[i] = (byte)((i * 31 >> 8) & 0xFF);
        var subscriber = await SubscriberAsync(options with { ClientId = "subscriber" }, "over/tls");
        var publisher = await ConnectAsync(options with { ClientId = "publisher" });

        var sent = Numbers(300).Select(text => publisher.PublishAsync(Message("over/tls", text), Cancellation));
        Assert.All(await Task.WhenAll(sent), Assert.Null);
        Assert.Null(await publisher.PublishAsync(new MqttMessage("over/tls", longest), Cancellation));

        var received = await ReadAsync(subscriber, 301);
        Assert.Equal(Numbers(300), received.Take(300).Select(Text));
        Assert.True(received[300].Payload.Span.SequenceEqual(longest));
    }

    [Fact]
    public async Task Over_TLS_a_goodbye_leaves_no_last_will_and_the_end_of_the_broker_is_noticed()
    {
        var broker = await TlsBrokerAsync("localhost");
        var options = Secured(broker, site.Client("gate-1"));
        var watcher = await SubscriberAsync(options with { ClientId = "watcher" }, "will/#");
        var dying = options with { ClientId = "dying", LastWill = Message("will/dying", "gone") };
        var leaving = await ConnectAsync(
            dying with { ClientId = "leaving", LastWill = Message("will/leaving", "gone") });
        await ConnectAsync(dying);

        await leaving.DisposeAsync();
        // Another takes its name: the will that must come comes after the one that must not.
        await ConnectAsync(dying with { LastWill = null });

        Assert.Equal("will/dying", Assert.Single(await ReadAsync(watcher, 1)).Topic);
        await broker.KillAsync(Cancellation);
        Assert.IsType<MqttFault.Lost>(await EndOfAsync(watcher));
    }

    [Fact]
    public async Task A_broker_is_believed_by_an_address_that_its_certificate_has()
    {
        var certified = await TlsBrokerAsync("127.0.0.1");
        var other = await TlsBrokerAsync("127.0.0.2");
        var client = site.Client("gate-1");

        await ConnectAsync(Secured(certified, client) with { Host = "127.0.0.1" });
        AssertNotTheBroker(await FailToConnectAsync(Secured(other, client) with { Host = "127.0.0.1" }));
    }

    [Fact]
    public async Task A_broker_with_a_certificate_for_another_name_is_refused()
    {
        var broker = await TlsBrokerAsync("localhost");
        var other = await TlsBrokerAsync("broker.example", "127.0.0.1");
        var client = site.Client("gate-1");

        AssertNotTheBroker(await FailToConnectAsync(Secured(other, client)));
        await ConnectAsync(Secured(broker, client));
    }

    [Fact]
    public async Task A_broker_whose_certificate_another_authority_signed_is_refused()
    {
        var broker = await TlsBrokerAsync("localhost");
        var options = Secured(broker, site.Client("gate-1"));

        AssertNotTheBroker(await FailToConnectAsync(options with
        {
            Tls = options.Tls! with { AuthorityFile = stranger.File },
        }));
        await ConnectAsync(options);
    }

    [Fact]
    public async Task A_client_that_poses_as_the_broker_is_refused()
    {
        var posing = await TlsBrokerAsync(site.ClientNamedLikeBroker("localhost"));
        var broker = await TlsBrokerAsync("localhost");
        var client = site.Client("gate-1");

        AssertNotTheBroker(await FailToConnectAsync(Secured(posing, client)));
        await ConnectAsync(Secured(broker, client));
    }

    [Fact]
    public async Task A_broker_whose_certificate_has_ended_is_refused()
    {
        var ended = await TlsBrokerAsync(site.Broker(["localhost"], days: -1));
        var broker = await TlsBrokerAsync("localhost");
        var client = site.Client("gate-1");

        AssertNotTheBroker(await FailToConnectAsync(Secured(ended, client)));
        await ConnectAsync(Secured(broker, client));
    }

    [Fact]
    public async Task A_broker_that_knows_no_TLS_1_3_is_refused()
    {
        var options = Secured(await TlsBrokerAsync("localhost"), site.Client("gate-1"));
        var old = Own(new OldTlsServer(site.Broker("localhost")));

        Assert.IsType<MqttFault.Refused>(await FailToConnectAsync(options with { Port = old.Port }));
        Assert.False(old.HasShakenHands);
        await ConnectAsync(options);
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("none")]
    [InlineData("expired")]
    public async Task A_client_whose_certificate_is_not_good_is_not_let_in(string kind)
    {
        var broker = await TlsBrokerAsync("localhost");
        var client = kind switch
        {
            "foreign" => stranger.Client("gate-1"),
            "expired" => site.Client("gate-1", days: -1),
            _ => null,
        };

        // The broker hangs up right behind its reason: on a busy machine a dial may lose that race, and only fail.
        MqttFault fault;
        var dials = 0;
        do
            fault = await FailToConnectAsync(Secured(broker, client));
        while (fault.MayRetry && ++dials < 20);

        Assert.Contains(
            kind switch { "foreign" => "unknown ca", "expired" => "certificate expired", _ => "certificate required" },
            fault.Detail,
            StringComparison.OrdinalIgnoreCase);
        Assert.IsType<MqttFault.Refused>(fault);
        await ConnectAsync(Secured(broker, site.Client("gate-1")));
    }

    [Fact]
    public async Task A_broker_without_TLS_is_not_spoken_to_by_who_wants_it_nor_the_other_way_round()
    {
        var plain = await BrokerAsync();
        var secure = await TlsBrokerAsync("localhost");

        Assert.IsType<MqttFault.Unreachable>(await FailToConnectAsync(Secured(plain, site.Client("gate-1"))));
        Assert.IsType<MqttFault.Unreachable>(await FailToConnectAsync(secure.OptionsFor("gate-1")));
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_refused_with_what_was_expected()
    {
        var good = Secured(await TlsBrokerAsync("localhost"), site.Client("gate-1"));
        var other = site.Client("gate-2");
        var tls = good.Tls!;

        Assert.All(
            await Task.WhenAll(new[]
            {
                tls with { AuthorityFile = "/nowhere/ca.pem" },
                tls with { AuthorityFile = tls.KeyFile! },
                tls with { CertificateFile = "/nowhere/gate-1.pem" },
                tls with { KeyFile = other.Key },
                tls with { KeyFile = null },
            }.Select(wrong => FailToConnectAsync(good with { Tls = wrong }))),
            fault =>
            {
                Assert.IsType<MqttFault.Refused>(fault);
                Assert.StartsWith("TLS: ", fault.Detail, StringComparison.Ordinal);
                Assert.Contains("expected", fault.Detail, StringComparison.Ordinal);
            });
        await ConnectAsync(good);
    }

    private Task<MosquittoBroker> TlsBrokerAsync(params string[] names) => TlsBrokerAsync(site.Broker(names));

    private Task<MosquittoBroker> TlsBrokerAsync(CertificateFiles files) => BrokerAsync(new MosquittoSettings
    {
        Lines =
        [
            $"cafile {site.File}", $"certfile {files.Certificate}", $"keyfile {files.Key}", "tls_version tlsv1.3",
            "require_certificate true",
        ],
    });

    private MqttOptions Secured(MosquittoBroker broker, CertificateFiles? client) =>
        broker.OptionsFor("gate-1") with
        {
            Host = "localhost",
            Tls = new MqttTls(site.File) { CertificateFile = client?.Certificate, KeyFile = client?.Key },
        };

    private static void AssertNotTheBroker(MqttFault fault)
    {
        Assert.IsType<MqttFault.Refused>(fault);
        Assert.Contains("the broker's certificate is not accepted", fault.Detail, StringComparison.Ordinal);
    }
}
