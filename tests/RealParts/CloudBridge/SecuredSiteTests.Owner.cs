using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <content>The broker is another user than whoever configures it, as Debian has it.</content>
public sealed partial class SecuredSiteTests
{
    private const string BrokersUser = "mosquitto";

    /// <summary>A mosquitto that cannot read its rights again at SIGHUP lets everybody do everything.</summary>
    [Fact]
    public async Task Rights_and_certificates_that_are_written_again_take_effect_at_a_broker_of_another_user()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give files to another user.");
        Assert.SkipUnless(
            (await File.ReadAllLinesAsync("/etc/passwd", Cancellation)).Any(
                line => line.StartsWith(BrokersUser + ":", StringComparison.Ordinal)),
            $"There is no user {BrokersUser}; Debian's package makes it.");
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await EnrolGateAsync(site);
        LetPass(site.In("."));
        await using var broker = await MosquittoBroker.StartAsync(
            async port =>
            {
                await ConfigureAsync(site, port, "localhost");
                await OwnedFolder.GiveAsync(site.In("owned"), $"{BrokersUser}:", Cancellation);
                return site.In("owned/mosquitto.conf");
            },
            Cancellation,
            BrokersUser);
        var client = MqttClients.Default.Name;
        var options = GateAt(site) with { Port = broker.Port };
        var byAddress = options with { Host = "127.0.0.1", ClientId = "by-address" };
        await using var gate = await ConnectAsync(client, options);
        await AssertRefusedAsync(gate, Topics.Of(Bar, TerminalTopic.Status));
        Assert.IsType<MqttConnectResult.Failed>(await FindClient(client).ConnectAsync(byAddress, Cancellation));

        var said = await ConfigureAsync(site, broker.Port, "localhost", "127.0.0.1");
        await broker.ReloadAsync(Cancellation);

        Assert.Contains("new broker certificate for localhost, 127.0.0.1", said, StringComparison.Ordinal);
        Assert.Null(await PublishAsync(gate, Topics.Of(Gate, TerminalTopic.Status)));
        await AssertRefusedAsync(gate, Topics.Of(Bar, TerminalTopic.Status));
        await using var dialled = await ConnectAsync(client, byAddress);
        Assert.DoesNotContain("Unable to open", broker.Log, StringComparison.Ordinal);
    }

    private static Task<string> ConfigureAsync(RunningSite site, int port, params string[] names) =>
        site.LedgerSaysAsync(
            [
                "broker", "configure", "--out", site.In("owned"), "--data", site.In("owned"), "--bind", "127.0.0.1",
                "--port", port.ToString(CultureInfo.InvariantCulture),
                .. names.SelectMany(name => new[] { "--name", name }),
            ],
            Cancellation);

    private static void LetPass(string folder) =>
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
}
