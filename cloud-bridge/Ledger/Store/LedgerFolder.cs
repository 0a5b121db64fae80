using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>A ledger's state folder: its key, its site, its log, its vault.</summary>
internal sealed class LedgerFolder : IDisposable
{
    /// <inheritdoc cref="LedgerKeyFiles.KeyName"/>
    public const string KeyName = LedgerKeyFiles.KeyName;

    private const string SiteName = "site.json";
    private const string LockName = "lock";
    private const string ServingName = "serving";
    private const string DatabaseName = "database";
    private const string DeskLockName = "enrolling-lock";
    private const string KeyLockName = "key-lock";
    private const string CardKeyLockName = "card-keys-lock";

    private const string HowToMove =
        "Books are moved by nobody: make another ledger in an empty folder, and close this one.";

    private readonly string path;
    private readonly FolderStorage storage;
    private readonly PostgresDatabase? database;

    private LedgerFolder(
        string path,
        FolderStorage storage,
        Es256Signer signer,
        SiteId site,
        SiteKey siteKey,
        PostgresDatabase? database)
    {
        (this.path, this.storage) = (path, storage);
        (Signer, Site, SiteKey) = (signer, site, siteKey);
        Keys = new LedgerKeyFiles(storage);
        this.database = database;
        Store = database is null ? new FileLedgerStore(storage, Alone) : new PostgresLedgerStore(database);
        Vault = database is null ? new Vault(storage) : new PostgresVault(database);
        Authority = new SiteAuthority(storage, site, TimeProvider.System);
        Trust = new SiteTrust(storage);
        Seal = new EnrolmentSeal(site, siteKey, signer, Trust);
        Desk = new EnrolmentDesk(
            database is null
                ? new FileWaitingBook(storage, () => FileLock.Enter(Path.Combine(path, DeskLockName)))
                : new PostgresWaitingBook(database, storage),
            new EnrollingLedger(Seal, Store, Authority, Alone),
            TimeProvider.System);
        Server = new ServerFiles(storage, Authority);
        var keyed = new KeyedStore(Store, TimeProvider.System);
        Cards = new CardDesk(keyed, Vault, siteKey);
        Money = new MoneyDesk(keyed, site, signer, TimeProvider.System);
        Tokens = new TokenDesk(keyed);
        Accounts = new AccountDesk(keyed);
    }

    /// <summary>Signs for the ledger.</summary>
    public Es256Signer Signer { get; }

    /// <summary>The ledger's key on disk.</summary>
    public LedgerKeyFiles Keys { get; }

    /// <summary>The site.</summary>
    public SiteId Site { get; }

    /// <summary>Turns UIDs into tokens.</summary>
    public SiteKey SiteKey { get; }

    /// <summary>The books are in a database: any number of workers serve terminals.</summary>
    public bool IsShared => database is not null;

    /// <summary>The books.</summary>
    public ILedgerStore Store { get; }

    /// <summary>UIDs.</summary>
    public IVault Vault { get; }

    /// <summary>What came and is no line of a journal.</summary>
    /// <param name="worker">Who keeps it, of several; null: one alone. Everybody sees all.</param>
    public RejectedLines Rejected(string? worker = null) => new(storage, worker);

    /// <summary>Certifies broker, ledger and terminals.</summary>
    public SiteAuthority Authority { get; }

    /// <summary>The site's root and card keys.</summary>
    public SiteTrust Trust { get; }

    /// <summary>Writes enrolments.</summary>
    public EnrolmentSeal Seal { get; }

    /// <summary>Enrols terminals over the network.</summary>
    public EnrolmentDesk Desk { get; }

    /// <summary>Gives terminals new certificates.</summary>
    public Renewals Renewals => new(Site, Store, Signer, Authority, Alone);

    /// <summary>What is done to cards and wallets.</summary>
    public CardDesk Cards { get; }

    /// <summary>Payments at the ledger.</summary>
    public MoneyDesk Money { get; }

    /// <summary>Tokens of the HTTP API.</summary>
    public TokenDesk Tokens { get; }

    /// <summary>Accounts of the console.</summary>
    public AccountDesk Accounts { get; }

    /// <summary>What the HTTP server needs, and leaves behind.</summary>
    public ServerFiles Server { get; }

