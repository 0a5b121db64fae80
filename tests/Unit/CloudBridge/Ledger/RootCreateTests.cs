using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Which file becomes the site's root: a key of its own, elsewhere, that nobody else can read.</summary>
public sealed class RootCreateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Es256Signer terminal = Es256Signer.Create();

    public RootCreateTests()
    {
        using var ledger = LedgerFolder.Create(State, Site.Id);
        ledger.Authority.Make();
        ledger.Store.Change(draft =>
        {
            draft.Add(new LedgerEntry.TerminalEnrolled(
                Site.Bar,
                terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar },
                1,
                TerminalLimits.Default,
                0));
            return 0;
        });
        Directory.CreateDirectory(folder.In("safe"));
    }

    private string State => folder.In("ledger");

    private string Out => folder.In("safe/root.pem");

    public void Dispose()
    {
        folder.Dispose();
        terminal.Dispose();
    }

    [Fact]
    public void It_is_made_and_one_that_a_power_cut_left_is_taken()
    {
        Assert.Equal(0, Create(Out));
        var first = Root();
        Assert.Equal(OwnerOnlyFile.Mode, File.GetUnixFileMode(Out));
        File.Delete(Path.Combine(State, SiteTrust.RootName));

        Assert.Equal(0, Create(Out));

        Assert.NotNull(first);
        Assert.Equal(first, Root());
    }

    [Theory]
    [InlineData("ledger-key.pem")]
    [InlineData("ca-key.pem")]
    [InlineData("terminal")]
    public void A_key_that_the_site_uses_already_is_no_root(string key)
    {
        var pem = key == "terminal" ? terminal.RevealPem() : File.ReadAllText(Path.Combine(State, key));
        File.WriteAllText(Out, pem);
        File.SetUnixFileMode(Out, OwnerOnlyFile.Mode);

        Assert.NotEqual(0, Create(Out));
        Assert.Null(Root());
    }

    [Fact]
    public void A_key_that_others_can_read_is_no_root()
    {
        using var key = Es256Signer.Create();
        File.WriteAllText(Out, key.RevealPem());
        File.SetUnixFileMode(Out, OwnerOnlyFile.Mode | UnixFileMode.OtherRead);

        Assert.NotEqual(0, Create(Out));
        Assert.Null(Root());
    }

    [Theory]
    [InlineData("ledger")]
    [InlineData("link")]
    [InlineData("chain/within")]
    public void A_place_in_the_ledgers_folder_is_none_by_whatever_name(string way)
    {
        Directory.CreateDirectory(Path.Combine(State, "within"));
        File.CreateSymbolicLink(folder.In("link"), State);
        File.CreateSymbolicLink(folder.In("chain"), "link");

        Assert.Equal(1, Create(folder.In($"{way}/root.pem")));
        Assert.Null(Root());
    }

    private int Create(string output) =>
        RootCreateCommand.Build().Parse(["--state", State, "--out", output]).Invoke();

    private JsonWebKey? Root()
    {
        using var ledger = LedgerFolder.Open(State);
        return ledger.Trust.Root;
    }
}
