using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>The story in which a treasurer decides is one in which the ledger agrees to each decision.</summary>
public class TreasurerTests
{
    [Theory]
    [InlineData("150 out of suspense")]
    [InlineData("-150 out of suspense")]
    [InlineData("gap of station through 1/4")]
    public void What_the_treasurer_decides_is_done_and_everything_comes_together(string act)
    {
        var told = new List<string>();
        var run = Run.Of(Tour.OfReturns(seed: 1), narrate: told.Add);

        Assert.Null(run.Broken);
        Assert.Contains(told, line => line.EndsWith($"treasurer: {act}: done", StringComparison.Ordinal));
    }
}
