using CloudBridge.Mqtt;

namespace Tests.Support;

/// <content>TLS: what an operator does for it, with the commands that are shipped.</content>
public sealed partial class RunningSite
{
    /// <summary>Broker and programs speak TLS.</summary>
    public bool IsSecured => plan.IsSecured;

    private string BrokerHost => plan.IsSecured ? "localhost" : "127.0.0.1";

    /// <summary>How somebody reaches the secured broker.</summary>
    /// <param name="clientId">Unique there.</param>
    /// <param name="certificate">In PEM; null: none.</param>
    /// <param name="key">Its key.</param>
    public MqttOptions SecuredBrokerFor(string clientId, string? certificate, string? key) =>
        new("localhost", BrokerPort, clientId)
        {
            Tls = new MqttTls(folder.In("broker/ca.pem")) { CertificateFile = certificate, KeyFile = key },
        };

    /// <summary>The same, as the site's ledger.</summary>
    public MqttOptions SecuredBrokerForLedger(string clientId) => SecuredBrokerFor(
        clientId, folder.In($"{LedgerState}/ledger.pem"), folder.In($"{LedgerState}/ledger-key.pem"));

    /// <summary>Writes the broker's configuration, again after terminals were enrolled.</summary>
    public Task<string> ConfigureBrokerAsync(CancellationToken cancellation) => ConfigureBrokerAsync(
        BrokerPort, cancellation);

    /// <summary>The running broker reads who may do what.</summary>
    public Task ReloadBrokerAsync(CancellationToken cancellation) => broker!.ReloadAsync(cancellation);

    /// <summary>What the broker has logged.</summary>
    public string BrokerLog => broker!.Log;

    /// <summary>Has the ledger certify an enrolled terminal.</summary>
    /// <param name="state">The terminal's state folder.</param>
    /// <param name="output">The certificate and the authority's go there.</param>
    /// <param name="cancellation">The test's own.</param>
    public async Task CertifyAsync(string state, string output, CancellationToken cancellation)
    {
        var request = await TerminalSaysAsync(["certificate", "request", "--state", state], cancellation);
        await File.WriteAllTextAsync(state + ".csr", request, cancellation);
        await LedgerSaysAsync(["broker", "certificate", state + ".csr", "--out", output], cancellation);
    }

    private async Task SecureAsync(CancellationToken cancellation)
    {
        await StartBrokerAsync(cancellation);
        await CertifyAsync(folder.In("terminal"), folder.In("for-terminal"), cancellation);
    }

    private async Task StartBrokerAsync(CancellationToken cancellation)
    {
        if (plan.IsBridged)
            await StartBrokersAsync(cancellation);
        else
            broker = await MosquittoBroker.StartAsync(
                async port =>
                {
                    await ConfigureBrokerAsync(port, cancellation);
                    return folder.In("broker/mosquitto.conf");
                },
                cancellation);
    }

    private Task<string> ConfigureBrokerAsync(int port, CancellationToken cancellation) => plan.IsBridged
        ? ConfigureBridgeAsync("broker", port, cancellation)
        : ConfigureAsync("broker", port, [], cancellation);
}
