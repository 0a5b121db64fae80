using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// A terminal's state folder: its key, its name, its journal, its card list. One daemon at a time uses it.
/// </summary>
public sealed class TerminalFolder : IDisposable
{
    private const string KeyName = TerminalKeyPlace.Name;

    /// <summary>The public key, with the terminal's names.</summary>
    internal const string JwkName = "terminal-key.jwk";

    private const string LockName = "lock";

    /// <summary>The card list's folder.</summary>
    internal const string CardsName = "cards";

    /// <summary>The card cache's folder.</summary>
    internal const string CacheName = "cache";

    /// <summary>Files of an enrolment: somebody has heard of the key.</summary>
    private static readonly string[] TracesOfUse = ["enrolment.jws", "heard-ledger.jwk"];

    private readonly HeldFile held;

    private TerminalFolder(string path, HeldFile held, Es256Signer signer, Func<string, IStorage> storageOf)
    {
        this.held = held;
        Signer = signer;
        State = storageOf(path);
        Journal = storageOf(Path.Combine(path, "journal"));
        Cards = storageOf(Path.Combine(path, CardsName));
        CacheFolder = Path.Combine(path, CacheName);
    }

    /// <summary>Whose signatures count in its journal: its own, and those of keys that it had before.</summary>
    public IKeyRing JournalKeys => FormerKeys.With(State, Signer.PublicKey);

    /// <summary>Signs for this terminal.</summary>
    public Es256Signer Signer { get; }

    /// <summary>The folder itself.</summary>
    public IStorage State { get; }

    /// <summary>The journal's folder.</summary>
    public IStorage Journal { get; }

    /// <summary>The card list's folder.</summary>
    public IStorage Cards { get; }

    /// <summary>Where a card cache may keep files. What is in there can be deleted at any time.</summary>
    public string CacheFolder { get; }

    /// <summary>
    /// Makes a new identity: a private key that only its owner may read, and the public one with the terminal's name.
    /// Where the service manager has handed a key over, that one is taken.
    /// </summary>
    /// <returns>The public key; that of the identity that is there, when it has the same name.</returns>
    /// <exception cref="StateException">The folder holds another identity, or cannot be used.</exception>
    public static JsonWebKey Create(string path, SiteId site, TerminalId terminal) => StateException.Guard(path, () =>
    {
        FolderStorage.Make(path);
        var storage = new FolderStorage(path);
        if (HasKey(path))
        {
            var known = ReadPublicKey(storage);
            return known.Site == site && known.Terminal == terminal
                ? known
                : throw new StateException(
                    $"'{path}' is the state of terminal {known.Terminal} at {known.Site}. Choose another folder.");
        }
        RequireNoKeyElsewhere(path);
        var isGiven = TerminalKeyPlace.Credential() is not null;
        using var signer = isGiven ? ReadKey(path, storage) : Es256Signer.Create();
        var publicKey = signer.PublicKey.ToJsonWebKey() with { Site = site, Terminal = terminal };
        storage.Replace(JwkName, publicKey.Write());
        if (!isGiven)
            storage.Replace(KeyName, System.Text.Encoding.ASCII.GetBytes(signer.RevealPem()));
        return publicKey;
    });

    /// <summary>
    /// From a shell, a terminal whose key is a credential of the service looks as if it had none: another key in its
    /// place could not go on with its journal, and nobody would have enrolled it.
    /// </summary>
    /// <exception cref="StateException">The folder is in use with a key that is not at hand.</exception>
    public static void RequireNoKeyElsewhere(string path)
    {
        if (RetiredFolder.IsIn(path))
            throw new StateException(
                $"'{path}' is the state of terminal {RetiredFolder.Look(path).Terminal}, which serves nobody any " +
                "more (edge-terminal doctor says why). Enrol the machine under another name, in another state folder.");
        if (HasKey(path) || !File.Exists(Path.Combine(path, JwkName)) ||
            !Directory.Exists(Path.Combine(path, "journal")) &&
            !TracesOfUse.Any(name => File.Exists(Path.Combine(path, name))))
            return;
        throw new StateException(
            $"'{path}' is the state of a terminal, and its private key is not there: its key is a credential of the " +
            $"service; run this with it (CREDENTIALS_DIRECTORY), or restore {KeyName}.");
    }

    /// <summary>An identity was made in this folder, and its private key is at hand.</summary>
    public static bool HasKey(string path) =>
        File.Exists(Path.Combine(path, KeyName)) ||
        TerminalKeyPlace.Credential() is not null && File.Exists(Path.Combine(path, JwkName));

