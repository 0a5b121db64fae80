using CloudBridge.Mqtt;
using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>How a configuration says TLS, and what is half said.</summary>
public class TlsConfigurationTests
{
    public static TheoryData<string, string> Half => new()
    {
        { "certificate=/c", "mqtt.tls.authority" },
        { "authority=/a key=/k", "mqtt.tls.certificate" },
        { "authority=/a ca=/a", "mqtt.tls.ca" },
    };

    [Fact]
    public void Without_tls_there_is_none() => Assert.Equal((null, 1883), Read(""));

    [Fact]
    public void The_key_is_the_terminals_own_unless_another_is_named()
    {
        var tls = new MqttTls("/a") { CertificateFile = "/c", KeyFile = "/state/terminal-key.pem" };

        Assert.Equal((tls, 8883), Read("authority=/a certificate=/c"));
        Assert.Equal((tls with { KeyFile = "/k" }, 8883), Read("authority=/a certificate=/c key=/k"));
        Assert.Equal((new MqttTls("/a"), 8883), Read("authority=/a"));
    }

    [Theory]
    [MemberData(nameof(Half))]
    public void What_is_half_said_names_the_key_that_is_missing(string written, string key) =>
        Assert.Contains(Errors(written, out _), error => error.Key == key);

    private static (MqttTls? Tls, int Port) Read(string written)
    {
        var errors = Errors(written, out var read);
        Assert.DoesNotContain(errors, error => error.Key.StartsWith("mqtt", StringComparison.Ordinal));
        return (read.Broker.Tls, read.Broker.Port);
    }

    private static IReadOnlyList<ConfigurationError> Errors(string written, out HostConfiguration read)
    {
        var values = new Dictionary<string, string?> { ["state"] = "/state", ["mqtt:host"] = "broker.lan" };
        foreach (var pair in written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
            values[$"mqtt:tls:{pair[0]}"] = pair[1];
        return ConfigurationReader.ReadWhatIsGood(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out read);
    }
}
