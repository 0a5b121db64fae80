using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The ledger's key on disk, and the next one while it changes: that one is durable before the books say that it is the
/// ledger's, and takes the first one's place when they do.
/// </summary>
internal sealed class LedgerKeyFiles(FolderStorage storage)
{
    /// <summary>The private key's file; it is also the key of the ledger's certificate.</summary>
    public const string KeyName = "ledger-key.pem";

    private const string NextName = "ledger-key-next.pem";
    private const string PublicName = "ledger-key.jwk";

    /// <summary>There is a key.</summary>
    public bool IsThere => storage.Exists(KeyName);

    /// <summary>The ledger's key.</summary>
    /// <exception cref="LedgerStoreException">It is damaged.</exception>
    public Es256Signer Read() => Read(KeyName);

    /// <summary>The one that may come next; null: the key is not being changed.</summary>
    public Es256Signer? ReadNext() => HasNext ? Read(NextName) : null;

    /// <summary>The key is being changed, or was when that broke off.</summary>
    public bool HasNext => storage.Exists(NextName);

    /// <summary>
    /// The one that is to come next. One that lies there from a change that broke off is thrown away: whoever has taken
    /// the folder has it too.
    /// </summary>
    public Es256Signer MakeNext()
    {
        var made = Es256Signer.Create();
        Write(NextName, made);
        return made;
    }

    /// <summary>The first key of a new ledger.</summary>
    public void Make(Es256Signer key) => Write(KeyName, key);

    /// <summary>The public half of a key whose private half is lost; null: nobody has kept it.</summary>
    public JsonWebKey? ReadLost() =>
        storage.Exists(PublicName) && JsonWebKey.Read(storage.Read(PublicName)).Succeeded(out var key, out _)
            ? key
            : null;

    /// <summary>Keeps the public half, for the day on which the private one is lost.</summary>
    public void KeepPublic(JsonWebKey key) => storage.Replace(PublicName, key.Write());

    /// <summary>The next one takes its place.</summary>
    public void Settle(Es256Signer next)
    {
        Write(KeyName, next);
        if (storage.Exists(PublicName))
            storage.Delete(PublicName);
        storage.Delete(NextName);
    }

    private Es256Signer Read(string name) =>
        Es256Signer.ReadPem(Encoding.ASCII.GetString(storage.Read(name))).Succeeded(out var signer, out var error)
            ? signer
            : throw new LedgerStoreException($"'{Path.Combine(storage.Name, name)}': {error.Detail}.");

    private void Write(string name, Es256Signer key) =>
        storage.Replace(name, Encoding.ASCII.GetBytes(key.RevealPem()));
}
