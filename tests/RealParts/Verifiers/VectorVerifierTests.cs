using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>The golden vectors of docs/formats/vectors, read by a program that shares no code with us.</summary>
public sealed class VectorVerifierTests : IDisposable
{
    private static readonly string Vectors = Path.Combine(Checkout.Root, "docs", "formats", "vectors");

    private readonly TemporaryFolder folder = new();

    public VectorVerifierTests()
    {
        if (NodeVerifiers.Missing is { } missing)
            Assert.Skip(missing);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_takes_all_that_are_good_and_refuses_all_that_are_wrong()
    {
        var (code, output, errors) = await RunAsync(Vectors);

        Assert.True(code == 0, string.Join('\n', errors));
        Assert.Matches("^vectors: [0-9]{3,} checks, all good$", Assert.Single(output));
    }

    [Theory]
    [InlineData("journal.json", "\"hash\": \"", "\"hash\": \"x",
        "journal.json: 'the first record of an epoch' has another hash")]
    [InlineData("ack.json", "\"signature\": \"", "\"signature\": \"x", "ack.json: 'a receipt' is not read as it says")]
    [InlineData("beat.json", "\"error\": \"WrongHeader\"", "\"error\": \"BadContent\"",
        "beat.json: 'a header with a member more': WrongHeader; expected BadContent")]
    [InlineData("list.json", "\\\"state\\\":\\\"ok\\\"", "\\\"state\\\":\\\"OK\\\"",
        "list.json: chunk 'all cards' has another hash")]
    public async Task A_vector_that_is_not_what_it_says_is_named(string name, string part, string other, string problem)
    {
        foreach (var path in Directory.EnumerateFiles(Vectors))
            File.Copy(path, folder.In(Path.GetFileName(path)));
        var text = File.ReadAllText(folder.In(name));
        Assert.Contains(part, text, StringComparison.Ordinal);
        File.WriteAllText(folder.In(name), text.Replace(part, other, StringComparison.Ordinal));

        var (code, _, errors) = await RunAsync(folder.In("."));

        Assert.Equal(3, code);
        Assert.Contains(problem, errors);
    }

    private static Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(
        string vectors) =>
        NodeVerifiers.RunAsync("vectors.mjs", ["--folder", vectors], TestContext.Current.CancellationToken);
}
