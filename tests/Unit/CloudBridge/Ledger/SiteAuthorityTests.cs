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
        var (broker, key) = authority.CertifyBroker(Names);

        var later = Made(Now.AddDays(730 - 91));
        later.CertifyLedger(ledger);
        Assert.Equal((own, first), (later.Certificate, Read(SiteAuthority.LedgerCertificateName)));
        Assert.True(later.IsGoodHost(broker, key, Names));
        Assert.False(later.IsGoodHost(broker, key, ["broker.lan"]));

        var latest = Made(Now.AddDays(730 - 89));
        latest.CertifyLedger(ledger);
        Assert.Equal(own, latest.Certificate);
        Assert.NotEqual(first, Read(SiteAuthority.LedgerCertificateName));
        Assert.False(latest.IsGoodHost(broker, key, Names));
    }

    [Fact]
    public void A_broker_is_good_with_its_own_key_and_its_names_in_any_order()
    {
        var authority = Made(Now);
        var (broker, key) = authority.CertifyBroker(Names);
        var (other, otherKey) = authority.CertifyBroker(Names);

        Assert.True(authority.IsGoodHost(broker, key, ["10.0.0.2", "BROKER.lan", "broker.lan"]));
        Assert.True(authority.IsGoodHost(other, otherKey, Names));
        Assert.False(authority.IsGoodHost(broker, otherKey, Names));
        Assert.False(authority.IsGoodHost(broker, "", Names));
        Assert.False(authority.IsGoodHost("", key, Names));
        Assert.False(authority.IsGoodHost(broker[..200], key, Names));
        Assert.False(authority.IsGoodHost(broker, key, [.. Names, "10.0.0.3"]));
    }

    [Fact]
    public void A_bridges_certificate_is_of_its_own_account_lets_it_be_a_client_only_and_is_made_anew_in_time()
    {
        var authority = Made(Now);
        var (bridge, key) = authority.CertifyBridge();
        var (broker, brokersKey) = authority.CertifyBroker(Names);
        using var certificate = X509Certificate2.CreateFromPem(bridge);

        Assert.Equal($"CN=bridge/{Site.Id}, O={Site.Id}", certificate.Subject);
        Assert.Equal(["1.3.6.1.5.5.7.3.2"], Usages(certificate));
        Assert.True(IsVouchedFor(bridge, authority.Certificate, Now));
        Assert.True(authority.IsGoodBridge(bridge, key));
        Assert.True(Made(Now.AddDays(730 - 91)).IsGoodBridge(bridge, key));
        Assert.False(Made(Now.AddDays(730 - 89)).IsGoodBridge(bridge, key));
        Assert.False(authority.IsGoodBridge(bridge, authority.CertifyBridge().Key));
        Assert.False(authority.IsGoodBridge(broker, brokersKey));
        Assert.False(authority.IsGoodBridge("", key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("damaged")]
    public void A_certificate_of_the_ledger_that_is_damaged_is_made_anew(string content)
    {
        var authority = Made(Now);
        disk.Replace(SiteAuthority.LedgerCertificateName, Encoding.ASCII.GetBytes(content));

        authority.CertifyLedger(ledger);

        Assert.True(IsVouchedFor(Read(SiteAuthority.LedgerCertificateName), authority.Certificate, Now));
    }

    /// <summary>Every terminal believes the one that it knows, and would have to be visited.</summary>
    [Theory]
    [InlineData("ca-key.pem", null)]
    [InlineData("ca-key.pem", "")]
    [InlineData("ca-key.pem", "damaged")]
    [InlineData("ca.pem", "")]
    [InlineData("ca.pem", "damaged")]
    public void An_authority_of_which_a_part_is_lost_is_never_made_anew(string name, string? content)
    {
        var authority = Made(Now);
        if (content is null)
            disk.Delete(name);
        else
            disk.Replace(name, Encoding.ASCII.GetBytes(content));
        var before = Files();

        Action[] acts = [authority.Make, () => authority.Certify(Request()), () => authority.CertifyLedger(ledger)];

        Assert.All(acts, act => Assert.Contains(
            $"{name}' is", Assert.Throws<LedgerStoreException>(act).Message, StringComparison.Ordinal));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void An_authority_with_the_key_of_another_certifies_nobody()
    {
        var authority = Made(Now);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        disk.Replace("ca-key.pem", Encoding.ASCII.GetBytes(other.ExportPkcs8PrivateKeyPem()));

        var error = Assert.Throws<LedgerStoreException>(authority.Make);

        Assert.Contains("ca-key.pem' is not the key of ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>It was made up to its key; what a certificate of that key vouches for, any of that key does.</summary>
    [Fact]
    public void An_authority_that_has_its_key_alone_is_finished_with_it()
    {
        var first = Made(Now).Certificate;
        disk.Delete(SiteAuthority.CertificateName);

        var authority = Made(Now);

        Assert.NotEqual(first, authority.Certificate);
        Assert.False(authority.IsOfAnother(first));
        Assert.True(IsVouchedFor(authority.Certify(Request()), first, Now));
    }

    [Fact]
    public void A_folder_that_knows_another_authority_is_refused()
    {
        var other = new SiteAuthority(new ForgetfulDisk(), Site.Id, new ManualTime(Now));
        other.Make();
        var output = new ForgetfulDisk();
        void Put(string pem) => output.Replace(SiteAuthority.CertificateName, Encoding.ASCII.GetBytes(pem));
        var unmade = new SiteAuthority(disk, Site.Id, new ManualTime(Now));

        BrokerFolder.RefuseAnother(unmade, output);
        Put(other.Certificate);
        Assert.Throws<LedgerStoreException>(() => BrokerFolder.RefuseAnother(unmade, output));
        var authority = Made(Now);
        Assert.Throws<LedgerStoreException>(() => BrokerFolder.RefuseAnother(authority, output));

        Put(authority.Certificate);
        BrokerFolder.RefuseAnother(authority, output);
        Put("");
        BrokerFolder.RefuseAnother(authority, output);
    }

    [Fact]
    public void A_broker_is_certified_anew_when_its_key_is_not_its_own()
    {
        var authority = Made(Now);
        var output = new ForgetfulDisk();

        Assert.True(BrokerFolder.Certify(authority, output, Names));
        Assert.False(BrokerFolder.Certify(authority, output, Names));
        output.Replace(BrokerPlan.KeyName, []);
        Assert.True(BrokerFolder.Certify(authority, output, Names));
        Assert.False(BrokerFolder.Certify(authority, output, Names));
    }

    /// <summary>Beyond it nobody would believe them.</summary>
    [Fact]
    public void What_is_certified_ends_with_the_authority_at_the_latest()
    {
        var end = X509Certificate2.CreateFromPem(Made(Now).Certificate).NotAfter;
        var late = Made(new DateTimeOffset(end).AddDays(-30));

        var (broker, key) = late.CertifyBroker(Names);

        Assert.Equal(end, X509Certificate2.CreateFromPem(broker).NotAfter);
        Assert.True(late.IsGoodHost(broker, key, Names));
        var error = Assert.Throws<LedgerStoreException>(
            () => Made(new DateTimeOffset(end).AddDays(1)).Certify(Request()));
        Assert.Contains("ca.pem' was good until ", error.Message, StringComparison.Ordinal);
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

    private List<string> Files() => [.. disk.List().Select(name => $"{name}: {Read(name)}")];

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
