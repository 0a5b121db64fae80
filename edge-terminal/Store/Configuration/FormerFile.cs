using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// A message of which a part goes on, beside the one that is kept: a line with the numbers of those that it counts
/// with, and the message, or nothing where none was sent before.
/// </summary>
/// <param name="storage">The state folder.</param>
/// <param name="name">The file there.</param>
internal sealed class FormerFile(IStorage storage, string name)
{
    /// <returns>Null: there is none for this one.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? Read(ConfigVersion with)
    {
        if (!storage.Exists(name))
            return null;
        var all = storage.Read(name);
        var end = Array.IndexOf(all, (byte)'\n');
        return end >= 0 &&
            Encoding.ASCII.GetString(all, 0, end).Split(' ').Contains($"{with}", StringComparer.Ordinal)
                ? all[(end + 1)..]
                : null;
    }

    /// <summary>
    /// It counts with the one that is stored next; and with the one that is there, where it counted with that before:
    /// the power may go before the other is stored.
    /// </summary>
    /// <param name="next">Which is stored next.</param>
    /// <param name="now">Which is there; null: none.</param>
    /// <param name="countsNow">It counts with that.</param>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public void Keep(ConfigVersion next, ConfigVersion? now, bool countsNow)
    {
        var (withWhich, before) = now is null ? ($"{next}", (byte[])[])
            : !countsNow ? ($"{next}", storage.Read(SentConfigStore.FileName))
            : ($"{now} {next}", Read(now) ?? throw new IOException($"{name} in {storage.Name} is gone"));
        storage.ReplaceSecret(name, [.. Encoding.ASCII.GetBytes($"{withWhich}\n"), .. before]);
    }

    /// <summary>It counts no more, and has secrets in it.</summary>
    /// <returns>False: it is still there. It is tried again when the next one is stored, or a start follows this one.
    /// </returns>
    public bool Forget()
    {
        try
        {
            if (storage.Exists(name))
                storage.Delete(name);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
