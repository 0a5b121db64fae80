using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

/// <summary>What waiting for a handshake costs, counted for the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class SilentTlsTests
{
    public static TheoryData<string> Clients => [.. MqttClients.All.Select(client => client.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_broker_that_is_silent_instead_of_shaking_hands_costs_patience_and_no_more(string name)
    {
        if (!MqttClients.TryFind(name, out var client, out var error))
            Assert.Skip($"{error} eng/adapters says why.");
        using var site = new TestAuthority();
        await using var broker = await MosquittoBroker.StartAsync(new MosquittoSettings(), Cancellation);
        await using var proxy = TcpProxy.To(broker.Port);
        proxy.Stall();
        var own = site.Client("gate-1");
        var options = new MqttOptions("localhost", proxy.Port, "gate-1")
        {
            Tls = new MqttTls(site.File) { CertificateFile = own.Certificate, KeyFile = own.Key },
            Patience = TimeSpan.FromSeconds(2),
        };

        var before = Environment.CpuUsage.TotalTime;
        var result = await client.ConnectAsync(options, Cancellation);

        Assert.IsType<MqttFault.Unreachable>(Assert.IsType<MqttConnectResult.Failed>(result).Fault);
        Assert.InRange(Environment.CpuUsage.TotalTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
    }
}
