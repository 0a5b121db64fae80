using FsCheck;
using FsCheck.Fluent;

namespace Tests.Property.EdgeTerminal.Core;

public class WatermarkProperties
{
    private static readonly Gen<ModelStep[]> Story =
        from length in Gen.Choose(1, 80)
        from steps in Gen.ArrayOf(
            from kind in Gen.Frequency(
                (6, Gen.Constant(StepKind.Sell)),
                (4, Gen.Constant(StepKind.Ingest)),
                (1, Gen.Constant(StepKind.Refill)),
                (3, Gen.Constant(StepKind.PublishList)),
                (4, Gen.Constant(StepKind.DeliverList)),
                (3, Gen.Constant(StepKind.DeliverAck)),
                (1, Gen.Constant(StepKind.Restart)),
                (1, Gen.Constant(StepKind.LosePower)))
            from choice in Gen.Choose(0, 9)
            select new ModelStep(kind, choice),
            length)
        select steps;

    [Fact]
    public void Acks_and_lists_in_any_order_leave_the_balance_right()
    {
        var (sales, lists) = (0, 0);
        Holds.For(Story, 1_000, story =>
        {
            var model = Play(PlantedBug.None, story);
            sales += model.Sales;
            lists += model.ListsApplied;
        });

        // A run counts only if it did something.
        Assert.True(sales > 3_000 && lists > 2_000, $"{sales} sales, {lists} lists");
    }

    [Fact]
    public void The_planted_bug_that_an_ack_gives_the_balance_back_is_caught() =>
        IsCaught(PlantedBug.AckGivesTheBalanceBack);

    [Fact]
    public void The_planted_bug_that_a_list_overtakes_an_ack_is_caught() =>
        IsCaught(PlantedBug.ListOvertakesAck);

    private static void IsCaught(PlantedBug bug)
    {
        var caught = Story.Sample(300, new Rnd(2026, 11), 50).Count(story =>
        {
            try
            {
                Play(bug, story);
                return false;
            }
            catch (WatermarkModel.Broken)
            {
                return true;
            }
        });

        Assert.True(caught >= 50, $"caught in {caught} of 300 stories");
    }

    private static WatermarkModel Play(PlantedBug bug, ModelStep[] story)
    {
        var model = new WatermarkModel(bug);
        model.Begin();
        foreach (var step in story)
            model.Step(step);
        return model;
    }
}
