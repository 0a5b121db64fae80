using Tests.Support;

namespace Tests.RealParts.Simulation;

/// <summary>
/// A seed tells the same story in every process: each has hash codes of its own, and nothing may go by their order.
/// </summary>
public sealed class ReplayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("7")]
    [InlineData("40")]
    public async Task A_seed_tells_the_same_story_in_each_process(string seed)
    {
        var first = await TellAsync(seed);

        Assert.True(first.Length > 1_000, $"{first.Length} lines");
        Assert.Equal(first, await TellAsync(seed));
    }

    private static async Task<string[]> TellAsync(string seed)
    {
        await using var simulation = await ChildProcess.StartAsync(
            "dotnet", new Dictionary<string, string>(),
            Checkout.Simulate, "--seed", seed, "--terminals", "4", "--taps", "300", "--tell");
        var code = await simulation.End(Cancellation);
        Assert.True(code == 0, string.Join('\n', simulation.Output.Seen.TakeLast(5)));
        return [.. simulation.Output.Seen];
    }
}
