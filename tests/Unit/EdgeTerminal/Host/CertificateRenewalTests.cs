using System.Net;
using System.Security.Cryptography.X509Certificates;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A certificate for the broker that nears its end, and a ledger's server.</summary>
public sealed class CertificateRenewalTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(500);

    private readonly TemporaryFolder temporary = new();
    private readonly Es256Signer own = Es256Signer.Create();
    private readonly int port = FreePort.Find();
    private LedgerFolder ledger = null!;
    private LedgerServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string CertificateFile => temporary.In("bar-1.pem");

    private string AuthorityFile => temporary.In("ledger/ca.pem");

    public async ValueTask InitializeAsync()
    {
        ledger = LedgerFolder.Create(temporary.In("ledger"), Site.Id);
        LedgerBench.Add(
            ledger.Store,
            new LedgerEntry.TerminalEnrolled(Site.Bar, own.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));
        server = await LedgerServer.StartAsync(
            new HttpPlan(new IPEndPoint(IPAddress.Loopback, port), ["127.0.0.1"], IsPlain: true),
            ledger,
            NullLoggerFactory.Instance,
            Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        ledger.Dispose();
        own.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public async Task At_two_thirds_of_its_term_another_of_the_same_key_takes_its_place()
    {
        Certify(ago: Long);
        var before = End;

        Assert.Null(await TryAsync());

        Assert.InRange(End - before, Long - TimeSpan.FromDays(1), Long + TimeSpan.FromDays(1));
        using var made = X509CertificateLoader.LoadCertificateFromFile(CertificateFile);
        using var key = global::CloudBridge.Contract.PublicKey.Of(made.GetECDsaPublicKey()!);
        Assert.Equal(own.KeyId, key.KeyId);
        // It is not asked for again.
        var now = await File.ReadAllTextAsync(CertificateFile, Cancellation);
        Assert.Null(await TryAsync());
        Assert.Equal(now, await File.ReadAllTextAsync(CertificateFile, Cancellation));
    }

    [Fact]
    public async Task One_that_is_good_for_a_year_is_left_as_it_is()
    {
        Certify(ago: TimeSpan.FromDays(365));
        var before = End;

        Assert.Null(await TryAsync());

        Assert.Equal(before, End);
    }

    [Fact]
    public async Task A_terminal_that_was_revoked_gets_none()
    {
        Certify(ago: Long);
        var before = End;
        Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

        Assert.Contains("not-enrolled", await TryAsync(), StringComparison.Ordinal);

        Assert.Equal(before, End);
    }

    [Fact]
    public async Task Nobody_gets_two_in_a_day()
    {
        Certify(ago: Long);
        var former = await File.ReadAllTextAsync(CertificateFile, Cancellation);
        Assert.Null(await TryAsync());
        await File.WriteAllTextAsync(CertificateFile, former, Cancellation);

        Assert.Contains("too-soon", await TryAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_authority_signed_does_not_take_its_place()
    {
        Certify(ago: Long);
        var before = End;
        var other = new SiteAuthority(new FolderStorage(temporary.In("other")), Site.Id, TimeProvider.System);
        other.Make();

        Assert.Contains(
            "has not signed", await TryAsync(temporary.In("other/ca.pem")), StringComparison.Ordinal);

        Assert.Equal(before, End);
    }

    [Fact]
    public async Task One_that_is_not_good_yet_does_not_take_its_place()
    {
        Certify(ago: Long);
        var former = await File.ReadAllTextAsync(CertificateFile, Cancellation);
        Certify(ago: -TimeSpan.FromDays(3));
        var next = await File.ReadAllTextAsync(CertificateFile, Cancellation);
        using var before = X509Certificate2.CreateFromPem(former);
        using var pins = Pins();
        using var client = Client();

        Assert.Equal("the new certificate is not good yet", Renewal(pins, client).Flaw(next, before));
    }

    /// <summary>The broker's list of what was taken back is made meanwhile, and knows nothing of the new one.</summary>
    [Fact]
    public void A_terminal_that_is_revoked_while_it_asks_gets_none()
    {
        Certify(ago: Long);
        var account = CertificateSubject.AccountOf(Site.Bar);
        var isRevoked = false;
        var renewals = new Renewals(Site.Id, ledger.Store, ledger.Signer, ledger.Authority, () =>
        {
            if (!isRevoked)
                Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
            isRevoked = true;
            return ledger.Alone();
        });
        var request = new RenewalRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(1));

        var answer = renewals.Answer(SignedMessage.Sign(request, own).Compact);

        Assert.False(answer!.Value.Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.UnknownKey, error.Kind);
        var issued = File.ReadAllText(temporary.In("ledger/certificates.json"));
        Assert.Contains(account, issued, StringComparison.Ordinal);
        Assert.DoesNotContain("\"revokedMilliseconds\":null", issued, StringComparison.Ordinal);
        Assert.Contains("revokedMilliseconds", issued, StringComparison.Ordinal);
    }

    /// <summary>The list of what was taken back is made between, and the former key's is good for years.</summary>
    [Fact]
    public void A_terminal_that_changes_its_key_while_it_asks_gets_none_for_the_former_one()
    {
        Certify(ago: Long);
        using var next = Es256Signer.Create();
        var hasChanged = false;
        var renewals = new Renewals(Site.Id, ledger.Store, ledger.Signer, ledger.Authority, () =>
        {
            if (!hasChanged)
                ChangeKey(next);
            hasChanged = true;
            return ledger.Alone();
        });
        var request = new RenewalRequest(Site.Id, Addressee.Ledger, Site.Bar, new Nonce(1));

        var answer = renewals.Answer(SignedMessage.Sign(request, own).Compact);

        Assert.False(answer!.Value.Succeeded(out _, out var error));
        Assert.Contains("has meanwhile left key", error.Detail, StringComparison.Ordinal);
        var issued = File.ReadAllText(temporary.In("ledger/certificates.json"));
        Assert.Equal(
            issued.Split($"\"key\":\"{own.KeyId}\"").Length, issued.Split("\"revokedMilliseconds\"").Length);
        Assert.True(issued.Split("\"revokedMilliseconds\"").Length > 1);
    }

    private void ChangeKey(Es256Signer next)
    {
        var first = RecordLine.Write(Records.At(1, new Fact.BeatHeard(null, 1, Clock.Noon), Digest.Zero), own);
        LedgerBench.Add(
            ledger.Store, new LedgerEntry.TerminalKeyGranted(Site.Bar, next.PublicKey.ToJsonWebKey(), 2, Clock.Noon));
        var opened = RecordLine.Write(
            Records.At(1, KeyChangeBench.Opening(new RecordName(1, 1, first.Hash())), Digest.Zero) with
            {
                Position = new RecordPosition(2, 1),
            },
            next);
        ledger.Store.Change(draft =>
        {
            var ingest = new Ingest(draft, ledger.Signer);
            foreach (var line in new[] { first, opened })
                Assert.IsType<IngestOutcome.Booked>(ingest.Take(Site.Bar, new ReceivedLine(line.Compact, Site.Id)));
            return true;
        });
    }

    private DateTimeOffset End => CertificateRenewal.EndOf(CertificateFile)!.Value;

    /// <summary>As the ledger did, so long ago.</summary>
    private void Certify(TimeSpan ago)
    {
        var authority = new SiteAuthority(
            new FolderStorage(temporary.In("ledger")), Site.Id, new ManualTime(TimeProvider.System.GetUtcNow() - ago));
        authority.Make();
        File.WriteAllText(CertificateFile, authority.Certify(Site.Bar, own.PublicKey.ToCertificateKey()));
    }

    private async Task<string?> TryAsync(string? authorityFile = null)
    {
        using var pins = Pins();
        using var client = Client();
        return await Renewal(pins, client, authorityFile).TryAsync(Cancellation);
    }

    private LedgerPins Pins() =>
        LedgerPins.Open(new ForgetfulDisk(), new PinnedLedgerKey(Site.Id, ledger.PublicKey, 0, 0, null));

    private LedgerServerClient Client() => LedgerServerClient.Of(
        new Uri($"http://127.0.0.1:{port}"), authorityFile: null, TimeProvider.System);

    private CertificateRenewal Renewal(LedgerPins pins, LedgerServerClient client, string? authorityFile = null) => new(
        new LedgerDesk(client, Site.Id, Site.Bar, pins),
        own,
        CertificateFile,
        authorityFile ?? AuthorityFile,
        () => 0.5,
        TimeProvider.System,
        NullLogger<CertificateRenewal>.Instance);
}
