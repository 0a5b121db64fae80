using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>Speaks HTTPS to a ledger.</summary>
internal sealed class LedgerServerClient : IDisposable
{
    private const int LongestAnswer = Jwe.LongestBytes;
    private const string AuthorityKey = "ledger.authority";
    private const string AuthorityOption = "--authority";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Uri server;
    private readonly TimeProvider time;
    private readonly X509Certificate2Collection authorities;
    private readonly string? authorityKey;
    private readonly HttpClient http;
    private string? whyNotTrusted;

    /// <param name="server">Where the ledger is.</param>
    /// <param name="authorities">Who may have signed its certificate; none: whom this machine trusts.</param>
    /// <param name="time">For how long to wait.</param>
    /// <param name="authorityKey">The configuration's, for them; null: somebody has typed a command.</param>
    public LedgerServerClient(
        Uri server, X509Certificate2Collection authorities, TimeProvider time, string? authorityKey = null)
    {
        (this.server, this.authorities, this.time, this.authorityKey) = (server, authorities, time, authorityKey);
        var handler = new SocketsHttpHandler
        {
            // A ledger sends nobody elsewhere, and a site's own is behind no proxy of ours.
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectTimeout = Patience,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = IsTrusted;
        if (authorities.Count > 0)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        http = new HttpClient(handler)
        {
            Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <summary>As the configuration has it.</summary>
    /// <exception cref="EnrolmentException">The authority's file has no certificate.</exception>
    public static LedgerServerClient Of(Uri server, string? authorityFile, TimeProvider time) => new(
        server,
        ReadAuthorities(authorityFile is null ? null : new FileInfo(authorityFile), AuthorityKey),
        time,
        AuthorityKey);

    /// <summary>Reads the certificates of a site's authority.</summary>
    /// <param name="file">Null: there is none.</param>
    /// <param name="named">Where it was named.</param>
    /// <exception cref="EnrolmentException">The file has none.</exception>
    public static X509Certificate2Collection ReadAuthorities(FileInfo? file, string named = AuthorityOption)
    {
        var authorities = new X509Certificate2Collection();
        if (file is null)
            return authorities;
        string? why = null;
        try
        {
            authorities.ImportFromPemFile(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            why = $" {error.Message}";
        }
        return authorities.Count > 0
            ? authorities
            : throw new EnrolmentException(
                $"{named} '{file}': expected the certificate of the site's authority (PEM), ca.pem in the " +
                $"ledger's folder.{why}");
    }

    /// <summary>Asks whose ledger it is.</summary>
    /// <exception cref="EnrolmentException">Nobody says.</exception>
    public async Task<SiteIntroduction> IntroduceAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/v1/site"));
        var (status, mediaType, body, _, why) = await SendAsync(request, cancellation);
        if (why is not null)
            throw new EnrolmentException(why);
        return status == 200 && SiteIntroduction.Read(body).Succeeded(out var introduction, out _)
            ? introduction
            : throw new EnrolmentException(
                $"{server} answers with {status} ({mediaType}), not as a ledger does. Expected the server that " +
                "`ledger terminal create` names.");
    }

    /// <summary>Asks to be enrolled, or how it stands.</summary>
    public Task<ServerReply> AskAsync(byte[] jws, CancellationToken cancellation) =>
        PostAsync("/v1/enrolments", jws, cancellation);

    /// <summary>Says something that is signed.</summary>
    public async Task<ServerReply> PostAsync(
        string path, ReadOnlyMemory<byte> jose, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(jose);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jose");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path)) { Content = content };
        return await ReplyAsync(request, cancellation);
    }

    /// <summary>Asks for what anybody may have.</summary>
    public async Task<ServerReply> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        return await ReplyAsync(request, cancellation);
    }

    private async Task<ServerReply> ReplyAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var (status, mediaType, body, again, why) = await SendAsync(request, cancellation);
        return why is not null ? new ServerReply.Nothing(why)
            : status == 202 ? new ServerReply.Waits()
            : status == 200 ? new ServerReply.Answered(body)
            : ProblemDocument.Read(body).Succeeded(out var problem, out _)
                ? status >= 500
                    ? new ServerReply.Nothing($"{server} has a fault: {problem.Detail}")
                    : new ServerReply.Refused(problem.Name(), problem.Detail, again)
            : new ServerReply.Nothing($"{server} answers with {status} ({mediaType}), not as a ledger does.");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<(int Status, string? MediaType, byte[] Body, TimeSpan? Again, string? Why)> SendAsync(
        HttpRequestMessage request, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        whyNotTrusted = null;
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return (
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                body,
                response.Headers.RetryAfter?.Delta,
                null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unanswered($"{server} has not answered for {Patience.TotalSeconds} seconds.");
        }
        catch (HttpRequestException error)
        {
            return Unanswered(Why(error));
        }
        catch (IOException error)
        {
            return Unanswered($"{server} broke off: {error.Message}");
        }
    }

    private static (int, string?, byte[], TimeSpan?, string?) Unanswered(string why) => (0, null, [], null, why);

    private string Why(HttpRequestException error) => whyNotTrusted is { } why
        ? why
        : error.InnerException is AuthenticationException tls
            ? $"{server} does not speak TLS with us: {tls.InnerException?.Message ?? tls.Message}"
            : $"{server} cannot be reached: {error.Message.TrimEnd('.')}. Expected the server that " +
              "`ledger terminal create` names, running, and this machine in its network.";

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        var now = time.GetUtcNow();
        var flags = chain?.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        whyNotTrusted = $"The certificate of {server} is not accepted: " + (
            errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "there is none."
            : flags.HasFlag(X509ChainStatusFlags.NotTimeValid) && certificate is X509Certificate2 own
                ? $"it is good from {own.NotBefore:yyyy-MM-dd} to {own.NotAfter:yyyy-MM-dd}, and this machine's " +
                  $"clock says {now:yyyy-MM-dd HH:mm}. If the clock is wrong, set it" +
                  (authorityKey is null ? " and run this again." : ".")
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? $"it is not for the name {server.Host}. Expected the server that `ledger terminal create` names."
            : authorities.Count > 0
                ? $"it is not signed by the authority that {authorityKey ?? AuthorityOption} names. Expected ca.pem " +
                  "of this site's ledger."
            : "nobody whom this machine trusts has signed it. If it is of the site's own authority: " +
              $"{authorityKey ?? $"{AuthorityOption} FILE"}, ca.pem in the ledger's folder.");
        return false;
    }
}
