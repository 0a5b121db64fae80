using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>A day at a festival comes out the same whenever it is told.</summary>
public class FestivalTests
{
    [Fact]
    public void A_day_holds_and_its_report_is_the_same_for_a_seed()
    {
        var first = Run.Of(Festival.Write(seed: 3, terminals: 10, guests: 60, hours: 1));
        var again = Run.Of(Festival.Write(seed: 3, terminals: 10, guests: 60, hours: 1));
        var another = Run.Of(Festival.Write(seed: 4, terminals: 10, guests: 60, hours: 1));

        Assert.Null(first.Broken);
        Assert.Contains("refused: ", first.Day);
        Assert.Equal(first.Day, again.Day);
        Assert.NotEqual(first.Day, another.Day);
    }

    [Fact]
    public void Guests_of_a_day_go_in_pour_and_buy()
    {
        var story = Festival.Write(seed: 3, terminals: 20, guests: 100, hours: 1);

        Assert.Equal(2, story.Happenings.OfType<Happening.LedgerTrouble>().Count());
        var split = Assert.Single(story.Happenings.OfType<Happening.NetworkSplit>());
        Assert.Equal(10, story.Happenings.OfType<Happening.PowerCutAt>().Count());
        foreach (var kind in Enum.GetValues<StationKind>())
        {
            Assert.Contains(
                story.Happenings.OfType<Happening.Visit>(), visit => story.Plan.KindOf(visit.Terminal) == kind);
            Assert.Equal(
                2, split.Parts.Where((_, terminal) => story.Plan.KindOf(terminal) == kind).Distinct().Count());
        }
    }
}
