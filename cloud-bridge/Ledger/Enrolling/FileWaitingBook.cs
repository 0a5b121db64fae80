using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>In a file of its own in the ledger's folder, for its owner only.</summary>
/// <param name="storage">The ledger's folder.</param>
/// <param name="enter">Waits until no other process has it.</param>
internal sealed class FileWaitingBook(IStorage storage, Func<IDisposable> enter) : IWaitingBook
{
    /// <summary>Owner only, as all of the folder.</summary>
    public const string FileName = "enrolling.json";

    private readonly Lock gate = new();

    /// <inheritdoc/>
    public T Change<T>(Func<WaitingFile, (WaitingFile After, T Answer)> step)
    {
        lock (gate)
        {
            using var alone = enter();
            var stored = Find(storage) ?? WaitingFile.Empty;
            var (after, answer) = step(stored);
            if (!ReferenceEquals(after, stored))
                storage.Replace(
                    FileName, JsonSerializer.SerializeToUtf8Bytes(after, WaitingJson.Default.WaitingFile));
            return answer;
        }
    }

    /// <summary>What a folder has; null: nothing.</summary>
    /// <exception cref="LedgerStoreException">It is damaged.</exception>
    public static WaitingFile? Find(IStorage storage)
    {
        if (!storage.Exists(FileName))
            return null;
        return StrictJson.Read(storage.Read(FileName), WaitingJson.Default.WaitingFile)
            .Succeeded(out var file, out var error)
                ? file
                : throw new LedgerStoreException(
                    $"'{Path.Combine(storage.Name, FileName)}': {error.Detail}. Remove it: terminals that wait must " +
                    "then be created again; those that are enrolled do not depend on it.");
    }
}
