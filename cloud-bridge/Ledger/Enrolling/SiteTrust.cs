using System.Security.Cryptography;
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

    private const string Prefix = "card-keys";
    private const string Suffix = ".json";
    private const string Unfinished = FolderStorage.Unfinished;

    /// <summary>Where an earlier build kept them, which the books did not say.</summary>
    private const string CardKeysName = $"{Prefix}{Suffix}";

    /// <summary>Told why a terminal is enrolled without card keys that it should be given.</summary>
    public Action<string> Missed { get; set; } = _ => { };

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
    /// <param name="said">By what they are known that the books say; null: they say none.</param>
    /// <exception cref="LedgerStoreException">They are gone, or damaged.</exception>
    public ValueList<SiteCardKey>? CardKeys(CardKeysDigest? said)
    {
        var name = said is null ? CardKeysName : NameOf(said);
        if (said is null && !storage.Exists(name))
            return null;
        var file = said is null ? Read(name) : Find(said);
        try
        {
            return SiteCardKeys.Read(file).Succeeded(out var keys, out var error)
                ? [.. keys]
                : throw Damaged(name, error.Detail);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <summary>The card keys that the books say, to be sealed.</summary>
    /// <param name="said">By what they are known.</param>
    /// <returns>As <see cref="SiteCardKeys.Write"/> has written them: whoever takes them zeroes them.</returns>
    /// <exception cref="LedgerStoreException">They are gone, or others.</exception>
    public byte[] Find(CardKeysDigest said)
    {
        var name = NameOf(said);
        var keys = Read(name);
        if (CardKeysDigest.Of(keys) == said)
            return keys;
        CryptographicOperations.ZeroMemory(keys);
        throw Damaged(name, "these are not the card keys that the books say");
    }

    /// <summary>Keeps the root's public half: from now on every enrolment has it.</summary>
    public void KeepRoot(JsonWebKey root) => storage.Replace(RootName, root.Write());

    /// <summary>
    /// Keeps card keys under a name of their own, beside those before: what the books say can be sealed before they say
    /// these, and afterwards, wherever the power goes.
    /// </summary>
    /// <returns>By what the books are to know them.</returns>
    public CardKeysDigest KeepCardKeys(IEnumerable<SiteCardKey> keys)
    {
        var file = SiteCardKeys.Write(keys);
        var known = CardKeysDigest.Of(file);
        storage.ReplaceSecret(NameOf(known), file);
        CryptographicOperations.ZeroMemory(file);
        return known;
    }

    /// <summary>
    /// Removes card keys that the books say no more, or never said, and what was left half written. As long as those
    /// that they say are gone, the others stay: they may be all that there is.
    /// </summary>
    /// <param name="said">Those that they say; null: none, and what an earlier build kept goes on.</param>
    public void ForgetCardKeysBut(CardKeysDigest? said)
    {
        var kept = said is null ? CardKeysName : NameOf(said);
        var isAtHand = said is null || IsAtHand(said);
        foreach (var name in storage.List())
            if (name != kept && IsOwn(name) && (isAtHand || name.EndsWith(Unfinished, StringComparison.Ordinal)))
                storage.Delete(name);
    }

    /// <summary>Removes card keys that nobody has taken.</summary>
    public void ForgetCardKeys(CardKeysDigest refused) => storage.Delete(NameOf(refused));

    /// <summary>Are the card keys that the books say there, whole, and these?</summary>
    public bool IsAtHand(CardKeysDigest said)
    {
        try
        {
            CryptographicOperations.ZeroMemory(Find(said));
            return true;
        }
        catch (LedgerStoreException)
        {
            return false;
        }
    }

    /// <summary>Nobody else's file has such a name.</summary>
    private static bool IsOwn(string name)
    {
        var whole = name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name;
        return whole == CardKeysName ||
            whole.StartsWith($"{Prefix}-", StringComparison.Ordinal) &&
            whole.EndsWith(Suffix, StringComparison.Ordinal) &&
            whole.Length > Prefix.Length + 1 + Suffix.Length &&
            Digest.TryParse(whole.AsSpan()[(Prefix.Length + 1)..^Suffix.Length], out _);
    }

    private byte[] Read(string name)
    {
        try
        {
            return storage.Read(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Damaged(name, error.Message);
        }
    }

    private static string NameOf(CardKeysDigest known) => $"{Prefix}-{known.Hash}{Suffix}";

    private LedgerStoreException Damaged(string name, string why) => new(
        $"'{Path.Combine(storage.Name, name)}': {why}. Put it back from a backup of the ledger's folder." +
        (name.StartsWith(Prefix, StringComparison.Ordinal) ? " Or set card keys anew: ledger card-keys --set." : ""));
}
