using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Cards that come and go at a terminal, at any moment of the driver's second, heartbeat included, and lie there for
/// any part of its look for their removal.
/// </summary>
internal sealed class TapRounds : IDisposable
{
    private const int WarmUp = 10;
    private const int Cards = 1_000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLying = TimeSpan.FromMilliseconds(100);

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly EmulatedReader reader;
    private readonly TimedTerminal terminal;
    private readonly CardKind kind;
    private readonly Random chance;
    private readonly List<double> arrivals = [];
    private readonly List<double> verdicts = [];
    private readonly List<double> removals = [];

    /// <param name="reader">Owned.</param>
    /// <param name="kind">Which cards.</param>
    /// <param name="seed">Of the moments.</param>
    public TapRounds(EmulatedReader reader, CardKind kind, int seed)
    {
        this.reader = reader;
        this.kind = kind;
        chance = new Random(seed);
        terminal = new TimedTerminal(folder, site, reader.Link, kind, Cards);
    }

    /// <summary>Card in the field to the driver's report: its UID, and its proof.</summary>
    public Distribution Arrivals => Warm(arrivals);

    /// <summary>Card in the field to verdict.</summary>
    public Distribution Verdicts => Warm(verdicts);

    /// <summary>From the driver's report to the verdict: loop, journal.</summary>
    public Distribution Shares => Warm(verdicts.Zip(arrivals, (to, from) => to - from));

    /// <summary>Card taken to the driver's report.</summary>
    public Distribution Removals => Warm(removals);

    /// <summary>So many taps, each of another card.</summary>
    public async Task RunAsync(int taps, CancellationToken cancellation)
    {
        await Eventually.CompletesAsync(terminal.Working, "the reader", cancellation);
        for (var round = 0; round < WarmUp + taps; round++)
        {
            var card = kind.Make(Convert.FromHexString(Guests.Uid(round)));
            await PassAsync(LongestPause, cancellation);
            var put = reader.Put(card);
            arrivals.Add(Elapsed.Milliseconds(put, await terminal.ArrivalAsync(cancellation)));
            verdicts.Add(Elapsed.Milliseconds(put, await terminal.VerdictAsync(cancellation)));
            await PassAsync(LongestLying, cancellation);
            var taken = reader.Take(card);
            removals.Add(Elapsed.Milliseconds(taken, await terminal.RemovalAsync(cancellation)));
        }
    }

    public void Dispose()
    {
        terminal.Dispose();
        reader.Dispose();
        folder.Dispose();
        site.Dispose();
    }

    /// <summary>What is waited for is a moment that the driver cannot know.</summary>
    private Task PassAsync(TimeSpan atMost, CancellationToken cancellation) =>
        Task.Delay(atMost * chance.NextDouble(), TimeProvider.System, cancellation);

    private static Distribution Warm(IEnumerable<double> times) => Distribution.Of(times.Skip(WarmUp));
}
