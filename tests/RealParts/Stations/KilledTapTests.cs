using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>A drink station that is killed (SIGKILL) again and again, in pours and around them.</summary>
public sealed class KilledTapTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1_500);

    private static int Kills => LongRuns.AreWanted ? 100 : 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whenever_it_is_killed_each_hold_has_one_end_and_nobody_pays_more_than_was_held()
    {
#pragma warning disable RS0030 // Seeded.
        var chance = new Random(Seed);
#pragma warning restore RS0030
        await using var tap = await LoneTap.OpenAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Half of them surely in a pour, the others somewhere between the tap and the flow.
            await (kill % 2 == 0 ? tap.BeginAsync() : tap.Station.PutAsync(Kiosks.Guest));
            await Task.Delay(Longest * chance.NextDouble(), TimeProvider.System, Cancellation);
            await tap.Station.PullThePlugAsync();
            await tap.ShutsAsync();
            await tap.Station.TakeAsync();
            var before = tap.Station.Journal;

            await tap.Station.StartAgainAsync(LoneTap.Serving);

            var now = tap.Station.Journal;
            Assert.Equal(before, now.Take(before.Count));
            AreSettled(now);
        }

        var ends = tap.Station.Facts<Fact.Capture>().GroupBy(capture => capture.End)
            .ToDictionary(group => group.Key, group => group.Count());
        output.WriteLine($"{Kills} kills; {tap.Station.Facts<Fact.Hold>().Count()} holds, captures: " +
            $"{string.Join(", ", ends.Select(end => $"{end.Value} {end.Key}"))}; " +
            $"{tap.Station.Facts<Fact.Release>().Count()} releases.");
        Assert.True(ends.ContainsKey("powerCut"), "it was never killed behind a mark");
        await tap.Station.PullThePlugAsync();
        await tap.Station.VerifyAsync();
    }

    private static void AreSettled(IReadOnlyList<JournalRecord> journal)
    {
        var ends = journal.Select(record => record.Fact).Where(fact => fact is Fact.Capture or Fact.Release)
            .ToLookup(fact => fact is Fact.Capture capture ? capture.Held : ((Fact.Release)fact).Held);
        var marks = journal.Select(record => record.Fact).OfType<Fact.Mark>().ToLookup(mark => mark.Held);
        foreach (var record in journal)
            if (record.Fact is Fact.Hold hold)
            {
                var end = Assert.Single(ends[record.Position]);
                if (end is Fact.Capture capture)
                    LoneTap.IsBilled(hold, capture);
                // Nobody took a card away: each end is what a start made of the marks.
                Assert.Equal(marks[record.Position].LastOrDefault()?.Pulses ?? 0, (end as Fact.Capture)?.Pulses ?? 0);
            }
    }
}
