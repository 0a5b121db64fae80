using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger;

public sealed class IngestProperties : IDisposable
{
    private static readonly Gen<int> Amount =
        from units in Gen.Choose(1, 900) from gives in Gen.Choose(0, 2) select gives == 0 ? units : -units;

    private static readonly Gen<IngestStory> Story =
        from length in Gen.Choose(1, 8)
        from chain in Gen.ArrayOf(Amount, length)
        from branchesAt in Gen.Choose(0, length)
        from branchLength in Gen.Choose(0, 6)
        from branch in Gen.ArrayOf(Amount, branchLength)
        from saidAgain in Gen.Choose(0, branchLength)
        from steps in Gen.Choose(0, 40)
        from order in Gen.ArrayOf(Gen.Frequency((1, Gen.Choose(-2, -1)), (9, Gen.Choose(0, 60))), steps)
        select new IngestStory(chain, branchesAt, branch, saidAgain, order);

    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Any_order_and_repetition_of_lines_forks_and_what_is_said_again_comes_to_the_same_books()
    {
        var (waited, closed) = (0, 0);
        Holds.For(Story, 300, story =>
        {
            var told = story.Check(site);
            (waited, closed) = (waited + told.Waited, closed + told.Closed);
        });

        Assert.True(waited > 100, $"only {waited} lines had to wait: the stories are too tame");
        Assert.True(closed > 20, $"only {closed} gaps were closed: the stories are too tame");
    }
}
