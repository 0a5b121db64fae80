using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// Has the certificate for the broker renewed over HTTPS at two thirds of its term; the next dial uses the new one.
/// Only one of our own key, of the authority that signed the one before, and good for longer takes its place.
/// </summary>
/// <param name="desk">Asks.</param>
/// <param name="own">The terminal's key.</param>
/// <param name="file">The certificate, in PEM.</param>
/// <param name="authorityFile">Of the authority, in PEM.</param>
/// <param name="chance">Between 0 and 1 at each call: spreads the asking of many terminals.</param>
/// <param name="time">Clock and timer.</param>
/// <param name="logger">Lifecycle only.</param>
internal sealed partial class CertificateRenewal(
    LedgerDesk desk,
    ISigner own,
    string file,
    string authorityFile,
    Func<double> chance,
    TimeProvider time,
    ILogger<CertificateRenewal> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    private string? said;

    /// <summary>What the time is, as far as the terminal trusts that; null: as the machine's clock has it.</summary>
    public Func<long?> TrustedWall { get; set; } = () => null;

    /// <summary>Until when the certificate in use is good; null: it cannot be read.</summary>
    public static DateTimeOffset? EndOf(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            return new DateTimeOffset(certificate.NotAfter);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>From two thirds of its term on.</summary>
    public static bool IsDue(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (begin, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        return now >= begin + ((end - begin) * (2.0 / 3));
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var why = await TryAsync(stop);
                if (why is not null && why != said)
                    LogNotRenewed(logger, why);
                said = why;
                var wait = why is null ? LookEvery : pause;
                pause = why is null ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await Task.Delay(wait * (0.5 + (chance() / 2)), time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>Looks, and has it renewed where that is due.</summary>
    /// <returns>Why it is due and was not done; null: it is not due any more.</returns>
    internal async Task<string?> TryAsync(CancellationToken stop)
    {
        try
        {
            using var before = X509CertificateLoader.LoadCertificateFromFile(file);
            if (!IsOwn(before) || !IsDue(before, Now))
                return null;
            var (pem, why) = await desk.RenewAsync(own, stop);
            if ((pem is null ? why : Flaw(pem, before)) is { } flaw)
                return flaw;
            var full = Path.GetFullPath(file);
            new FolderStorage(Path.GetDirectoryName(full)!).Replace(
                Path.GetFileName(full), Encoding.ASCII.GetBytes(pem!));
            LogRenewed(logger, EndOf(file)?.UtcDateTime ?? default);
            return null;
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private DateTimeOffset Now =>
        TrustedWall() is { } trusted ? DateTimeOffset.FromUnixTimeMilliseconds(trusted) : time.GetUtcNow();

    private bool IsOwn(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        if (key is null)
            return false;
        using var its = CloudBridge.Contract.PublicKey.Of(key);
        return its.KeyId == own.KeyId;
    }

    /// <summary>Why it does not take the place of the one before; null: it does.</summary>
    internal string? Flaw(string pem, X509Certificate2 before)
    {
        using var made = X509Certificate2.CreateFromPem(pem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authorityFile);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = made.NotAfter.AddSeconds(-1);
        return !IsOwn(made) ? "the new certificate is of another key"
            : !made.SubjectName.RawData.AsSpan().SequenceEqual(before.SubjectName.RawData)
                ? "the new certificate is of another name"
            : made.NotBefore > Now ? "the new certificate is not good yet"
            : made.NotAfter <= before.NotAfter ? "the new certificate is not good for longer than the one that is here"
            : !chain.Build(made) ? "the authority of the one that is here has not signed the new certificate"
            : null;
    }

    [LoggerMessage(LogLevel.Information, "The certificate for the broker was renewed: it is good until {Until:u}.")]
    private static partial void LogRenewed(ILogger logger, DateTime until);

    [LoggerMessage(LogLevel.Warning, "The certificate for the broker is due to be renewed, and was not: {Why}")]
    private static partial void LogNotRenewed(ILogger logger, string why);
}
