using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// A site whose broker the product has configured: what works, and who is turned away. Each refusal stands beside the
/// same thing that is let through.
/// </summary>
public sealed partial class SecuredSiteTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        FixedArticle = "beer",
        IsSecured = true,
    };

    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId Bar = TerminalId.Parse("bar-1");
    private static readonly TerminalId Gate = TerminalId.Parse("gate-1");
    private static readonly Topics Topics = new(Verger);

    /// <summary>What the ledger alone says.</summary>
    private static readonly TerminalTopic[] Orders =
        [TerminalTopic.Ack, TerminalTopic.Beat, TerminalTopic.Config, TerminalTopic.Command];

    public static TheoryData<string> Clients => [.. MqttClients.All.Select(client => client.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_sale_is_booked_and_the_doctor_is_content(string client)
    {
        var plan = Plan with
        {
            TerminalEnvironment = Plan.TerminalEnvironment.SetItem("EDGE_TERMINAL__mqtt__client", client),
        };
        await using var site = await RunningSite.OpenAsync(plan, Cancellation);

        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Any(), "the sale is booked", Cancellation);

        var said = await RunningSite.TerminalSaysAsync(["doctor", "--config", site.ConfigurationFile], Cancellation);
        Assert.Contains("1.3, as bar-1, until ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("do:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not protected", string.Join('\n', site.Said.Ledger), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_terminal_says_and_hears_what_is_its_own_and_nothing_else(string client)
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await EnrolGateAsync(site);
        await using var ledger = await ConnectAsync(client, site.SecuredBrokerForLedger("another-ledger"));
        await using var gate = await ConnectAsync(client, GateAt(site));

        // Certified, and not among the rights yet.
        await AssertRefusedAsync(gate, Topics.Of(Gate, TerminalTopic.Status));
        await site.ConfigureBrokerAsync(Cancellation);
        await site.ReloadBrokerAsync(Cancellation);

        var rights = new TopicRights(Verger);
        foreach (var topic in rights.TerminalSays(Gate).Where(topic => !topic.Contains('+')))
            Assert.Null(await PublishAsync(gate, topic));
        foreach (var topic in rights.TerminalSays(Bar).Where(topic => !topic.Contains('+')))
            await AssertRefusedAsync(gate, topic);
        foreach (var kind in Orders)
            await AssertRefusedAsync(gate, Topics.Of(Gate, kind));
        foreach (var topic in new[] { Topics.CardList, Topics.CardDelta, Topics.Keys, "et/1/other/keys", "elsewhere" })
            await AssertRefusedAsync(gate, topic);
        Assert.Null(await PublishAsync(gate, Topics.Of(Bar, TerminalTopic.Resend)));

        // The ledger's messages to both, of which the gate has subscribed to all.
        Assert.Null(await gate.SubscribeAsync("#", Cancellation));
        foreach (var topic in rights.LedgerSays.Where(topic => topic.Contains("/t/", StringComparison.Ordinal)))
            foreach (var terminal in new[] { Bar, Gate })
                Assert.Null(await PublishAsync(ledger, topic.Replace("+", $"{terminal}", StringComparison.Ordinal)));
        Assert.Null(await PublishAsync(ledger, Topics.CardDelta, "last"));
        var heard = new HashSet<string>();
        await foreach (var message in gate.Messages.ReadAllAsync(Cancellation))
        {
            heard.Add(message.Topic);
            if (message.Topic == Topics.CardDelta)
                break;
        }
        Assert.DoesNotContain(heard, IsAnothersAlone);
        Assert.Superset(Orders.Append(TerminalTopic.Resend).Select(kind => Topics.Of(Gate, kind)).ToHashSet(), heard);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Certificates_that_are_not_of_this_site_or_have_ended_are_turned_away(string client)
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        using var stranger = new TestAuthority();
        var foreign = stranger.Client("bar-1");
        var expired = site.In("expired.pem");
        var (certificate, key) = (site.In("for-terminal/bar-1.pem"), site.In("terminal/terminal-key.pem"));
        await File.WriteAllTextAsync(expired, LongAgo(site).Certify(Request(site)), Cancellation);

        await AssertTurnedAwayAsync(site, client, site.SecuredBrokerFor("foreign", foreign.Certificate, foreign.Key));
        await AssertTurnedAwayAsync(site, client, site.SecuredBrokerFor("none", null, null));
        await AssertTurnedAwayAsync(site, client, site.SecuredBrokerFor("expired", expired, key));
        await AssertTurnedAwayAsync(
            site,
            client,
            site.SecuredBrokerFor("broker", site.In("broker/broker.pem"), site.In("broker/broker-key.pem")));
        var right = site.SecuredBrokerFor("right", certificate, key);
        var byAddress = await FindClient(client).ConnectAsync(right with { Host = "127.0.0.1" }, Cancellation);
        Assert.Contains(
            "the broker's certificate is not accepted",
            Assert.IsType<MqttConnectResult.Failed>(byAddress).Fault.Detail,
            StringComparison.Ordinal);
        await using var connected = await ConnectAsync(client, right);
    }

    [Fact]
    public async Task Who_speaks_no_more_than_TLS_1_2_gets_no_further_than_the_handshake()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);

        var (oldCode, old) = await ShakeHandsAsync(site, "-tls1_2");
        var (newCode, current) = await ShakeHandsAsync(site, "-tls1_3");

        Assert.NotEqual(0, oldCode);
        Assert.Contains("protocol version", old, StringComparison.Ordinal);
        Assert.Equal(0, newCode);
        Assert.Contains("Verification: OK", current, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_key_that_a_terminal_is_enrolled_with_is_certified()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await RunningSite.TerminalSaysAsync(
            ["init", "--state", site.In("impostor"), "--site", "verger", "--terminal", "bar-1"], Cancellation);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => site.CertifyAsync(site.In("impostor"), site.In("for-impostor"), Cancellation));

        Assert.Contains(
            "is not of the key that terminal bar-1 is enrolled with", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(site.In("for-impostor")));
    }

    private static bool IsAnothersAlone(string topic) =>
        Topics.TryParse(topic, out var terminal, out var kind) &&
        terminal != Gate &&
        kind != TerminalTopic.Journal;

    private static MqttOptions GateAt(RunningSite site) => site.SecuredBrokerFor(
        "gate", site.In("for-gate/gate-1.pem"), site.In("gate/terminal-key.pem"));

    private static async Task EnrolGateAsync(RunningSite site)
    {
        var key = await RunningSite.TerminalSaysAsync(
            ["init", "--state", site.In("gate"), "--site", "verger", "--terminal", "gate-1"], Cancellation);
        await File.WriteAllTextAsync(site.In("gate.jwk"), key, Cancellation);
        await site.LedgerSaysAsync(
            ["enroll", "--key", site.In("gate.jwk"), "--out", site.In("gate.enrolment")], Cancellation);
        await site.CertifyAsync(site.In("gate"), site.In("for-gate"), Cancellation);
    }

    /// <summary>The site's authority, three years ago.</summary>
    private static SiteAuthority LongAgo(RunningSite site) => new(
        new FolderStorage(site.In(site.LedgerState)),
        Verger,
        new ManualTime(TimeProvider.System.GetUtcNow().AddYears(-3)));

    private static TerminalCertificateRequest Request(RunningSite site) =>
        TerminalCertificateRequest.Read(File.ReadAllText(site.In("terminal.csr"))).OrThrow();

    private static async Task<(int Code, string Said)> ShakeHandsAsync(RunningSite site, string version)
    {
        await using var openssl = await ChildProcess.StartAsync(
            "openssl",
            new Dictionary<string, string>(),
            "s_client", "-connect", $"localhost:{site.BrokerFor("any").Port}", version,
            "-CAfile", site.In("broker/ca.pem"), "-verify_return_error", "-verify_hostname", "localhost",
            "-cert", site.In("for-terminal/bar-1.pem"), "-key", site.In("terminal/terminal-key.pem"));
        openssl.CloseInput();
        var code = await openssl.End(Cancellation);
        return (code, string.Join('\n', openssl.Output.Seen.Concat(openssl.Errors.Seen)));
    }

    /// <summary>By the broker, for its certificate, and not for what was wrong before the dial.</summary>
    private static async Task AssertTurnedAwayAsync(RunningSite site, string client, MqttOptions options)
    {
        Assert.Null(options.Tls!.Check());
        var before = site.BrokerLog.Length;
        Assert.IsType<MqttConnectResult.Failed>(await FindClient(client).ConnectAsync(options, Cancellation));
        var why = options.Tls.CertificateFile is null
            ? "peer did not return a certificate"
            : "certificate verify failed";
        await Eventually.TrueAsync(
            () => site.BrokerLog[before..].Contains(why, StringComparison.Ordinal),
            $"the broker's log says of {options.ClientId}: {why}",
            Cancellation);
    }

    private static async Task<IMqttConnection> ConnectAsync(string client, MqttOptions options)
    {
        var result = await FindClient(client).ConnectAsync(options, Cancellation);
        return Assert.IsType<MqttConnectResult.Connected>(result).Connection;
    }

    private static IMqttClient FindClient(string name) =>
        MqttClients.TryFind(name, out var client, out var error) ? client : throw new InvalidOperationException(error);

    private static Task<MqttFault?> PublishAsync(IMqttConnection connection, string topic, string text = "{}") =>
        connection.PublishAsync(new MqttMessage(topic, System.Text.Encoding.UTF8.GetBytes(text)), Cancellation);

    private static async Task AssertRefusedAsync(IMqttConnection connection, string topic)
    {
        var fault = Assert.IsType<MqttFault.Refused>(await PublishAsync(connection, topic));
        Assert.Contains("not authorized (0x87)", fault.Detail, StringComparison.Ordinal);
    }
}
