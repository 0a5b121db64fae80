using Tests.Support;

namespace Tests.RealParts.Documents;

/// <summary>The pictures of docs/hardware are what eng/pictures draws; a change of one changes the other.</summary>
public sealed class PictureTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    [Fact]
    public async Task The_pictures_are_what_the_script_draws()
    {
        Assert.SkipUnless(ChildProcess.Exists("node"), "Node.js is not installed (./test and ./demo install it).");
        using var folder = new TemporaryFolder();
        var script = Path.Combine(Checkout.Root, "eng", "pictures", "draw.mjs");
        await using var drawing = await ChildProcess.StartAsync("node", NoEnvironment, script, folder.Path);

        Assert.Equal(0, await drawing.End(TestContext.Current.CancellationToken));
        Assert.Equal(
            Contents(Path.Combine(Checkout.Root, "docs", "hardware")), Contents(folder.Path));
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
}
