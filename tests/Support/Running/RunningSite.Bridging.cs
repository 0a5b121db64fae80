using System.Globalization;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <content>Two brokers: the terminals' at the site, the ledger's in a cloud, and a line between them.</content>
public sealed partial class RunningSite
{
    private MosquittoBroker? cloud;

    /// <summary>The line between the two brokers.</summary>
    public TcpProxy Uplink { get; private set; } = null!;

    /// <summary>What the ledger's broker has logged.</summary>
    public string CloudLog => cloud!.Log;

    private int LedgersPort => cloud?.Port ?? BrokerPort;

    /// <summary>How somebody reaches the ledger's broker.</summary>
    public MqttOptions CloudFor(string clientId, string certificate, string key) =>
        SecuredBrokerFor(clientId, certificate, key) with { Port = LedgersPort };

    /// <summary>Ends the line between the two, and lets nobody dial.</summary>
    public async Task CutUplinkAsync()
    {
        await Uplink.RefuseAsync();
        Uplink.Cut();
    }

    /// <summary>Stops the site's broker in order, and starts it with what it kept.</summary>
    public async Task RestartBrokerAsync(CancellationToken cancellation)
    {
        await broker!.StopAsync(cancellation);
        await broker.StartAgainAsync(cancellation);
    }

    /// <summary>Writes what another broker at the site needs, to dial the ledger's.</summary>
    public Task<string> ConfigureBridgeAsync(string output, int port, CancellationToken cancellation) =>
        ConfigureAsync(output, port, ["--bridge-to", $"localhost:{Number(Uplink.Port)}"], cancellation);

    private async Task StartBrokersAsync(CancellationToken cancellation)
    {
        cloud = await MosquittoBroker.StartAsync(
            async port =>
            {
                await ConfigureAsync("cloud", port, ["--bridged"], cancellation);
                return folder.In("cloud/mosquitto.conf");
            },
            cancellation);
        Uplink = TcpProxy.To(cloud.Port);
        broker = await MosquittoBroker.StartAsync(
            async port =>
            {
                await ConfigureBridgeAsync("broker", port, cancellation);
                return folder.In("broker/mosquitto.conf");
            },
            cancellation);
    }

    private Task<string> ConfigureAsync(
        string output, int port, string[] more, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder.In($"{output}-data"));
        return LedgerSaysAsync(
            [
                "broker", "configure", "--out", folder.In(output), "--name", "localhost", "--bind", "127.0.0.1",
                "--port", Number(port), "--data", folder.In($"{output}-data"), .. more,
            ],
            cancellation);
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
