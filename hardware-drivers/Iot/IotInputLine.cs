using System.Device.Gpio;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>
/// One line that is listened to by a callback of the library, on a thread of its own. Debounced and buffered here; what
/// the library itself lost between kernel and callback, nobody can count.
/// </summary>
internal sealed class IotInputLine : IInputLine
{
    private readonly object gate = new();
    private readonly IotLineChip chip;
    private readonly InputLineSettings settings;
    private readonly string name;
    private readonly TimeProvider clock;
    private readonly EdgeDebouncer? debouncer;
    private readonly Queue<LineEdge> edges = new();
    private uint sequence;
    private bool disposed;

    public IotInputLine(IotLineChip chip, InputLineSettings settings, string name, TimeProvider clock)
    {
        (this.chip, this.settings, this.name, this.clock) = (chip, settings, name, clock);
        var controller = chip.Controller;
        try
        {
            controller.OpenPin(settings.Line, Mode(settings.Bias));
            debouncer = settings.Debounce > TimeSpan.Zero ? new EdgeDebouncer(settings.Debounce, Level) : null;
            controller.RegisterCallbackForPinValueChangedEvent(
                settings.Line, PinEventTypes.Rising | PinEventTypes.Falling, Note);
        }
        catch
        {
            chip.Release(settings.Line);
            throw;
        }
    }

    public bool IsActive => IotFault.Guard(name, () => Level);

    private bool Level => chip.Controller.Read(settings.Line) == PinValue.High != settings.ActiveLow;

    private long Now => (long)((Int128)clock.GetTimestamp() * 1_000_000_000 / clock.TimestampFrequency);

    public int Read(Span<LineEdge> into, TimeSpan timeout, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        lock (gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                Keep(debouncer?.Expire(Now));
                var count = Take(into);
                var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - clock.GetElapsedTime(start);
                if (count > 0 || into.IsEmpty || left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
                    return count > 0 ? count : NoneBecauseNothingChanged();
                Await(left, cancellation);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
        }
        // Not with the gate held: the library waits for a callback that is under way.
        IotFault.Try(name, () => chip.Controller.UnregisterCallbackForPinValueChangedEvent(settings.Line, Note));
        IotFault.Try(name, () => chip.Release(settings.Line));
        chip.Leave();
    }

    private static PinMode Mode(LineBias bias) => bias switch
    {
        LineBias.PullUp => PinMode.InputPullUp,
        LineBias.PullDown => PinMode.InputPullDown,
        _ => PinMode.Input,
    };

    // The library does not say that a chip is gone: asking for the level does.
    private int NoneBecauseNothingChanged()
    {
        _ = IsActive;
        return 0;
    }

    private void Await(TimeSpan left, CancellationToken cancellation)
    {
        if (debouncer is { Due: not long.MaxValue and var due })
        {
            var wait = TimeSpan.FromTicks(Math.Max(0, due - Now) / TimeSpan.NanosecondsPerTick + 1);
            left = left == Timeout.InfiniteTimeSpan || wait < left ? wait : left;
        }
        Pause.UntilPulsed(gate, left, clock, cancellation);
    }

    private int Take(Span<LineEdge> into)
    {
        var count = 0;
        while (count < into.Length && edges.TryDequeue(out var edge))
            into[count++] = edge;
        return count;
    }

    private void Note(object sender, PinValueChangedEventArgs changed)
    {
        var high = changed.ChangeType == PinEventTypes.Rising;
        lock (gate)
        {
            var edge = new LineEdge(Now, high != settings.ActiveLow, unchecked(++sequence));
            Keep(debouncer is null ? edge : debouncer.Take(edge));
            Monitor.PulseAll(gate);
        }
    }

    private void Keep(LineEdge? edge)
    {
        if (edge is not { } counts)
            return;
        if (edges.Count >= settings.EdgeBuffer)
            edges.Dequeue();
        edges.Enqueue(counts);
    }
}
