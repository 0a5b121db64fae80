using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Pn532;

/// <summary>The real driver on a thread of its own, on a serial port of the kernel.</summary>
internal sealed class RunningReader : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private int listings;

    public RunningReader(string device, int baud = 115_200)
    {
        var reader = new Pn532Reader(() => Open(device, baud), new Pn532Settings(), TimeProvider.System);
        thread = new Thread(() => reader.Run(Events.Add, stop.Token)) { IsBackground = true };
        thread.Start();
    }

    public EventLog<ReaderEvent> Events { get; } = new();

    /// <summary>How often a link was opened.</summary>
    public int Openings { get; private set; }

    public IEnumerable<ReaderEvent> FieldEvents =>
        Events.Seen.Where(seen => seen is not ReaderEvent.HealthChanged);

    /// <summary>Waits for the next event of a kind behind those already seen.</summary>
    public Task<T> Next<T>(int skip)
        where T : ReaderEvent =>
        Events.First<T>(skip, TestContext.Current.CancellationToken);

    public Task<ReaderEvent.HealthChanged> Becomes(ReaderHealth health, int skip = 0) =>
        Events.First<ReaderEvent.HealthChanged>(
            skip, changed => changed.Health == health, TestContext.Current.CancellationToken);

    /// <summary>Waits until the endless command has been sent.</summary>
    public Task IsWaitingForACard() => Eventually.TrueAsync(
        () => Volatile.Read(ref listings) > 0, "a first listing", TestContext.Current.CancellationToken);

    /// <summary>Waits until the reader has asked so many more times which cards are there.</summary>
    public Task LooksAgain(int times)
    {
        var wanted = Volatile.Read(ref listings) + times;
        return Eventually.TrueAsync(
            () => Volatile.Read(ref listings) >= wanted,
            $"{times} more looks",
            TestContext.Current.CancellationToken);
    }

    /// <summary>Stops it.</summary>
    /// <returns>How long that took.</returns>
    public TimeSpan Stop()
    {
        var start = TimeProvider.System.GetTimestamp();
        stop.Cancel();
        Assert.True(thread.Join(Eventually.Deadline), "The reader does not stop.");
        return TimeProvider.System.GetElapsedTime(start);
    }

    public void Dispose()
    {
        Stop();
        stop.Dispose();
    }

    private ListeningLine Open(string device, int baud)
    {
        var link = SerialLink.Open(device, baud);
        Openings++;
        return new ListeningLine(link, NoteCommand);
    }

    private void NoteCommand(ReadOnlySpan<byte> frame)
    {
        const int CodeOffset = 6;
        if (frame.Length > CodeOffset && frame[CodeOffset] == (byte)CommandCode.InListPassiveTarget)
            Interlocked.Increment(ref listings);
    }

    private delegate void Heard(ReadOnlySpan<byte> written);

    private sealed class ListeningLine(SerialLink line, Heard heard) : ISerialLine
    {
        public void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
        {
            line.Write(bytes, timeout, cancellation);
            heard(bytes);
        }

        public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation) =>
            line.Read(buffer, timeout, cancellation);

        public void DiscardInput() => line.DiscardInput();

        public int Baud => line.Baud;

        public void SetRate(int baud) => line.SetRate(baud);

        public void Dispose() => line.Dispose();
    }
}
