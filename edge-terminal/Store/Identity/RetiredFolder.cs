using CloudBridge.Contract;
using CloudBridge.Storage;
using Microsoft.Win32.SafeHandles;

namespace EdgeTerminal.Store;

/// <summary>
/// The state folder of a terminal that serves nobody any more. What it was is left, and its journal, until the ledger
/// has all of that and after; its secrets go. Each step can be done again, wherever the power went.
/// </summary>
public sealed class RetiredFolder : IDisposable
{
    /// <summary>The file that says so.</summary>
    public const string FileName = "retired.json";

    /// <summary>The file that says that the ledger has its journal: that is not asked again, wherever the ledger is.
    /// </summary>
    private const string HandedInName = "handed-in";

    private readonly string path;
    private readonly HeldFile held;

    private RetiredFolder(string path, HeldFile held, FormerEnrolment former, Func<string, IStorage> storageOf)
    {
        (this.path, this.held, Former) = (path, held, former);
        State = storageOf(path);
        Journal = storageOf(Path.Combine(path, "journal"));
    }

    /// <summary>What it was.</summary>
    public FormerEnrolment Former { get; }

    /// <summary>The folder itself.</summary>
    public IStorage State { get; }

    /// <summary>The journal's folder.</summary>
    public IStorage Journal { get; }

    /// <summary>The ledger has all of its journal.</summary>
    public bool IsHandedIn => State.Exists(HandedInName);

    /// <summary>It is kept by the service manager: only people can take it away.</summary>
    public static bool IsKeyElsewhere => TerminalKeyPlace.Credential() is not null;

    /// <summary>Is this such a folder?</summary>
    public static bool IsIn(string path) => File.Exists(Path.Combine(path, FileName));

    /// <summary>Makes a folder one, durably.</summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public static void Begin(string path, FormerEnrolment former) => StateException.Guard(path, () =>
    {
        new FolderStorage(path).Replace(FileName, former.Write());
        return true;
    });

    /// <summary>What it was, read beside whoever uses it.</summary>
    /// <exception cref="StateException">It cannot be read.</exception>
    public static FormerEnrolment Look(string path) => StateException.Guard(path, () =>
        FormerEnrolment.Read(new FolderStorage(path).Read(FileName)).Succeeded(out var former, out var error)
            ? former
            : throw new StateException(
                $"'{Path.Combine(path, FileName)}': {error.Detail}. This terminal serves nobody any more: hand its " +
                "journal in (edge-terminal journal export, ledger ingest)."));

    /// <summary>Opens one, alone.</summary>
    /// <exception cref="StateException">It is none, or another process uses it.</exception>
    public static RetiredFolder Open(string path, Func<string, IStorage> storageOf) => StateException.Guard(path, () =>
    {
        var former = Look(path);
        var held = TerminalFolder.Hold(path);
        try
        {
            return new RetiredFolder(path, held, former, storageOf);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    });

    /// <summary>Says durably that the ledger has all of its journal.</summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public void NoteHandedIn() => StateException.Guard(path, () =>
    {
        if (!IsHandedIn)
            State.Replace(HandedInName, "The ledger has acknowledged all of this journal.\n"u8);
        return true;
    });

    /// <summary>The keys that have signed its journal.</summary>
    /// <param name="present">The last of them.</param>
    public IKeyRing JournalKeys(PublicKey present) => FormerKeys.With(State, present);

    /// <summary>The last key that has signed its journal.</summary>
    /// <exception cref="StateException">It cannot be read.</exception>
    public PublicKey ReadPublicKey() => PublicKey.Read(TerminalFolder.Look(path)).Succeeded(out var key, out var error)
        ? key
        : throw new StateException($"'{path}': the terminal's public key: {error.Detail}.");

    /// <summary>Takes the card list and what is kept beside it away.</summary>
    /// <param name="path">The state folder, retired or about to be.</param>
    public static void EraseLists(string path) => StateException.Guard(path, () =>
    {
        foreach (var name in new[] { TerminalFolder.CardsName, TerminalFolder.CacheName })
            if (Directory.Exists(Path.Combine(path, name)))
                Directory.Delete(Path.Combine(path, name), recursive: true);
        // Who opens a folder makes durable what was done in it.
        _ = new FolderStorage(path);
        return true;
    });

    /// <summary>Takes the private key away, where it is a file of this folder.</summary>
    public void EraseKey() => Erase(Path.Combine(path, TerminalKeyPlace.Name));

    /// <summary>
    /// Takes a secret file away; one that is not there is gone. What a flash card keeps of it in its spare cells no
    /// program can reach.
    /// </summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public static void Erase(string file) => StateException.Guard(file, () =>
    {
        if (!File.Exists(file))
            return false;
        // Empty of it first: where the folder is another's, that much can be done all the same.
        if (TryOpen(file) is { } opened)
            using (opened)
            {
                RandomAccess.Write(opened, new byte[RandomAccess.GetLength(opened)], 0);
                RandomAccess.FlushToDisk(opened);
            }
        var full = Path.GetFullPath(file);
        new FolderStorage(Path.GetDirectoryName(full)!).Delete(Path.GetFileName(full));
        return true;
    });

    /// <summary>To be written, as far as that can be: keys may be there to be read only.</summary>
    /// <returns>Null: it cannot be written, but may be removed.</returns>
    /// <exception cref="IOException">Somebody else has it.</exception>
    private static SafeFileHandle? TryOpen(string file)
    {
        try
        {
            if (!Environment.IsPrivilegedProcess)
                File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserWrite);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's; its folder may be ours.
        }
        try
        {
            return File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Why <see cref="Erase"/> would fail for who asks; null: it would not, or nothing is there.</summary>
    public static string? WhyNotErased(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            // As it is: who only asks changes nothing.
            File.OpenHandle(file, FileMode.Open, FileAccess.Write).Dispose();
        }
        catch (UnauthorizedAccessException)
        {
            // Whoever may remove it need not write it.
        }
        catch (IOException error)
        {
            return error.Message;
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return FolderStorage.IsWritable(folder) ? null : $"'{folder}' cannot be written";
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
