using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Tokens of the HTTP API. They are in the log, so all workers know them, and know at once of those that are
/// revoked. Of a token itself nobody keeps more than a hash.</summary>
internal sealed class TokenDesk(KeyedStore keyed)
{
    /// <summary>What a token begins with: whoever searches files for secrets knows it by that.</summary>
    public const string Prefix = "etl_";

    private const int SecretBytes = 32;
    private const int SecretDigits = 43;

    /// <summary>A copy of what is known is good for so long.</summary>
    private static readonly TimeSpan CopyKept = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile KnownHashes? copy;
    private int refreshing;

    /// <summary>Makes a token.</summary>
    /// <param name="name">For people.</param>
    /// <param name="scopes">What it may.</param>
    /// <param name="expiresMilliseconds">Its last moment; null: no end.</param>
    /// <param name="token">Itself: nobody can be told it again.</param>
    /// <returns>Why not; null: it is made.</returns>
    public string? Create(string name, IEnumerable<string> scopes, long? expiresMilliseconds, out string token)
    {
        var made = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        token = made;
        if (expiresMilliseconds <= keyed.Now)
            return "it would be over already";
        return keyed.Store.Change(draft =>
        {
            ValueList<string> sorted = [.. Scope.All.Intersect(scopes, StringComparer.Ordinal)];
            return draft.TryAdd(
                new LedgerEntry.TokenCreated(name, HashOf(made), sorted, keyed.Now, expiresMilliseconds));
        });
    }

    /// <summary>Ends a token.</summary>
    /// <returns>Why not; null: it is done.</returns>
    public string? Revoke(string name) =>
        keyed.Store.Change(draft => draft.TryAdd(new LedgerEntry.TokenRevoked(name, keyed.Now)));

    /// <summary>All that were not revoked, also those that are over.</summary>
    public IReadOnlyList<LedgerEntry.TokenCreated> List() => keyed.Store.Read(books => books.Tokens.All.ToList());

    /// <summary>The token of that text; null: there is none, or it is over.</summary>
    public LedgerEntry.TokenCreated? Find(string text) =>
        keyed.Store.Read(books => books.Tokens.TryFind(HashOf(text), out var token) ? token : null) is { } found &&
        !IsOver(found)
            ? found
            : null;

    /// <summary>Has it the form of a token?</summary>
    public static bool IsOfItsForm(string text) =>
        text.Length == Prefix.Length + SecretDigits &&
        text.StartsWith(Prefix, StringComparison.Ordinal) &&
        text[Prefix.Length..].All(digit => char.IsAsciiLetterOrDigit(digit) || digit is '-' or '_');

    /// <summary>
    /// Was there a token of that text within the last second? Whoever tries many cannot hold up the books with it.
    /// </summary>
    public bool MayBeOne(string text)
    {
        var known = copy;
        if (known is null)
            lock (gate)
                known = copy ??= Copy();
        else if (keyed.Time.GetElapsedTime(known.At) >= CopyKept && Interlocked.Exchange(ref refreshing, 1) == 0)
            try
            {
                known = copy = Copy();
            }
            finally
            {
                Volatile.Write(ref refreshing, 0);
            }
        return known.Hashes.Contains(HashOf(text));
    }

    /// <summary>Its time has passed.</summary>
    public bool IsOver(LedgerEntry.TokenCreated token) => token.ExpiresMilliseconds < keyed.Now;

    private KnownHashes Copy()
    {
        var at = keyed.Time.GetTimestamp();
        return new KnownHashes(
            keyed.Store.Read(books => books.Tokens.All.Select(token => token.Hash).ToHashSet()), at);
    }

    private static Digest HashOf(string token) => Digest.Of(Encoding.UTF8.GetBytes(token));

    private sealed record KnownHashes(HashSet<Digest> Hashes, long At);
}
