using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A square wave on a line that a thread toggles, for boards without a free PWM channel. It is as pure as the machine
/// is idle: good enough for a buzzer. A line that fails is told with the next order.
/// </summary>
public sealed class ToggledLine : IToneLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly IOutputLine line;
    private readonly IPacer pacer;
    private readonly AutoResetEvent changed = new(initialState: false);
    private readonly Thread thread;
    private int hertz;
    private string? trouble;
    private volatile bool isStopping;

    /// <param name="line">Belongs to the tone from now on; safe is silent.</param>
    /// <param name="pacer">For half periods.</param>
    public ToggledLine(IOutputLine line, IPacer pacer)
    {
        (this.line, this.pacer) = (line, pacer);
        thread = new Thread(Run) { IsBackground = true, Name = "tone", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <inheritdoc/>
    public DeviceOutcome Start(int frequencyHertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHertz);
        return Order(frequencyHertz);
    }

    /// <inheritdoc/>
    public DeviceOutcome Stop() => Order(0);

    /// <summary>Silence, and the line is closed.</summary>
    public void Dispose()
    {
        if (isStopping)
            return;
        Order(0);
        isStopping = true;
        changed.Set();
        // A thread that hangs in its line still needs the event.
        if (thread.Join(Patience))
            changed.Dispose();
        line.Dispose();
    }

    private DeviceOutcome Order(int frequencyHertz)
    {
        Volatile.Write(ref hertz, frequencyHertz);
        changed.Set();
        return Volatile.Read(ref trouble) is { } detail ? DeviceOutcome.Failed(detail) : DeviceOutcome.Done;
    }

    private void Run()
    {
        while (!isStopping)
        {
            if (Volatile.Read(ref hertz) is > 0 and var wanted)
                Sound(wanted);
            Drive(false);
            if (Volatile.Read(ref hertz) == 0)
                changed.WaitOne();
        }
    }

    /// <summary>Until something else is wanted.</summary>
    private void Sound(int wanted)
    {
        var half = NanosecondsPerSecond / 2 / wanted;
        var next = pacer.Now;
        for (var high = true; Volatile.Read(ref hertz) == wanted && !isStopping; high = !high)
        {
            Drive(high);
            // After a pause that the machine took: on from here, not faster to make up for it.
            next = Math.Max(next + half, pacer.Now);
            pacer.SleepUntil(next);
        }
    }

    private void Drive(bool high) =>
        Volatile.Write(ref trouble, (line.Set(high) as DeviceOutcome.Failure)?.Detail);
}
