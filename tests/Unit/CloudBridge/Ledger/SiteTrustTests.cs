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
    public void Card_keys_are_for_their_owner_only_under_a_name_of_their_own()
    {
        var trust = new SiteTrust(new FolderStorage(folder.In("")));

        var first = trust.KeepCardKeys(Keys('A'));
        var second = trust.KeepCardKeys(Keys('B'));

        Assert.Equal(2, Files.Count());
        Assert.All(Files, file => Assert.Equal(OwnerOnlyFile.Mode, File.GetUnixFileMode(file)));
        Assert.Equal(([.. Keys('A')], [.. Keys('B')]), (trust.CardKeys(first)!.Value, trust.CardKeys(second)!.Value));

        trust.ForgetCardKeysBut(second);
        Assert.Contains($"{second.Hash}", Assert.Single(Files), StringComparison.Ordinal);
        Assert.Contains(
            "ledger card-keys --set", Assert.Throws<LedgerStoreException>(() => trust.CardKeys(first)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_its_own_is_removed_and_nothing_while_those_that_count_are_gone()
    {
        var trust = new SiteTrust(new FolderStorage(folder.In("")));
        var first = trust.KeepCardKeys(Keys('A'));
        var second = trust.KeepCardKeys(Keys('B'));
        var cut = $"{Files.First(file => file.Contains($"{second.Hash}", StringComparison.Ordinal))}.new";
        File.WriteAllText(cut, "half");
        File.WriteAllText(folder.In("card-keys-backup.json"), "somebody's");
        File.Delete(Files.First(file => file.Contains($"{second.Hash}", StringComparison.Ordinal)));

        trust.ForgetCardKeysBut(second);
        Assert.False(File.Exists(cut));
        Assert.Equal([.. Keys('A')], trust.CardKeys(first)!.Value);

        trust.ForgetCardKeysBut(trust.KeepCardKeys(Keys('C')));
        Assert.Throws<LedgerStoreException>(() => trust.CardKeys(first));
        Assert.True(File.Exists(folder.In("card-keys-backup.json")));
    }

    /// <summary>Somebody has put another file in its place.</summary>
    [Fact]
    public void Card_keys_that_are_not_those_of_their_digest_are_given_to_nobody()
    {
        var trust = new SiteTrust(new FolderStorage(folder.In("")));
        var said = trust.KeepCardKeys(Keys('A'));
        File.WriteAllBytes(Assert.Single(Files), SiteCardKeys.Write(Keys('B')));

        var why = Assert.Throws<LedgerStoreException>(() => trust.Find(said)).Message;

        Assert.Contains("not the card keys that the books say", why, StringComparison.Ordinal);
        Assert.DoesNotContain("BBBB", why, StringComparison.Ordinal);
        Assert.Throws<LedgerStoreException>(() => trust.CardKeys(said));
    }

    /// <summary>The books say none: what an earlier build was given goes on in enrolments.</summary>
    [Fact]
    public void What_an_earlier_build_kept_goes_on_until_others_are_said()
    {
        File.WriteAllBytes(folder.In("card-keys.json"), SiteCardKeys.Write(Keys('A')));
        var trust = new SiteTrust(new FolderStorage(folder.In("")));
        trust.ForgetCardKeysBut(null);
        Assert.Equal([.. Keys('A')], trust.CardKeys(null)!.Value);

        trust.ForgetCardKeysBut(trust.KeepCardKeys(Keys('B')));

        Assert.Null(trust.CardKeys(null));
        Assert.Single(Files);
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

    private static SiteCardKey[] Keys(char digit) => [new("members", "proof", 2, new string(digit, 32))];

    private IEnumerable<string> Files => Directory.EnumerateFiles(folder.In(""), "card-keys*.json");
}
