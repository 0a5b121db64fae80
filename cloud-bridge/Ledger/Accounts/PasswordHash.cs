using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What a password is known by: PBKDF2 with HMAC-SHA-256 (RFC 8018, section 5.2) over its UTF-8, 32 bytes.
/// </summary>
/// <param name="Salt">32 bytes, of this account only.</param>
/// <param name="Iterations">From <see cref="FewestIterations"/> to <see cref="MostIterations"/>.</param>
/// <param name="Hash">It.</param>
public sealed record PasswordHash(Digest Salt, int Iterations, Digest Hash)
{
    /// <summary>OWASP's Password Storage Cheat Sheet, as of 2025.</summary>
    public const int UsualIterations = 600_000;

    /// <summary>Fewer are too quick to try; tests have no time.</summary>
    public const int FewestIterations = 1_000;

    /// <summary>More keep a ledger busy for seconds.</summary>
    public const int MostIterations = 10_000_000;

    /// <summary>Characters of a password that is the only factor (NIST SP 800-63B-4, section 3.1.1.2).</summary>
    public const int Shortest = 15;

    /// <summary>Longer ones are not passwords, but work for the ledger.</summary>
    public const int Longest = 200;

    /// <summary>Keeps a password.</summary>
    /// <param name="password">It: see <see cref="FlawOf"/>.</param>
    /// <param name="iterations">How slow it is to try.</param>
    public static PasswordHash Of(string password, int iterations = UsualIterations)
    {
        var salt = Digest.From(RandomNumberGenerator.GetBytes(Digest.Length));
        return new PasswordHash(salt, iterations, Derive(password, salt, iterations));
    }

    /// <summary>What is wrong with a password that somebody chose; null when nothing is.</summary>
    /// <param name="password">It.</param>
    /// <param name="name">The account's.</param>
    public static string? FlawOf(string password, string name) =>
        password.Length is < Shortest or > Longest
            ? $"password: expected {Shortest} to {Longest} characters: four or five words will do"
        : password.Distinct().Count() < 5 || password.Contains(name, StringComparison.OrdinalIgnoreCase)
            ? "password: expected five different characters at least, and not the account's name in it"
        : null;

    /// <summary>Is it this password? It takes as long to say no.</summary>
    public bool Matches(string password)
    {
        if (password.Length > Longest)
            return false;
        Span<byte> derived = stackalloc byte[Digest.Length];
        Span<byte> kept = stackalloc byte[Digest.Length];
        Derive(password, Salt, Iterations).CopyTo(derived);
        Hash.CopyTo(kept);
        return CryptographicOperations.FixedTimeEquals(derived, kept);
    }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() => Iterations is < FewestIterations or > MostIterations
        ? $"iterations: expected {FewestIterations} to {MostIterations}"
        : null;

    private static Digest Derive(string password, Digest salt, int iterations)
    {
        Span<byte> bytes = stackalloc byte[Digest.Length];
        salt.CopyTo(bytes);
        // One who composes letters with accents and one who does not mean one password.
        var text = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC));
        var hash = Rfc2898DeriveBytes.Pbkdf2(text, bytes, iterations, HashAlgorithmName.SHA256, Digest.Length);
        CryptographicOperations.ZeroMemory(text);
        return Digest.From(hash);
    }
}
