using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>What an enrolment that is under way keeps on disk, and what it leaves there.</summary>
/// <param name="state">The terminal's state folder.</param>
/// <param name="output">Where enrolment and certificates go.</param>
internal sealed class EnrollingFolder(string state, string output) : IEnrollingFolder
{
    /// <summary>The enrolment, as `ledger enroll` writes it.</summary>
    public const string EnrolmentName = "enrolment.jws";

    /// <summary>The certificate of the site's authority.</summary>
    public const string AuthorityName = "ca.pem";

    /// <summary>The keys of the cards that the site accepts.</summary>
    public const string CardKeysName = "card-keys.json";

    private const string HeardName = "heard-ledger.jwk";

    /// <inheritdoc/>
    public KeyId? Replaces => null;

    /// <inheritdoc/>
    public TerminalId? Name => null;

    /// <summary>Its key and its name; null: none was made yet.</summary>
    /// <exception cref="StateException">One was, and the private key is not at hand.</exception>
    public (Es256Signer Signer, SiteId Site, TerminalId Terminal)? Identity()
    {
        TerminalFolder.RequireNoKeyElsewhere(state);
        if (!TerminalFolder.HasKey(state))
            return null;
        var (signer, named) = TerminalFolder.LookAtKey(state);
        if (named is { Site: { } site, Terminal: { } terminal })
            return (signer, site, terminal);
        signer.Dispose();
        throw new EnrolmentException($"The key in '{state}' has no name. Choose another --state.");
    }

    /// <summary>Makes key and name.</summary>
    public (Es256Signer Signer, SiteId Site, TerminalId Terminal) Make(SiteId site, TerminalId terminal)
    {
        TerminalFolder.Create(state, site, terminal);
        return (TerminalFolder.LookAtKey(state).Signer, site, terminal);
    }

    /// <summary>
    /// Holds the ledger's key against the one that was heard when this enrolment began, or keeps it for the next run.
    /// </summary>
    /// <exception cref="EnrolmentException">It is another.</exception>
    public void Hear(JsonWebKey ledger, KeyId key)
    {
        var storage = new FolderStorage(state);
        if (!storage.Exists(HeardName))
        {
            storage.Replace(HeardName, ledger.Write());
            return;
        }
        if (!JsonWebKey.Read(storage.Read(HeardName)).Succeeded(out var before, out var error) ||
            !PublicKey.Read(before).Succeeded(out var known, out error))
            throw new EnrolmentException($"'{Path.Combine(state, HeardName)}': {error.Detail}. Remove it.");
        using (known)
            if (known.KeyId != key)
                throw new EnrolmentException(
                    $"The server answers with another ledger's key ({key}) than when this enrolment began " +
                    $"({known.KeyId}). Either somebody stands between, or it is another ledger now; only if you know " +
                    "that it is, begin again with another --state: a new key.");
    }

    /// <summary>Takes back a key that was made for nothing: the name may have been mistyped.</summary>
    public void Forget()
    {
        TerminalFolder.Forget(state);
        Drop();
    }

    /// <summary>Writes what the ledger has given.</summary>
    public KeptEnrolment Keep(EnrolmentAnswer answer)
    {
        var storage = new FolderStorage(output);
        var certificate = $"{answer.Terminal}.pem";
        storage.Replace(AuthorityName, Encoding.ASCII.GetBytes(answer.Authority));
        storage.Replace(certificate, Encoding.ASCII.GetBytes(answer.Certificate));
        if (answer.CardKeys is { } keys)
            Keep(storage, CardKeysName, SiteCardKeys.Write(keys));
        // Last: without it nothing starts, so what a power cut leaves is not taken for a whole.
        Keep(storage, EnrolmentName, Encoding.ASCII.GetBytes(answer.Enrolment + "\n"));
        Drop();
        return new KeptEnrolment(
            Path.Combine(storage.Name, EnrolmentName),
            Path.Combine(storage.Name, certificate),
            Path.Combine(storage.Name, AuthorityName),
            answer.CardKeys is null ? null : Path.Combine(storage.Name, CardKeysName));
    }

    /// <summary>A secret: a file that is there may be readable by others.</summary>
    private static void Keep(FolderStorage storage, string name, byte[] content)
    {
        if (storage.Exists(name))
            storage.Delete(name);
        storage.Replace(name, content);
    }

    private void Drop()
    {
        var storage = new FolderStorage(state);
        if (storage.Exists(HeardName))
            storage.Delete(HeardName);
    }
}
