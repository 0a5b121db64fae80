using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// What terminals of a site are given besides the ledger's key: the public half of the offline root, whose private half
/// is kept elsewhere, and the keys by which they prove cards. Files of the ledger's folder, for its owner only.
/// </summary>
internal sealed class SiteTrust(IStorage storage)
{
    /// <summary>The root's public half.</summary>
    public const string RootName = "root.jwk";

    private const string CardKeysName = "card-keys.json";

    /// <summary>The root's public half; null: none was made.</summary>
    /// <exception cref="LedgerStoreException">The file is damaged.</exception>
    public JsonWebKey? Root
    {
        get
        {
            if (!storage.Exists(RootName))
                return null;
            if (!JsonWebKey.Read(storage.Read(RootName)).Succeeded(out var jwk, out var error) ||
                !PublicKey.Read(jwk).Succeeded(out var key, out error))
                throw Damaged(RootName, error.Detail);
            key.Dispose();
            return jwk;
        }
    }

    /// <summary>Of all populations that the site accepts; null: the ledger keeps none.</summary>
    /// <exception cref="LedgerStoreException">The file is damaged.</exception>
    public ValueList<SiteCardKey>? CardKeys =>
        !storage.Exists(CardKeysName) ? null
        : SiteCardKeys.Read(storage.Read(CardKeysName)).Succeeded(out var keys, out var error) ? [.. keys]
        : throw Damaged(CardKeysName, error.Detail);

    /// <summary>Keeps the root's public half: from now on every enrolment has it.</summary>
    public void KeepRoot(JsonWebKey root) => storage.Replace(RootName, root.Write());

    /// <summary>Keeps card keys, in place of those before.</summary>
    public void KeepCardKeys(IEnumerable<SiteCardKey> keys) =>
        storage.ReplaceSecret(CardKeysName, SiteCardKeys.Write(keys));

    private LedgerStoreException Damaged(string name, string why) => new(
        $"'{Path.Combine(storage.Name, name)}': {why}. Put it back from a backup of the ledger's folder.");
}
