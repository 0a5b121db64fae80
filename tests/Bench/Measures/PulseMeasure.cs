using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Pulses of a flow meter through the adapter of the kernel's GPIO device, at frequencies around and above a real
/// meter's. The kernel is a scripted one: what is measured is our reading path, its thread's wake-ups included, not a
/// chip's interrupts.
/// </summary>
internal sealed class PulseMeasure : IMeasure
{
    private const int Line = 23;
    private const int Promised = 1_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    public string Name => "pulses";

    public string Description => "a meter's pulses, read as they come; the kernel's side is scripted, no GPIO chip";

    public Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this, "lost", "late p50", "late p99");
        foreach (var hertz in new[] { 100, 300, Promised, 2_000, 5_000 })
            Write(table, hertz, Measure(hertz, cancellation));
        return Task.CompletedTask;
    }

    private static void Write(Table table, int hertz, (int Sent, int Lost, Distribution Late) seen) => table.Write(
        $"{hertz} Hz",
        Words.Count(seen.Sent),
        Words.Count(seen.Lost),
        Words.Time(seen.Late.Median),
        Words.Time(seen.Late.P99),
        hertz == Promised ? new Budget("none lost", (double)seen.Lost / seen.Sent, seen.Lost == 0) : null);

    private static (int Sent, int Lost, Distribution Late) Measure(int hertz, CancellationToken cancellation)
    {
        var board = new VirtualBoard(TimeProvider.System);
        using var chip = new LinuxBoard(new ScriptedKernel(board, TimeProvider.System)).OpenLines(0);
        using var line = chip.OpenInput(new(Line, "flow meter") { Counted = true, EdgeBuffer = 1_024 });
        var pulses = hertz * (int)Duration.TotalSeconds;
        var generator = new Thread(() => Generate(board.Line(Line), hertz, pulses));
        var late = new List<double>();
        var edges = new LineEdge[64];
        var (last, read) = (0u, 0);
        generator.Start();
        while (last < 2 * pulses && line.Read(edges, Silence, cancellation) is > 0 and var count)
        {
            var now = MonotonicClock.Nanoseconds;
            foreach (var edge in edges.AsSpan(0, count))
            {
                late.Add((now - edge.Nanoseconds) / 1e6);
                read += edge.IsActive ? 1 : 0;
                last = edge.Sequence;
            }
        }
        generator.Join();
        return (pulses, pulses - read, Distribution.Of(late));
    }

    // By absolute moments: one that is late is followed by faster ones, because a real meter would not be slower.
    private static void Generate(VirtualLine wire, int hertz, int pulses)
    {
        TimerSlack.Remove();
        var start = MonotonicClock.Nanoseconds;
        for (var change = 0; change < 2 * pulses; change++)
        {
            var moment = start + change * 500_000_000L / hertz;
            var left = moment - MonotonicClock.Nanoseconds;
            if (left > 0)
                SystemKernel.Instance.Pause(TimeSpan.FromTicks(left / TimeSpan.NanosecondsPerTick));
            wire.Drive(change % 2 == 0);
        }
    }
}
