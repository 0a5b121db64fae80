using System.Collections.Immutable;
using HardwareDrivers.Pn532;

namespace Tests.Bench;

/// <summary>
/// A chip that hangs, to the chip that reads a card again, rung by rung of the ladder: on the emulated chip over a real
/// pseudo-terminal. A card lies there from the moment of the onset on, so what is measured is what a guest waits for.
/// </summary>
internal sealed class RecoveryMeasure : IMeasure
{
    private const int Rounds = 25;
    private const int Seed = 3;

    private static readonly ImmutableArray<(RecoveryRung Rung, string What)> Rungs =
    [
        (RecoveryRung.Abort, "hears an abort only"),
        (RecoveryRung.SetUp, "has lost its settings"),
        (RecoveryRung.Reset, "wants RSTPD_N"),
        (RecoveryRung.Supply, "wants its supply off"),
    ];

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public string Name => "recovery";

    public string Description => "the reader hangs at any moment, a card is laid on it; PN532 emulated, a pty";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        foreach (var (rung, what) in Rungs)
            Write(table, what, rung, await RunAsync(rung, cancellation));
    }

    private static async Task<(Distribution Times, ReaderStatistics Statistics)> RunAsync(
        RecoveryRung rung, CancellationToken cancellation)
    {
        using var round = new RecoveryRound(rung);
        await round.WorkingAsync(cancellation);
        var chance = new Random(Seed);
        var times = new List<double>();
        for (var count = 0; count < Rounds; count++)
        {
            // The onset is a moment that the driver cannot know.
            await Task.Delay(LongestPause * chance.NextDouble(), TimeProvider.System, cancellation);
            times.Add(await round.HangAsync(cancellation));
        }
        return (Distribution.Of(times), round.Statistics);
    }

    private static void Write(
        Table table, string what, RecoveryRung rung, (Distribution Times, ReaderStatistics Statistics) seen)
    {
        var (times, statistics) = seen;
        table.Times($"{what}: card read again", times, Budget.AtMost("p99 <= 2 s", 2_000, times.P99));
        var own = statistics[rung];
        table.Write(
            $"  the rung by itself ({rung}), last and longest",
            Words.Count(own.Successes),
            Words.Time(own.Last.TotalMilliseconds),
            "",
            Words.Time(own.Longest.TotalMilliseconds),
            null);
    }
}
