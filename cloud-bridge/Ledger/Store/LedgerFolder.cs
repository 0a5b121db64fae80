using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>A ledger's state folder: its key, its site, its log, its vault.</summary>
internal sealed class LedgerFolder : IDisposable
{
    /// <summary>The private key's file; it is also the key of the ledger's certificate.</summary>
    public const string KeyName = "ledger-key.pem";

    private const string SiteName = "site.json";
    private const string LockName = "lock";
    private const string ServingName = "serving";

    private readonly string path;
    private readonly FolderStorage storage;

    private LedgerFolder(string path, FolderStorage storage, Es256Signer signer, SiteId site, SiteKey siteKey)
    {
        (this.path, this.storage) = (path, storage);
        (Signer, Site, SiteKey) = (signer, site, siteKey);
        Store = new FileLedgerStore(storage, Alone);
        Vault = new Vault(storage);
        Rejected = new RejectedLines(storage);
        Authority = new SiteAuthority(storage, site, TimeProvider.System);
    }

    /// <summary>Signs for the ledger.</summary>
    public Es256Signer Signer { get; }

    /// <summary>The site.</summary>
    public SiteId Site { get; }

    /// <summary>Turns UIDs into tokens.</summary>
    public SiteKey SiteKey { get; }

    /// <summary>The books.</summary>
    public FileLedgerStore Store { get; }

    /// <summary>UIDs.</summary>
    public Vault Vault { get; }

    /// <summary>What came and is no line of a journal.</summary>
    public RejectedLines Rejected { get; }

    /// <summary>Certifies broker, ledger and terminals.</summary>
    public SiteAuthority Authority { get; }

    /// <summary>Who acts for the treasurer, now.</summary>
    public Treasury Treasury => new(Site, Store, Signer, TimeProvider.System);

    /// <summary>The public key, for terminals and auditors.</summary>
    public JsonWebKey PublicKey => Signer.PublicKey.ToJsonWebKey() with { Site = Site };

    /// <summary>Makes a ledger; one that is there stays, when it is of this site.</summary>
    /// <exception cref="LedgerStoreException">The folder holds another site's, or cannot be used.</exception>
    public static LedgerFolder Create(string path, SiteId site) => Guard(path, () =>
    {
        FolderStorage.Make(path);
        var storage = new FolderStorage(path);
        if (storage.Exists(KeyName))
        {
            var known = Open(path);
            return known.Site == site ? known : throw new LedgerStoreException(
                $"'{path}' is the ledger of site {known.Site}. Choose another folder.");
        }
        using var signer = Es256Signer.Create();
        var siteFile = new SiteFile(site, SiteKey.Create().Reveal());
        storage.Replace(SiteName, JsonSerializer.SerializeToUtf8Bytes(siteFile, LedgerJson.Default.SiteFile));
        storage.Replace(KeyName, Encoding.ASCII.GetBytes(signer.RevealPem()));
        return Open(path);
    });

    /// <summary>Opens a ledger.</summary>
    /// <exception cref="LedgerStoreException">There is none, or it cannot be used.</exception>
    public static LedgerFolder Open(string path) => Guard(path, () =>
    {
        if (!File.Exists(Path.Combine(path, KeyName)))
            throw new LedgerStoreException($"No ledger in '{path}'. Make one: ledger init --state {path} --site S");
        var storage = new FolderStorage(path);
        var pem = Encoding.ASCII.GetString(storage.Read(KeyName));
        if (!Es256Signer.ReadPem(pem).Succeeded(out var signer, out var error))
            throw new LedgerStoreException($"'{Path.Combine(path, KeyName)}': {error.Detail}.");
        if (!StrictJson.Read(storage.Read(SiteName), LedgerJson.Default.SiteFile).Succeeded(out var site, out error) ||
            !SiteKey.TryParse(site.SiteKey, out var siteKey))
            throw new LedgerStoreException($"'{Path.Combine(path, SiteName)}': {error?.Detail ?? "not a site key"}.");
        return new LedgerFolder(path, storage, signer, site.Site, siteKey!);
    });

    /// <summary>Waits until no other process changes this ledger.</summary>
    public IDisposable Alone() => FileLock.Enter(Path.Combine(path, LockName));

    /// <summary>Held by the one process that serves terminals; commands work beside it.</summary>
    /// <exception cref="LedgerStoreException">Another one serves.</exception>
    public IDisposable Serve()
    {
        var file = Path.Combine(path, ServingName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LedgerStoreException(
                $"Another `ledger run` serves this state, or '{file}' cannot be held: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Store.Dispose();
        Signer.Dispose();
    }

    private static LedgerFolder Guard(string path, Func<LedgerFolder> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LedgerStoreException($"Cannot use '{path}': {error.Message}", error);
        }
    }
}