    /// <summary>Who acts for the treasurer, now.</summary>
    public Treasury Treasury => new(Site, Store, Signer, TimeProvider.System);

    /// <summary>An account of the console acts for the treasurer, now.</summary>
    public Treasury TreasuryOf(string account) => new(Site, Store, Signer, TimeProvider.System) { By = account };

    /// <summary>Says what holds at terminals.</summary>
    public ConfigDesk Configs =>
        new(new KeyedStore(Store, TimeProvider.System), Site, Signer, TimeProvider.System);

    /// <summary>Gives terminals card keys.</summary>
    public CardKeyDesk CardKeys =>
        new(Trust, Store, Configs, () => FileLock.Enter(Path.Combine(path, CardKeyLockName)));

    /// <summary>The public key, for terminals and auditors.</summary>
    public JsonWebKey PublicKey => Signer.PublicKey.ToJsonWebKey() with { Site = Site };

    /// <summary>Makes a ledger; one that is there stays, when it is of this site.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="site">The site.</param>
    /// <param name="connection">To the database for its books, as of Npgsql; null: they are in the folder.</param>
    /// <exception cref="LedgerStoreException">The folder holds another site's, or cannot be used.</exception>
    public static LedgerFolder Create(string path, SiteId site, string? connection = null) => Guard(path, () =>
    {
        FolderStorage.Make(path);
        var storage = new FolderStorage(path);
        if (storage.Exists(KeyName))
        {
            var known = Open(path);
            return known.Site != site
                ? throw new LedgerStoreException(
                    $"'{path}' is the ledger of site {known.Site}. Choose another folder.")
                : connection is null || connection == ConnectionIn(storage) ? known
                : throw new LedgerStoreException($"'{path}' is a ledger whose books are elsewhere. {HowToMove}");
        }
        using var signer = Es256Signer.Create();
        if (connection is not null)
        {
            PostgresDatabase.Migrate(connection, site, signer.PublicKey.KeyId);
            storage.Replace(DatabaseName, Encoding.UTF8.GetBytes(connection + "\n"));
        }
        var siteFile = new SiteFile(site, SiteKey.Create().Reveal());
        storage.Replace(SiteName, JsonSerializer.SerializeToUtf8Bytes(siteFile, LedgerJson.Default.SiteFile));
        new LedgerKeyFiles(storage).Make(signer);
        return Open(path);
    });

    /// <summary>Opens a ledger.</summary>
    /// <exception cref="LedgerStoreException">There is none, or it cannot be used.</exception>
    public static LedgerFolder Open(string path) => Guard(path, () => Settled(path, Reach(path)));

    /// <summary>Opens one whose key is to be changed, also where its private half is lost.</summary>
    /// <inheritdoc cref="Open"/>
    public static LedgerFolder OpenToChangeKey(string path) =>
        Guard(path, () =>
        {
            var keys = new LedgerKeyFiles(new FolderStorage(path));
            if (!keys.IsThere && keys.ReadLost() is not null)
                keys.MakeNext().Dispose();
            return Settled(path, Reach(path), mayBeLost: true);
        });

    /// <summary>With the key that is there, or the one that is to take its place.</summary>
    private static LedgerFolder Reach(string path)
    {
        var storage = new FolderStorage(path);
        var keys = new LedgerKeyFiles(storage);
        using var next = keys.ReadNext();
        var (signer, site, siteKey) = ReadIdentity(path, storage);
        var database = ConnectionIn(storage) is { } connection
            ? PostgresDatabase.Open(connection, site, signer.PublicKey.KeyId, next?.KeyId, NameOf(keys.ReadLost()))
            : null;
        return new LedgerFolder(path, storage, signer, site, siteKey, database);
    }

    /// <summary>A change of the key that was booked and broke off is finished.</summary>
    private static LedgerFolder Settled(string path, LedgerFolder folder, bool mayBeLost = false)
    {
        if (!folder.Keys.HasNext)
            return folder;
        using var changing = folder.ChangingKey();
        using var next = folder.Keys.ReadNext();
        if (next is null)
        {
            // Somebody was about to finish it.
            folder.Dispose();
            return Reach(path);
        }
        if (folder.Store.Read(books => books.LedgerKeys.Current) != next.KeyId)
            return folder.Keys.IsThere || mayBeLost ? folder : throw new LedgerStoreException(KeyLost(path));
        folder.SettleKey(next);
        folder.Dispose();
        return Reach(path);
    }

