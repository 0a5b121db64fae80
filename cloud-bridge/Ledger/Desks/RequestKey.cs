using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What tells a request that is made again from another one.</summary>
/// <param name="Key">Of the token's name and the request's key.</param>
/// <param name="Fingerprint">Of what it asks.</param>
/// <param name="By">The token's name.</param>
internal sealed record RequestKey(Digest Key, Digest Fingerprint, string By)
{
    /// <summary>
    /// Hashed with the site's key: a request may hold a UID, and the log must not let anybody guess it.
    /// </summary>
    /// <param name="siteKey">Of the site.</param>
    /// <param name="by">The token's name.</param>
    /// <param name="key">As the client chose it.</param>
    /// <param name="what">Method and path.</param>
    /// <param name="body">As it was sent.</param>
    public static RequestKey Of(SiteKey siteKey, string by, string key, string what, ReadOnlySpan<byte> body)
    {
        var secret = Encoding.ASCII.GetBytes(siteKey.Reveal());
        Span<byte> hash = stackalloc byte[Digest.Length];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"idempotency-key\n{by}\n{key}"), hash);
        var hashed = Digest.From(hash);
        HMACSHA256.HashData(secret, [.. Encoding.UTF8.GetBytes($"request\n{what}\n"), .. body], hash);
        return new RequestKey(hashed, Digest.From(hash), by);
    }
}
