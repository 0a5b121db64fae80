using System.CommandLine;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>How `ledger run` is told of TLS: as `ledger broker configure` left it, or with files of another authority.
/// </summary>
internal sealed class TlsOptions
{
    private readonly Option<bool> isOn = new("--mqtt-tls")
    {
        Description = "TLS 1.3, with the certificates that `ledger broker configure` made.",
    };

    private readonly Option<FileInfo?> authority = File(
        "--mqtt-authority", "TLS 1.3, to a broker whose certificate this authority signed, in place of the site's.");

    private readonly Option<FileInfo?> certificate = File(
        "--mqtt-certificate", "The ledger's certificate there, in place of the site's.");

    private readonly Option<FileInfo?> key = File("--mqtt-key", "Its private key, in place of the ledger's own.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { isOn, authority, certificate, key })
            command.Options.Add(option);
    }

    /// <returns>Null: without TLS.</returns>
    public MqttTls? Read(ParseResult parsed, string state)
    {
        var (other, own, its) = (parsed.GetValue(authority), parsed.GetValue(certificate), parsed.GetValue(key));
        if (!parsed.GetValue(isOn) && other is null && own is null && its is null)
            return null;
        // To a foreign broker the site's certificate means nothing.
        var isForeign = other is not null && own is null && its is null && !parsed.GetValue(isOn);
        return new MqttTls(other?.FullName ?? Path.Combine(state, SiteAuthority.CertificateName))
        {
            CertificateFile = isForeign
                ? null
                : own?.FullName ?? Path.Combine(state, SiteAuthority.LedgerCertificateName),
            KeyFile = isForeign ? null : its?.FullName ?? Path.Combine(state, LedgerFolder.KeyName),
        };
    }

    private static Option<FileInfo?> File(string name, string description) => new(name)
    {
        Description = description, HelpName = "FILE",
    };
}
