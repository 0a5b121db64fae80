using CloudBridge.Contract;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

public sealed class TerminalFolderTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("et-state-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public void A_new_key_is_for_its_owner_only_and_its_public_half_names_the_terminal()
    {
        var key = TerminalFolder.Create(path, Site.Id, Site.Bar);

        Assert.Equal((Site.Id, Site.Bar), (key.Site!.Value, key.Terminal!.Value));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(path, "terminal-key.pem")));
        using var folder = TerminalFolder.Open(path);
        Assert.Equal(key.KeyId, folder.Signer.KeyId.ToString());
    }

    [Fact]
    public void Made_again_it_is_the_same() =>
        Assert.Equal(
            TerminalFolder.Create(path, Site.Id, Site.Bar), TerminalFolder.Create(path, Site.Id, Site.Bar));

    [Fact]
    public void The_state_of_another_terminal_is_not_overwritten()
    {
        TerminalFolder.Create(path, Site.Id, Site.Bar);

        var error = Assert.Throws<StateException>(
            () => TerminalFolder.Create(path, Site.Id, TerminalId.Parse("bar-2")));

        Assert.Contains("terminal bar-1 at verger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_daemons_do_not_share_a_state()
    {
        TerminalFolder.Create(path, Site.Id, Site.Bar);
        using var first = TerminalFolder.Open(path);

        var error = Assert.Throws<StateException>(() => TerminalFolder.Open(path));

        Assert.Contains("Another edge-terminal uses this state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_key_says_how_to_make_one()
    {
        var error = Assert.Throws<StateException>(() => TerminalFolder.Open(path));

        Assert.Contains("edge-terminal init --state", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Only the service is handed the credential: from a shell its folder looks as if it had no key.</summary>
    [Theory]
    [InlineData("journal/")]
    [InlineData("enrolment.jws")]
    [InlineData("heard-ledger.jwk")]
    public void A_terminal_whose_key_is_a_credential_is_not_made_anew_where_that_is_missing(string trace)
    {
        var known = TerminalFolder.Create(path, Site.Id, Site.Bar);
        File.Delete(Path.Combine(path, "terminal-key.pem"));
        if (trace.EndsWith('/'))
            Directory.CreateDirectory(Path.Combine(path, trace));
        else
            File.WriteAllText(Path.Combine(path, trace), "");

        foreach (var use in new Action[]
        {
            () => TerminalFolder.Create(path, Site.Id, Site.Bar),
            () => new EnrollingFolder(path, path).Identity(),
            () => TerminalFolder.Open(path),
            () => TerminalFolder.LookAtKey(path),
        })
            Assert.Contains(
                "a credential of the service",
                Assert.Throws<StateException>(use).Message,
                StringComparison.Ordinal);
        Assert.Equal(known, TerminalFolder.Look(path));
        Assert.False(File.Exists(Path.Combine(path, "terminal-key.pem")));
    }

    [Fact]
    public void A_name_that_was_kept_without_its_key_and_never_used_is_made_anew()
    {
        var lost = TerminalFolder.Create(path, Site.Id, Site.Bar);
        File.Delete(Path.Combine(path, "terminal-key.pem"));

        Assert.NotEqual(lost.KeyId, TerminalFolder.Create(path, Site.Id, Site.Bar).KeyId);
    }

    [Fact]
    public void A_damaged_key_is_named_and_not_shown()
    {
        TerminalFolder.Create(path, Site.Id, Site.Bar);
        File.WriteAllText(Path.Combine(path, "terminal-key.pem"), "-----BEGIN PRIVATE KEY-----\nsecret\n");

        var error = Assert.Throws<StateException>(() => TerminalFolder.Open(path));

        Assert.Contains("terminal-key.pem", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
