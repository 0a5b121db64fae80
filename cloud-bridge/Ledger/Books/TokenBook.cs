using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Tokens of the HTTP API.</summary>
internal sealed class TokenBook
{
    private readonly SortedDictionary<string, LedgerEntry.TokenCreated> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, LedgerEntry.TokenCreated> byHash = [];

    /// <summary>Those that were not revoked, by name.</summary>
    public IEnumerable<LedgerEntry.TokenCreated> All => tokens.Values;

    /// <summary>Is there one of this name?</summary>
    public bool Has(string name) => tokens.ContainsKey(name);

    /// <summary>Was one of this hash made, and not revoked?</summary>
    public bool TryFind(Digest hash, [NotNullWhen(true)] out LedgerEntry.TokenCreated? token) =>
        byHash.TryGetValue(hash, out token);

    public void Create(LedgerEntry.TokenCreated token) => tokens[token.Name] = byHash[token.Hash] = token;

    public void Revoke(string name)
    {
        tokens.Remove(name, out var token);
        byHash.Remove(token!.Hash);
    }
}
