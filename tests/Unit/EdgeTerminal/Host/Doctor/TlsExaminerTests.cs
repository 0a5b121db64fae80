using CloudBridge.Mqtt;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of the line to the broker.</summary>
public sealed class TlsExaminerTests : IDisposable
{
    private readonly TestAuthority authority = new();

    public void Dispose() => authority.Dispose();

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.2", true)]
    [InlineData("broker.lan", true)]
    [InlineData("localhost.example", true)]
    public void Without_TLS_only_a_broker_on_this_machine_is_good(string host, bool isProblem) =>
        Assert.Equal(isProblem, Examine(host, tls: null).IsProblem);

    [Theory]
    [InlineData(31, false)]
    [InlineData(29, true)]
    [InlineData(-1, true)]
    public void A_certificate_that_ends_soon_is_a_problem(int days, bool isProblem)
    {
        var client = authority.Client("bar-1", days);

        var finding = Examine(
            "broker.lan", new MqttTls(authority.File) { CertificateFile = client.Certificate, KeyFile = client.Key });

        Assert.StartsWith("1.3, as bar-1, until 20", finding.Found, StringComparison.Ordinal);
        Assert.Equal(isProblem, finding.IsProblem);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_a_problem()
    {
        var finding = Examine("broker.lan", new MqttTls("/nowhere/ca.pem"));

        Assert.Contains("'/nowhere/ca.pem': expected", finding.Found, StringComparison.Ordinal);
        Assert.StartsWith("mend mqtt.tls", finding.Remedy, StringComparison.Ordinal);
    }

    private static Finding Examine(string host, MqttTls? tls)
    {
        var broker = new BrokerSettings(host, 8883, null, null, TimeSpan.FromSeconds(30)) { Tls = tls };
        return new TlsExaminer(broker, TimeProvider.System).Examine();
    }
}
