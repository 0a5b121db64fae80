using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Card in the field to verdict, on the emulated chip over a real pseudo-terminal. Cards come at any moment of the
/// driver's second, heartbeat included, and lie there for any part of its look for their removal.
/// </summary>
internal sealed class ReaderMeasure : IMeasure
{
    private const int Taps = 250;
    private const int WarmUp = 10;
    private const int Cards = 1_000;
    private const int Seed = 2;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLying = TimeSpan.FromMilliseconds(100);

    public string Name => "reader";

    public string Description => "a card comes and goes at any moment; PN532 emulated, a pty";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        foreach (var baud in new[] { SetSerialBaudRate.PowerOn, SetSerialBaudRate.UsuallyFastest })
            await RunAsync(table, baud, cancellation);
    }

    private static async Task RunAsync(Table table, int baud, CancellationToken cancellation)
    {
        using var site = new Site();
        using var folder = new TemporaryFolder();
        using var emulator = new Pn532Emulator(SetSerialBaudRate.PowerOn, new ChipTimings());
        using var terminal = new TimedTerminal(folder, site, emulator.DevicePath, baud, Cards);
        await Eventually.CompletesAsync(terminal.Working, "the reader", cancellation);
        var chance = new Random(Seed);
        var (arrivals, verdicts, removals) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < WarmUp + Taps; round++)
        {
            var card = EmulatedCard.WithUid(Convert.FromHexString(Guests.Uid(round)));
            await PassAsync(chance, LongestPause, cancellation);
            var put = emulator.Put(card);
            arrivals.Add(Elapsed.Milliseconds(put, await terminal.ArrivalAsync(cancellation)));
            verdicts.Add(Elapsed.Milliseconds(put, await terminal.VerdictAsync(cancellation)));
            await PassAsync(chance, LongestLying, cancellation);
            var taken = emulator.Take(card);
            removals.Add(Elapsed.Milliseconds(taken, await terminal.RemovalAsync(cancellation)));
        }

        var (arrival, verdict) = (Warm(arrivals), Warm(verdicts));
        table.Times(
            $"{baud} baud: card in the field -> verdict", verdict, Budget.AtMost("p99 <= 60 ms", 60, verdict.P99));
        table.Times("card in the field -> the driver knows it", arrival);
        table.Ratio("verdict / known to the driver", verdict, arrival);
        table.Times("from there: loop, journal, verdict", Warm(verdicts.Zip(arrivals, (to, from) => to - from)));
        table.Times("card taken -> the driver knows it", Warm(removals));
    }

    /// <summary>What is waited for is a moment that the driver cannot know.</summary>
    private static Task PassAsync(Random chance, TimeSpan atMost, CancellationToken cancellation) =>
        Task.Delay(atMost * chance.NextDouble(), TimeProvider.System, cancellation);

    private static Distribution Warm(IEnumerable<double> times) => Distribution.Of(times.Skip(WarmUp));
}
