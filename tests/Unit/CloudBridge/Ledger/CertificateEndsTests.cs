using System.Diagnostics.Metrics;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Metrics;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Nobody meets anybody when a certificate has ended: it is said before.</summary>
public sealed class CertificateEndsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ForgetfulDisk disk = new();
    private readonly ManualTime time = new(Now);
    private readonly Es256Signer ledger = Es256Signer.Create();
    private readonly SiteAuthority authority;

    public CertificateEndsTests()
    {
        authority = new SiteAuthority(disk, Site.Id, time);
        authority.Make();
    }

    public void Dispose() => ledger.Dispose();

    [Fact]
    public void Each_of_the_sites_own_says_its_end_and_those_of_terminals_do_not()
    {
        authority.CertifyLedger(ledger);
        authority.CertifyBroker(["broker.lan", "10.0.0.2"]);
        authority.CertifyServer(["ledger.lan"]);
        authority.CertifyBridge();
        using var key = Es256Signer.Create();
        authority.Certify(Site.Bar, key.PublicKey.ToCertificateKey());

        Assert.Equal(
            [
                ("authority/verger", 20 * 365), ("ledger/verger", 730), ("broker/verger/broker.lan", 730),
                ("server/verger/ledger.lan", 730), ("bridge/verger", 730),
            ],
            authority.Ends().Select(row => (row.Account, (int)Math.Round((row.End - Now).TotalDays))));
    }

    [Fact]
    public void The_last_that_was_made_counts_and_one_that_has_ended_goes_on_saying_so()
    {
        authority.CertifyBroker(["broker.lan"]);
        time.Advance(TimeSpan.FromDays(100));
        authority.CertifyBroker(["broker.lan"]);
        authority.CertifyBroker(["other.lan"]);
        Assert.Equal([830, 830], Days());

        time.Advance(TimeSpan.FromDays(800));
        authority.CertifyBroker(["other.lan"]);

        Assert.Equal([830, 1630], Days());
    }

    [Fact]
    public void It_is_read_when_the_ledger_starts_and_every_hour()
    {
        using var meter = new Meter("for the test");
        using var reader = new MetricsReader(meter);
        using var ends = new CertificateEnds(authority, [], time);
        ends.AddTo(meter, "verger");
        time.Advance(TimeSpan.Zero);
        Assert.DoesNotContain("broker/verger", reader.Write(), StringComparison.Ordinal);
        authority.CertifyBroker(["broker.lan"]);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.DoesNotContain("broker/verger", reader.Write(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains(
            "edge_terminal_ledger_certificate_end_seconds{site=\"verger\",certificate=\"broker/verger/broker.lan\"} " +
            $"{Now.AddDays(730).ToUnixTimeSeconds()}",
            reader.Write(),
            StringComparison.Ordinal);
    }

    private IEnumerable<int> Days() => authority.Ends().Skip(1).OrderBy(row => row.Account, StringComparer.Ordinal)
        .Select(row => (int)Math.Round((row.End - Now).TotalDays));
}
