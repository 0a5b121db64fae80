using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CloudBridge.Contract;

/// <summary>
/// The six digits by which an operator tells a terminal of his from others, and how a terminal shows that it knows them
/// without saying them. Whoever hears the proof can find the digits by trying, at some tenths of a second each; the
/// proof itself holds for one terminal's key and one ledger's key only.
/// </summary>
public static class EnrolmentPin
{
    /// <summary>Digits of a PIN.</summary>
    public const int Digits = 6;

    private const int Iterations = 200_000;
    private const int Beyond = 1_000_000;
    private const string Label = "edge-terminal enrolment PIN 1";

    /// <summary>A new one.</summary>
    public static string Create() =>
        RandomNumberGenerator.GetInt32(Beyond).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>May these be one?</summary>
    public static bool IsPin(string digits) => digits.Length == Digits && digits.All(char.IsAsciiDigit);

    /// <summary>
    /// What the ledger keeps of it: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2). The salt is what both ends know
    /// before they have spoken: site and terminal.
    /// </summary>
    public static Digest Derive(SiteId site, TerminalId terminal, string digits)
    {
        Span<byte> derived = stackalloc byte[Digest.Length];
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(digits),
            Encoding.ASCII.GetBytes($"{Label}\n{site}\n{terminal}"),
            derived,
            Iterations,
            HashAlgorithmName.SHA256);
        return Digest.From(derived);
    }

    /// <summary>The proof of a PIN that is kept like this, in one request.</summary>
    /// <param name="derived">See <see cref="Derive"/>.</param>
    /// <param name="terminal">The key that asks.</param>
    /// <param name="ledger">The key that is asked.</param>
    /// <param name="nonce">The request's.</param>
    public static Digest Prove(Digest derived, KeyId terminal, KeyId ledger, Nonce nonce)
    {
        Span<byte> key = stackalloc byte[Digest.Length];
        derived.CopyTo(key);
        Span<byte> proof = stackalloc byte[Digest.Length];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{Label}\n{terminal}\n{ledger}\n{nonce}"), proof);
        return Digest.From(proof);
    }
}
