using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>What it takes to be rid of a secret.</summary>
public sealed class RetiredFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Secret => folder.In("card-keys.json");

    public void Dispose() => folder.Dispose();

    /// <summary>As docs/cards.md has it.</summary>
    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.None)]
    public void Whoever_has_its_folder_may_erase_it(UnixFileMode mode)
    {
        File.WriteAllText(Secret, "secret");
        File.SetUnixFileMode(Secret, mode);
        Assert.Null(RetiredFolder.WhyNotErased(Secret));

        RetiredFolder.Erase(Secret);

        Assert.False(File.Exists(Secret));
    }

    [Fact]
    public void What_somebody_else_holds_is_not_erased_unseen()
    {
        File.WriteAllText(Secret, "secret");
        using var held = File.OpenHandle(Secret, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.NotNull(RetiredFolder.WhyNotErased(Secret));
        Assert.Throws<StateException>(() => RetiredFolder.Erase(Secret));
    }
}
