using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using CloudBridge.Mqtt;

namespace EdgeTerminal.Host;

/// <summary>Whether the line to the broker is protected, and for how long yet.</summary>
internal sealed class TlsExaminer(BrokerSettings broker, TimeProvider time)
{
    private const string Subject = "TLS";
    private const string NewCertificate =
        "the daemon renews it where ledger.server is set; else have a new one made: edge-terminal certificate " +
        "request, then ledger broker certificate";

    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(30);

    public Finding Examine() => broker.Tls switch
    {
        null when MqttTls.IsNeedless(broker.Host) => new Finding(Subject, "none, to a broker on this machine"),
        null => new Finding(
            Subject,
            $"none: whoever is in the network between here and {broker.Host} hears everything and can stop it",
            "set mqtt.tls: docs/broker.md"),
        var tls when tls.Check() is { } fault => new Finding(Subject, fault.Detail, "mend mqtt.tls: docs/broker.md"),
        { CertificateFile: { } file } => ExamineCertificate(file),
        _ => new Finding(Subject, "1.3, without a certificate of our own"),
    };

    private Finding ExamineCertificate(string file)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        var end = certificate.NotAfter.ToUniversalTime();
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"1.3, as {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}, until {end:yyyy-MM-dd}");
        return end - time.GetUtcNow().UtcDateTime > EndsSoon
            ? new Finding(Subject, found)
            : new Finding(Subject, found, NewCertificate);
    }
}
