using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the ledger's folder keeps for its terminals.</summary>
public sealed class SiteTrustTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Card_keys_are_for_their_owner_only_although_others_could_read_those_before()
    {
        var file = folder.In("card-keys.json");
        File.WriteAllText(file, "{}");
        File.SetUnixFileMode(
            file, OwnerOnlyFile.Mode | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var keys = new SiteCardKey[] { new("members", "proof", 2, new string('A', 32)) };
        var trust = new SiteTrust(new FolderStorage(folder.In("")));

        trust.KeepCardKeys(keys);

        Assert.Equal(OwnerOnlyFile.Mode, File.GetUnixFileMode(file));
        Assert.Equal([.. keys], trust.CardKeys!.Value);
    }

    [Fact]
    public void No_enrolment_has_the_ledgers_own_key_as_its_root()
    {
        using var made = LedgerFolder.Create(folder.In("ledger"), Site.Id);
        using var terminal = Es256Signer.Create();
        made.Trust.KeepRoot(made.Signer.PublicKey.ToJsonWebKey());

        Assert.Contains(
            "its own root",
            Assert.Throws<LedgerStoreException>(() => made.Store.Read(books => made.Seal.Write(
                books, Site.Bar, terminal.KeyId, 1, TerminalLimits.Default))).Message,
            StringComparison.Ordinal);
    }
}
