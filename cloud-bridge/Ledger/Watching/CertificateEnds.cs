using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Ledger;

/// <summary>
/// Until when the certificates are good without which terminals and ledger do not meet. Read every hour and not when
/// somebody asks: who asks waits for no disk.
/// </summary>
internal sealed class CertificateEnds : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly SiteAuthority authority;
    private readonly IReadOnlyList<string> foreign;
    private readonly ITimer timer;
    private IReadOnlyList<(string Account, DateTimeOffset End)> known = [];

    /// <param name="authority">The site's own.</param>
    /// <param name="foreign">Files with certificates of others that this ledger shows.</param>
    /// <param name="time">Timers.</param>
    public CertificateEnds(SiteAuthority authority, IReadOnlyList<string> foreign, TimeProvider time)
    {
        (this.authority, this.foreign) = (authority, foreign);
        timer = time.CreateTimer(_ => Read(), null, TimeSpan.Zero, Period);
    }

    /// <summary>Adds them to a meter, by whose they are.</summary>
    /// <param name="meter">The ledger's.</param>
    /// <param name="site">Whose it is: a label of all.</param>
    public void AddTo(Meter meter, string site) => meter.CreateObservableGauge(
        "edge_terminal_ledger.certificate.end",
        () => Volatile.Read(ref known).Select(row => new Measurement<double>(
            row.End.ToUnixTimeSeconds(),
            new KeyValuePair<string, object?>("site", site),
            new KeyValuePair<string, object?>("certificate", row.Account))),
        "s",
        "Until when a certificate of the site's own is good, in seconds since 1970.");

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Read()
    {
        try
        {
            Volatile.Write(ref known, [.. authority.Ends(), .. foreign.Select(file => (file, EndOf(file)))]);
        }
        catch (Exception error) when (
            error is CryptographicException or IOException or UnauthorizedAccessException or LedgerStoreException)
        {
            // What was read before stands: a certificate does not become better.
        }
    }

    private static DateTimeOffset EndOf(string file)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return new DateTimeOffset(certificate.NotAfter);
    }
}
