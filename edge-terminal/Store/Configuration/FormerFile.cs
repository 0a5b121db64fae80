using System.Globalization;
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
    public byte[]? Read(ConfigVersion with) =>
        ReadAll() is var (numbers, message) && numbers.Contains($"{with}", StringComparer.Ordinal) ? message : null;

    /// <summary>Of one that was there and is lost: it has what went on last.</summary>
    /// <param name="used">Which was in force last: what counted with earlier ones alone is out of date. Null: none.
    /// </param>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? ReadOfLost(ConfigVersion? used) =>
        ReadAll() is var (numbers, message) && numbers.Any(number => IsNotBefore(number, used)) ? message : null;

    /// <summary>What is there counts with the one that is stored next too: the one that it counted with is lost.
    /// </summary>
    /// <exception cref="IOException">It cannot be stored, or there is nothing.</exception>
    public void KeepOn(ConfigVersion next)
    {
        if (ReadAll() is not var (numbers, message))
            throw new IOException($"{name} in {storage.Name} is gone");
        if (!numbers.Contains($"{next}", StringComparer.Ordinal))
            Write($"{string.Join(' ', numbers)} {next}", message);
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
        Write(withWhich, before);
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

    private static bool IsNotBefore(string number, ConfigVersion? used) =>
        number.Split('.') is [var era, var version] &&
        long.TryParse(era, NumberStyles.None, CultureInfo.InvariantCulture, out var ofEra) &&
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var ofVersion) &&
        (used is null || new ConfigVersion(ofEra, ofVersion) >= used);

    private (string[] Numbers, byte[] Message)? ReadAll()
    {
        if (!storage.Exists(name))
            return null;
        var all = storage.Read(name);
        var end = Array.IndexOf(all, (byte)'\n');
        return end < 0 ? null : (Encoding.ASCII.GetString(all, 0, end).Split(' '), all[(end + 1)..]);
    }

    private void Write(string numbers, byte[] message) =>
        storage.ReplaceSecret(name, [.. Encoding.ASCII.GetBytes($"{numbers}\n"), .. message]);
}