    /// <summary>Why a key that is booked could not be settled; null: it could.</summary>
    public string? WhyNotSettled() => database?.WhyNotHanded();

    /// <summary>The books say that it is the ledger's key: in each place it takes the former one's.</summary>
    public void SettleKey(Es256Signer next)
    {
        using var alone = Alone();
        database?.Hand(next.KeyId);
        if (storage.Exists(SiteAuthority.LedgerCertificateName))
            Authority.CertifyLedger(next);
        Keys.Settle(next);
        if (Trust.Root is not null)
            Keys.KeepPublic(next.PublicKey.ToJsonWebKey() with { Site = Site });
    }

    /// <summary>Makes the tables of a ledger's database those of this build.</summary>
    /// <returns>What was done, in order.</returns>
    /// <exception cref="LedgerStoreException">Its books are in the folder, or it cannot be done.</exception>
    public static IReadOnlyList<string> Migrate(string path) => Guard(path, () =>
    {
        var storage = new FolderStorage(path);
        var (signer, site, _) = ReadIdentity(path, storage);
        using var owned = signer;
        return ConnectionIn(storage) is { } connection
            ? PostgresDatabase.Migrate(connection, site, signer.PublicKey.KeyId)
            : throw new LedgerStoreException($"The books of '{path}' are in the folder; there is nothing to migrate.");
    });

    /// <summary>Where a file of it is.</summary>
    public string In(string name) => Path.Combine(path, name);

    /// <summary>Waits until no other process changes this ledger.</summary>
    public IDisposable Alone() => FileLock.Enter(Path.Combine(path, LockName));

    /// <summary>Waits until nobody else gives this ledger another key: from making it until it is in its place.
    /// </summary>
    public IDisposable ChangingKey() => FileLock.Enter(Path.Combine(path, KeyLockName));

    /// <summary>How a worker of several comes to lead; null: the books are in this folder, and one serves.</summary>
    public ILedgerLead? LeadOf(string worker) =>
        database is null ? null : new PostgresLead(database, worker, PostgresLead.Lease);

    /// <summary>Held by the one process that serves terminals under this name; commands work beside it.</summary>
    /// <param name="worker">One of several on a database; null: alone.</param>
    /// <exception cref="LedgerStoreException">Another one serves.</exception>
    public IDisposable Serve(string? worker = null)
    {
        var file = Path.Combine(path, worker is null ? ServingName : $"{ServingName}-{worker}");
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

    private static (Es256Signer Signer, SiteId Site, SiteKey SiteKey) ReadIdentity(string path, FolderStorage storage)
    {
        var keys = new LedgerKeyFiles(storage);
        var isLost = !keys.IsThere && storage.Exists(SiteName) && keys.ReadLost() is not null;
        if (!keys.IsThere && !isLost)
            throw new LedgerStoreException($"No ledger in '{path}'. Make one: ledger init --state {path} --site S");
        var signer = isLost
            ? keys.ReadNext() ?? throw new LedgerStoreException(KeyLost(path))
            : keys.Read();
        if (!StrictJson.Read(storage.Read(SiteName), LedgerJson.Default.SiteFile)
            .Succeeded(out var site, out var error) ||
            !SiteKey.TryParse(site.SiteKey, out var siteKey))
            throw new LedgerStoreException($"'{Path.Combine(path, SiteName)}': {error?.Detail ?? "not a site key"}.");
        return (signer, site.Site, siteKey!);
    }

    private static string KeyLost(string path) =>
        $"'{Path.Combine(path, KeyName)}' is lost. Put it back from a backup, or let the root name another: " +
        $"ledger rotate-key --state {path} --root FILE --note WHY";

    private static KeyId? NameOf(JsonWebKey? jwk)
    {
        if (jwk is null || !Contract.PublicKey.Read(jwk).Succeeded(out var key, out _))
            return null;
        using (key)
            return key.KeyId;
    }

    private static string? ConnectionIn(FolderStorage storage) => storage.Exists(DatabaseName)
        ? Encoding.UTF8.GetString(storage.Read(DatabaseName)).Trim()
        : null;

    private static T Guard<T>(string path, Func<T> action)
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
