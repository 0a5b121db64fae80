using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// What a change of the terminal's key keeps on disk while it is under way, beside the key in use. A next key whose
/// request does not stand any more is never used: a copy of the disk may have been made meanwhile.
/// </summary>
/// <param name="state">The state folder, held.</param>
/// <param name="present">The key in use, with its names.</param>
/// <param name="pins">The ledger's key: the terminal knows it, and hears no other here.</param>
/// <param name="time">How old a next key is.</param>
internal sealed class NewKeyFolder(string state, Enrolment present, LedgerPins pins, TimeProvider time)
    : IEnrollingFolder
{
    /// <summary>So long a request stands at the ledger: docs/enrolment.md.</summary>
    public static readonly TimeSpan RequestTerm = TimeSpan.FromDays(1);

    private const string MadeName = "made-at";

    /// <inheritdoc/>
    public KeyId? Replaces => present.TerminalKey;

    /// <inheritdoc/>
    public TerminalId? Name => present.Terminal;

    /// <inheritdoc/>
    public (Es256Signer Signer, SiteId Site, TerminalId Terminal)? Identity()
    {
        if (!IsYoung())
            KeyChange.Abandon(state);
        return KeyChange.Find(state) is { } signer ? (signer, present.Site, present.Terminal) : null;
    }

    /// <inheritdoc/>
    public (Es256Signer Signer, SiteId Site, TerminalId Terminal) Make(SiteId site, TerminalId terminal)
    {
        KeyChange.Abandon(state);
        // First: a key of which nobody knows how old it is is none.
        new FolderStorage(KeyChange.FolderIn(state)).Replace(
            MadeName, Encoding.ASCII.GetBytes(Now.ToString(CultureInfo.InvariantCulture)));
        return (KeyChange.Make(state), present.Site, present.Terminal);
    }

    /// <inheritdoc/>
    public void Hear(JsonWebKey ledger, KeyId key)
    {
        if (pins.Find(key) is null)
            throw new EnrolmentException(
                $"The server answers with another ledger's key ({key}) than the one that this terminal believes " +
                $"({pins.Pinned.KeyId}). Either somebody stands between, or the ledger has another key since: then " +
                "start the daemon with the network, so that it hears of that, stop it, and run this again.");
    }

    /// <inheritdoc/>
    public void Forget() => KeyChange.Abandon(state);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A clock that was set back says nothing of how old it is.</summary>
    private bool IsYoung()
    {
        var file = Path.Combine(KeyChange.FolderIn(state), MadeName);
        return File.Exists(file) &&
            long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var made) &&
            Now - made is >= 0 and var age && age < RequestTerm.TotalMilliseconds;
    }
}
