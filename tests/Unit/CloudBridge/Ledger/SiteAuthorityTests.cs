using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the site's own authority certifies, and for how long.</summary>
public sealed class SiteAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["broker.lan", "10.0.0.2"];

    private readonly ForgetfulDisk disk = new();
    private readonly Es256Signer ledger = Es256Signer.Create();
    private readonly Es256Signer terminal = Es256Signer.Create();

    public void Dispose()
    {
        ledger.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public void A_terminals_certificate_has_its_name_and_key_and_lets_it_be_a_client_only()
    {
        using var certificate = X509Certificate2.CreateFromPem(Made(Now).Certify(Request()));
        using var key = global::CloudBridge.Contract.PublicKey.Of(certificate.GetECDsaPublicKey()!);

        Assert.Equal($"CN={Site.Bar}, O={Site.Id}", certificate.Subject);
        Assert.Equal(terminal.KeyId, key.KeyId);
        Assert.Equal(["1.3.6.1.5.5.7.3.2"], Usages(certificate));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(Now.AddDays(730).UtcDateTime, certificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public void The_authority_vouches_for_terminal_ledger_and_broker_and_another_does_not()
    {
        var authority = Made(Now);
        authority.CertifyLedger(ledger);
        var other = new SiteAuthority(new ForgetfulDisk(), Site.Id, new ManualTime(Now));
        other.Make();

        string[] made =
        [
            authority.Certify(Request()),
            Read(SiteAuthority.LedgerCertificateName),
            authority.CertifyBroker(Names).Certificate,
        ];

        Assert.All(made, pem => Assert.True(IsVouchedFor(pem, authority.Certificate, Now)));
        Assert.All(made, pem => Assert.False(IsVouchedFor(pem, other.Certificate, Now)));
    }

    /// <summary>Most terminals have no battery clock, and learn the time from behind the broker.</summary>
    [Fact]
    public void A_terminal_whose_clock_is_years_behind_believes_the_broker()
    {
        var authority = Made(Now);

        Assert.True(IsVouchedFor(authority.CertifyBroker(Names).Certificate, authority.Certificate, Now.AddYears(-6)));
    }

    [Fact]
    public void What_is_there_stays_until_it_ends_soon()
    {
        var authority = Made(Now);
        authority.CertifyLedger(ledger);
        var (own, first) = (authority.Certificate, Read(SiteAuthority.LedgerCertificateName));
        var broker = authority.CertifyBroker(Names).Certificate;

        var later = Made(Now.AddDays(730 - 91));
        later.CertifyLedger(ledger);
        Assert.Equal((own, first), (later.Certificate, Read(SiteAuthority.LedgerCertificateName)));
        Assert.True(later.IsGoodBroker(broker, Names));
        Assert.False(later.IsGoodBroker(broker, ["broker.lan"]));

        var latest = Made(Now.AddDays(730 - 89));
        latest.CertifyLedger(ledger);
        Assert.Equal(own, latest.Certificate);
        Assert.NotEqual(first, Read(SiteAuthority.LedgerCertificateName));
        Assert.False(latest.IsGoodBroker(broker, Names));
    }

    [Fact]
    public void No_terminal_can_be_named_so_that_it_has_the_ledgers_account() =>
        Assert.False(TerminalId.TryParse(CertificateSubject.LedgerAccount(Site.Id), out _));

    private SiteAuthority Made(DateTimeOffset now)
    {
        var authority = new SiteAuthority(disk, Site.Id, new ManualTime(now));
        authority.Make();
        return authority;
    }

    private TerminalCertificateRequest Request() => TerminalCertificateRequest.Read(
        TerminalCertificateRequest.Write(terminal, Site.Id, Site.Bar)).OrThrow();

    private string Read(string name) => Encoding.ASCII.GetString(disk.Read(name));

    private static IEnumerable<string> Usages(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single()
            .EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value!);

    private static bool IsVouchedFor(string pem, string authorityPem, DateTimeOffset at)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var authority = X509Certificate2.CreateFromPem(authorityPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(certificate);
    }
}
