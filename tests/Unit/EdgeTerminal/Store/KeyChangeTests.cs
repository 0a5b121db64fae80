using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>A terminal's key is changed on its disk: as before until it is decided, and done wherever the power went.
/// </summary>
public sealed class KeyChangeTests : IDisposable
{
    private static readonly (string Name, byte[] Content)[] Given =
    [
        ("ca.pem", "the authority's"u8.ToArray()),
        ("bar-1.pem", "a certificate of the next key"u8.ToArray()),
        ("enrolment.jws", "an enrolment for the next key"u8.ToArray()),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly string former;
    private readonly JsonWebKey formerJwk;

    public KeyChangeTests()
    {
        formerJwk = TerminalFolder.Create(State, Site.Id, Site.Bar);
        former = File.ReadAllText(Path.Combine(State, "terminal-key.pem"));
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, "enrolment.jws"), "an enrolment for the former key");
    }

    private string State => folder.In("state");

    private string Output => folder.In("for-terminal");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Until_it_is_decided_the_terminal_is_what_it_was()
    {
        var next = Make();

        using (var opened = TerminalFolder.Open(State))
            Assert.Equal(formerJwk.KeyId, opened.Signer.KeyId.ToString());

        using var found = KeyChange.Find(State);
        Assert.Equal(next, found!.KeyId);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(KeyChange.FolderIn(State), "terminal-key.pem")));
    }

    [Fact]
    public void What_was_abandoned_is_gone_with_its_key()
    {
        Make();

        KeyChange.Abandon(State);

        Assert.Null(KeyChange.Find(State));
        Assert.False(Directory.Exists(KeyChange.FolderIn(State)));
    }

    [Fact]
    public void What_is_decided_is_not_abandoned()
    {
        Decide(Make());

        KeyChange.Abandon(State);

        Assert.True(KeyChange.IsDecided(State));
    }

    [Fact]
    public void Beside_a_change_that_was_cut_short_nobody_takes_the_state_for_whole()
    {
        Decide(Make());

        Assert.Contains(
            "cut short",
            Assert.Throws<StateException>(() => TerminalFolder.LookAtKey(State)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>After each step, and as often again while it is finished.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_power_cut_between_any_two_steps_ends_in_the_same_place(bool again)
    {
        var steps = Steps();
        Assert.Equal(8, steps.Count);
        for (var cut = 0; cut < steps.Count; cut++)
        {
            using var other = new KeyChangeTests();
            var next = other.Make();
            other.Decide(next);
            other.FinishUntil(cut);
            if (again)
                other.FinishUntil(0);

            using (var opened = TerminalFolder.Open(other.State))
                Assert.Equal(next, opened.Signer.KeyId);

            other.AssertDone(next);
        }
    }

    private KeyId Make()
    {
        using var made = KeyChange.Make(State);
        return made.KeyId;
    }

    private void Decide(KeyId next)
    {
        Assert.NotEqual(formerJwk.KeyId, next.ToString());
        KeyChange.Decide(State, Output, formerThrough: 7, Given);
    }

    private static List<string> Steps()
    {
        using var other = new KeyChangeTests();
        other.Decide(other.Make());
        var steps = new List<string>();
        KeyChange.Finish(other.State, steps.Add);
        return steps;
    }

    /// <summary>The power goes behind this step.</summary>
    private void FinishUntil(int cut)
    {
        if (!KeyChange.IsDecided(State))
            return;
        try
        {
            KeyChange.Finish(State, _ =>
            {
                if (cut-- == 0)
                    throw new OperationCanceledException();
            });
        }
        catch (OperationCanceledException)
        {
            // As it was left.
        }
    }

    private void AssertDone(KeyId next)
    {
        Assert.Equal(next.ToString(), TerminalFolder.Look(State).KeyId);
        Assert.Equal(Site.Bar, TerminalFolder.Look(State).Terminal);
        Assert.Equal(
            formerJwk,
            JsonWebKey.Read(File.ReadAllBytes(Path.Combine(State, FormerKeys.NameOf(7)))).OrThrow());
        foreach (var (name, content) in Given)
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(Output, name)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(Output, "enrolment.jws")));
        Assert.False(Directory.Exists(KeyChange.FolderIn(State)));
        // The private half that was is nowhere.
        Assert.DoesNotContain(
            Directory.EnumerateFiles(State, "*", SearchOption.AllDirectories),
            file => Encoding.ASCII.GetString(File.ReadAllBytes(file)).Contains(
                former.Split('\n')[1], StringComparison.Ordinal));
    }
}