    /// <summary>Takes back an identity that nobody has heard of, unless a journal was begun with it.</summary>
    /// <exception cref="StateException">The folder cannot be used.</exception>
    public static void Forget(string path) => StateException.Guard(path, () =>
    {
        var storage = new FolderStorage(path);
        if (Directory.Exists(Path.Combine(path, "journal")))
            return false;
        foreach (var name in new[] { KeyName, JwkName })
            if (storage.Exists(name))
                storage.Delete(name);
        return true;
    });

    /// <summary>Opens a state folder for a daemon, alone.</summary>
    /// <exception cref="StateException">There is no identity in it, or another daemon uses it.</exception>
    public static TerminalFolder Open(string path) => Open(path, folder => new FolderStorage(folder));

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="path">The state folder.</param>
    /// <param name="storageOf">How journal and card list reach their folders.</param>
    public static TerminalFolder Open(string path, Func<string, IStorage> storageOf) => StateException.Guard(path, () =>
    {
        if (KeyChange.IsDecided(path))
            using (Hold(path))
                KeyChange.Finish(path);
        RequireNoKeyElsewhere(path);
        if (!HasKey(path))
            throw new StateException(
                $"No terminal key in '{path}'. For a new terminal make one: " +
                $"edge-terminal init --state {path} --site S --terminal T");
        var storage = new FolderStorage(path);
        var held = Hold(path);
        try
        {
            KeyChange.Tidy(path);
            return new TerminalFolder(path, held, ReadKey(path, storage), storageOf);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    });

    /// <summary>One process at a time.</summary>
    internal static HeldFile Hold(string path)
    {
        var locked = Path.Combine(path, LockName);
        return HeldFile.Hold(
            locked, $"Another edge-terminal uses this state ('{locked}' is held). Stop it, or name another --state.");
    }

    /// <summary>The public key of a state folder, read beside whoever uses it.</summary>
    /// <exception cref="StateException">There is no identity in it, or it cannot be read.</exception>
    public static JsonWebKey Look(string path) => StateException.Guard(path, () =>
        KeyChange.IsDecided(path)
            ? throw new StateException(
                $"The key of the terminal in '{path}' is being changed, and that was cut short: start the daemon, or " +
                "run edge-terminal enroll --new-key again, and it goes on.")
        : HasKey(path) || File.Exists(Path.Combine(path, JwkName)) ? ReadPublicKey(new FolderStorage(path))
        : throw new StateException($"No terminal key in '{path}'."));

    /// <summary>Where the private key of a state folder is: it is also the key of the terminal's certificate.</summary>
    public static string KeyFileIn(string path) => TerminalKeyPlace.In(path);

    /// <summary>The private key and the names of a state folder, read beside whoever uses it.</summary>
    /// <exception cref="StateException">There is no identity in it, or it cannot be read.</exception>
    public static (Es256Signer Signer, JsonWebKey Named) LookAtKey(string path) => StateException.Guard(path, () =>
    {
        RequireNoKeyElsewhere(path);
        var named = Look(path);
        return (ReadKey(path, new FolderStorage(path)), named);
    });

    /// <summary>Does a daemon use this state now?</summary>
    public static bool IsInUse(string path)
    {
        try
        {
            // A shared lock for a moment: refused while a daemon holds its own.
            new FileStream(Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Held, or not for us to know: then better not to touch what a daemon may be using.
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Signer.Dispose();
        held.Dispose();
    }

    private static Es256Signer ReadKey(string path, FolderStorage storage)
    {
        var place = TerminalKeyPlace.In(path);
        if (!File.Exists(place))
            throw new StateException($"No terminal key in '{path}': '{place}' is not there.");
        if (!Es256Signer.ReadPem(File.ReadAllText(place)).Succeeded(out var signer, out var error))
            throw new StateException($"'{place}': {error.Detail}.");
        // A file lies beside its public half; a credential may have been exchanged alone.
        if (TerminalKeyPlace.Credential() is null || !storage.Exists(JwkName) || IsOf(ReadPublicKey(storage), signer))
            return signer;
        var named = ReadPublicKey(storage);
        signer.Dispose();
        throw new StateException(
            $"The credential {KeyName} is another key than that of terminal {named.Terminal} in '{path}'. Give the " +
            "service that one's again, or enrol this one in an empty state folder.");
    }

    private static bool IsOf(JsonWebKey named, Es256Signer signer)
    {
        if (!PublicKey.Read(named).Succeeded(out var key, out _))
            return false;
        using (key)
            return key.KeyId == signer.KeyId;
    }

    private static JsonWebKey ReadPublicKey(FolderStorage storage) =>
        JsonWebKey.Read(storage.Read(JwkName)).Succeeded(out var key, out var error)
            ? key
            : throw new StateException($"'{Path.Combine(storage.Name, JwkName)}': {error.Detail}.");
}
