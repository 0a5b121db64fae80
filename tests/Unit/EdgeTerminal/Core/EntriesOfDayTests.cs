using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>How often a card was heard to go in, whatever a journal says.</summary>
public class EntriesOfDayTests
{
    [Fact]
    public void More_people_than_can_be_counted_are_as_many_as_can_be()
    {
        var most = new EntriesOfDay(Kiosks.Beer.Id, IsFree: true, Day: 7, Clock.Noon, int.MaxValue);
        var added = EntriesOfDay.Add(EntriesOfDay.Add([], most), most with { LatestMilliseconds = Clock.Noon + 1 });

        Assert.Equal([most with { LatestMilliseconds = Clock.Noon + 1 }], added);
    }
}
