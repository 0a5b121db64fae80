using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// What a PIN is known by: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2) over its digits, 32 bytes. It slows
/// guessing down and cannot prevent it: a PIN of six digits is found in days by whoever has the enrolment file.
/// </summary>
/// <param name="Card">Whose.</param>
/// <param name="Salt">At least 16 bytes in base64url.</param>
/// <param name="Iterations">From <see cref="FewestIterations"/> to <see cref="MostIterations"/>.</param>
/// <param name="Hash">43 digits of base64url.</param>
public sealed record StaffPin(CardToken Card, string Salt, int Iterations, string Hash)
{
    /// <summary>Digits of the shortest PIN.</summary>
    public const int FewestDigits = 4;

    /// <summary>Digits of the longest PIN.</summary>
    public const int MostDigits = 12;

    /// <summary>Fewer are too quick to try.</summary>
    public const int FewestIterations = 10_000;

    /// <summary>More keep a small board busy for seconds.</summary>
    public const int MostIterations = 1_000_000;

    /// <summary>Some tenths of a second on a small board.</summary>
    public const int UsualIterations = 200_000;

    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>Keeps a PIN.</summary>
    /// <param name="card">Whose.</param>
    /// <param name="digits">See <see cref="IsPin"/>.</param>
    /// <param name="iterations">How slow it is to try.</param>
    public static StaffPin Of(CardToken card, string digits, int iterations = UsualIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new StaffPin(
            card,
            Base64Url.EncodeToString(salt),
            iterations,
            Base64Url.EncodeToString(Derive(digits, salt, iterations)));
    }

    /// <summary>May these be a PIN?</summary>
    public static bool IsPin(string digits) =>
        digits.Length is >= FewestDigits and <= MostDigits && digits.All(char.IsAsciiDigit);

    /// <summary>Is it this PIN?</summary>
    public bool Matches(string digits)
    {
        if (!IsPin(digits) || !CanonicalBase64Url.TryDecode(Salt, out var salt) ||
            !CanonicalBase64Url.TryDecode(Hash, out var hash))
            return false;
        var derived = Derive(digits, salt, Iterations);
        var isSame = CryptographicOperations.FixedTimeEquals(derived, hash);
        CryptographicOperations.ZeroMemory(derived);
        return isSame;
    }

    /// <summary>As it stands in an enrolment.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ContractJson.Default.StaffPin);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() =>
        Iterations is < FewestIterations or > MostIterations
            ? $"staff.pins: iterations: expected {FewestIterations} to {MostIterations}"
        : !CanonicalBase64Url.TryDecode(Salt, out var salt) || salt.Length < SaltLength
            ? $"staff.pins: salt: expected at least {SaltLength} bytes in base64url"
        : !CanonicalBase64Url.TryDecode(Hash, out var hash) || hash.Length != HashLength
            ? $"staff.pins: hash: expected {HashLength} bytes in base64url"
        : null;

    /// <summary>Says whose it is, not what it holds.</summary>
    public override string ToString() => $"PIN of card {Card}";

    private static byte[] Derive(string digits, byte[] salt, int iterations)
    {
        var password = Encoding.ASCII.GetBytes(digits);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, HashLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
