using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What a terminal is given when the operator has confirmed it: signed by the ledger, then encrypted to the terminal's
/// key (<see cref="Jwe"/>), so that nobody between reads the site key or puts in something of his own.
/// </summary>
/// <param name="Version">Of the format.</param>
/// <param name="Site">The site.</param>
/// <param name="Terminal">For whom it is.</param>
/// <param name="TerminalKey">And for which key.</param>
/// <param name="Nonce">Of the request that it answers.</param>
/// <param name="Enrolment">The enrolment file, as one line.</param>
/// <param name="Certificate">The terminal's certificate, in PEM.</param>
/// <param name="Authority">That of the site's authority, in PEM.</param>
/// <param name="CardKeys">Of the populations that the site accepts; null: it keeps none for its terminals.</param>
public sealed record EnrolmentAnswer(
    int Version,
    SiteId Site,
    TerminalId Terminal,
    KeyId TerminalKey,
    Nonce Nonce,
    string Enrolment,
    string Certificate,
    string Authority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ValueList<SiteCardKey>? CardKeys = null)
{
    /// <summary>The format that this build writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What its HTTP body and its JWE's <c>cty</c> are called.</summary>
    private const string ContentType = "jose";

    /// <summary>Its JWE in compact form.</summary>
    public byte[] Write(ISigner ledger, PublicKey terminal) => Jwe.Encrypt(
        Jws.Sign(
            JwsType.EnrolmentAnswer,
            JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Lenient<EnrolmentAnswer>()),
            ledger).Compact.Span,
        ContentType,
        terminal);

    /// <summary>
    /// Reads one, and holds it against what was asked. Members of later builds are skipped: a ledger may give more.
    /// </summary>
    /// <param name="compact">The JWE.</param>
    /// <param name="request">What it must answer.</param>
    /// <param name="terminal">The terminal's key.</param>
    /// <param name="ledger">The ledger's, as it was heard.</param>
    public static Reading<EnrolmentAnswer> Read(
        ReadOnlySpan<byte> compact, EnrolmentRequest request, Es256Signer terminal, IVerifier ledger)
    {
        if (!Jwe.Decrypt(compact, terminal).Succeeded(out var plain, out var error) ||
            !Jws.Open(JwsType.EnrolmentAnswer, plain, new KeyRing(ledger)).Succeeded(out var signed, out error) ||
            !StrictJson.Read(signed.Payload.Span, ContractJson.Lenient<EnrolmentAnswer>())
                .Succeeded(out var answer, out error))
            return error;
        if (answer.Version != CurrentVersion)
            return Bad($"version {answer.Version}; this build reads {CurrentVersion}");
        if (answer.Site != request.Site || answer.Terminal != request.Terminal ||
            answer.TerminalKey != terminal.KeyId || answer.Nonce != request.Nonce)
            return new FormatError(FormatErrorKind.WrongAddressee, "it answers another request than ours");
        if (!Contract.Enrolment.Read(Encoding.ASCII.GetBytes(answer.Enrolment)).Succeeded(out var file, out error))
            return Bad($"enrolment: {error.Detail}");
        if (file.Site != request.Site || file.Terminal != request.Terminal || file.TerminalKey != terminal.KeyId ||
            !PublicKey.Read(file.LedgerKey).Succeeded(out var its, out _) || !Is(its, ledger.KeyId))
            return Bad("enrolment: it is of another terminal, key or ledger");
        if (answer.CardKeys is { } keys && SiteCardKeys.Flaw([.. keys]) is { } badKeys)
            return Bad($"cardKeys: {badKeys}");
        return Flaw(answer, terminal.KeyId) is { } flaw ? Bad(flaw) : answer;
    }

    /// <summary>Says whose it is, not what it holds.</summary>
    public override string ToString() => $"answer to {Terminal} at {Site}";

    private static bool Is(PublicKey key, KeyId id)
    {
        using (key)
            return key.KeyId == id;
    }

    private static string? Flaw(EnrolmentAnswer answer, KeyId terminal)
    {
        try
        {
            using var own = X509Certificate2.CreateFromPem(answer.Certificate);
            using var authority = X509Certificate2.CreateFromPem(answer.Authority);
            using var key = own.GetECDsaPublicKey();
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            // Not now: a terminal need not know the time yet.
            chain.ChainPolicy.VerificationTime = own.NotAfter.AddSeconds(-1);
            return key is null || !Is(PublicKey.Of(key), terminal) ? "certificate: it is of another key than ours"
                : !CertificateSubject.TryRead(own.SubjectName, out var site, out var name) ||
                site != answer.Site || name != answer.Terminal ? "certificate: it is of another terminal"
                : !chain.Build(own) ? "certificate: the authority beside it has not signed it"
                : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return $"certificate: expected two certificates in PEM: {error.Message}";
        }
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
