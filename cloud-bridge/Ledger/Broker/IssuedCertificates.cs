using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// Which certificates the site's authority has given to clients, so that they can be taken back, and to servers, so
/// that it is known when they end. Changed by one process at a time. Those of earlier builds are not among them.
/// </summary>
internal sealed class IssuedCertificates(IStorage storage, TimeProvider time)
{
    private const string FileName = "certificates.json";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Notes one, durably, before anybody has it. What has ended by itself is forgotten, but for servers, bridges and
    /// the ledger: that theirs have ended must be seen.
    /// </summary>
    public void Note(string account, X509Certificate2 certificate) => Write(
    [
        .. Read().Where(row => row.UntilMilliseconds > Now || IsOfSite(row.Account) && row.Account != account),
        new IssuedCertificate(
            account,
            certificate.SerialNumber,
            new DateTimeOffset(certificate.NotAfter).ToUnixTimeMilliseconds(),
            null,
            KeyOf(certificate)),
    ]);

    /// <summary>
    /// Until when the site's own have one that is good: ledger, servers, brokers, bridges. Terminals say it themselves.
    /// </summary>
    public IEnumerable<(string Account, DateTimeOffset End)> Ends() =>
        from row in Read()
        where row.RevokedMilliseconds is null && IsOfSite(row.Account)
        group row.UntilMilliseconds by row.Account into ends
        select (ends.Key, DateTimeOffset.FromUnixTimeMilliseconds(ends.Max()));

    /// <summary>Has an account been given one that is good until then, and was not taken back?</summary>
    /// <param name="account">Whose.</param>
    /// <param name="until">When.</param>
    /// <param name="key">Of this key; null: of any. What an earlier build noted is of any.</param>
    public bool HasUntil(string account, DateTimeOffset until, KeyId? key = null) => Read().Any(row =>
        row.Account == account && row.RevokedMilliseconds is null &&
        row.UntilMilliseconds > until.ToUnixTimeMilliseconds() &&
        (key is null || row.Key is null || row.Key == key));

    /// <summary>Takes back all that an account was given until now.</summary>
    public void Revoke(string account) => Revoke(
        row => row.Account == account && (row.RevokedMilliseconds is null || row.IsOfOtherKey), isOfOtherKey: false);

    /// <summary>
    /// Takes back what an account was given of other keys than it may use. What was taken back so of a key that was
    /// granted since is good again: who has the key has no other certificate. Books that were restored make nothing
    /// good again: their grants are older.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="good">Keys that it has or may change to, and when each was granted, since 1970-01-01T00:00:00Z;
    /// null: it was enrolled with it.</param>
    /// <param name="hasChanged">It has had another: of what an earlier build noted nobody knows the key.</param>
    /// <param name="asOf">When somebody looked who has which: what was granted since is good. Null: now.</param>
    /// <returns>The numbers of those that are good again, in hexadecimal.</returns>
    public IReadOnlyList<string> RevokeOthers(
        string account, IReadOnlyDictionary<KeyId, long?> good, bool hasChanged, long? asOf = null)
    {
        Revoke(
            row => row.RevokedMilliseconds is null && row.Account == account &&
                (row.Key is { } key ? !good.ContainsKey(key) : hasChanged),
            isOfOtherKey: true,
            asOf);
        var rows = Read();
        bool IsGoodAgain(IssuedCertificate row) => row.IsOfOtherKey && row.Account == account &&
            row.Key is { } key && good.GetValueOrDefault(key) >= row.RevokedMilliseconds;
        var again = rows.Where(IsGoodAgain).Select(row => row.Serial).ToList();
        if (again.Count > 0)
            Write(
            [
                .. rows.Select(row => IsGoodAgain(row)
                    ? row with { RevokedMilliseconds = null, IsOfOtherKey = false }
                    : row),
            ]);
        return again;
    }

    private void Revoke(Func<IssuedCertificate, bool> isMeant, bool isOfOtherKey, long? asOf = null)
    {
        var rows = Read();
        if (rows.Any(isMeant))
            Write(
            [
                .. rows.Select(row => isMeant(row)
                    ? row with
                    {
                        RevokedMilliseconds = row.RevokedMilliseconds ?? asOf ?? Now, IsOfOtherKey = isOfOtherKey,
                    }
                    : row),
            ]);
    }

    private static KeyId KeyOf(X509Certificate2 certificate)
    {
        using var key = Contract.PublicKey.Of(certificate.GetECDsaPublicKey()!);
        return key.KeyId;
    }

    /// <summary>The list of those that were taken back (RFC 5280, section 5), in PEM.</summary>
    /// <param name="authority">With its key; may sign lists.</param>
    /// <param name="from">From when on brokers believe it.</param>
    /// <param name="until">It does not end before the authority: no broker stops because nobody made another.</param>
    public string List(X509Certificate2 authority, DateTimeOffset from, DateTimeOffset until)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var row in Read())
            if (row.RevokedMilliseconds is { } revoked)
                list.AddEntry(
                    Convert.FromHexString(row.Serial), DateTimeOffset.FromUnixTimeMilliseconds(revoked));
        var made = list.Build(authority, new BigInteger(Now), until, HashAlgorithmName.SHA256, thisUpdate: from);
        return PemEncoding.WriteString("X509 CRL", made) + "\n";
    }

    /// <summary>A terminal's is its name, which has no slash.</summary>
    private static bool IsOfSite(string account) => account.Contains('/', StringComparison.Ordinal);

    private IssuedCertificate[] Read() =>
        !storage.Exists(FileName) ? []
        : StrictJson.Read(storage.Read(FileName), LedgerJson.Default.IssuedCertificateArray)
            .Succeeded(out var rows, out var error)
            ? rows
            : throw new LedgerStoreException(
                $"'{Path.Combine(storage.Name, FileName)}': {error.Detail}. Put it back from a backup: without it no " +
                "certificate can be taken back.");

    private void Write(IssuedCertificate[] rows) => storage.Replace(
        FileName, JsonSerializer.SerializeToUtf8Bytes(rows, LedgerJson.Default.IssuedCertificateArray));
}
