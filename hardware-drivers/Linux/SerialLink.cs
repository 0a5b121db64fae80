using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// A serial line of the kernel (tty), 8N1, raw: UART of the board, USB adapter or pseudo-terminal. One thread at a
/// time.
/// </summary>
public sealed class SerialLink : ISerialLine
{
    internal const int InputQueue = 0;
    internal const int BothQueues = 2;

    private readonly string path;
    private readonly Descriptor terminal;
    private readonly WakeSignal wake;

    private SerialLink(string path, Descriptor terminal, int baud)
    {
        this.path = path;
        this.terminal = terminal;
        Baud = baud;
        wake = new WakeSignal();
    }

    /// <inheritdoc/>
    public int Baud { get; private set; }

    /// <summary>Opens a line and throws away what it still holds of earlier talk.</summary>
    /// <param name="path">For example <c>/dev/ttyAMA0</c>.</param>
    /// <param name="baud">Bits a second; any rate that the device can make within 3 %.</param>
    /// <exception cref="LinkLostException">It is not there, may not be opened, or is no serial line.</exception>
    public static SerialLink Open(string path, int baud)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baud);
        var terminal = new Descriptor(Native.Open(path, OpenFlags.Terminal));
        try
        {
            if (terminal.IsInvalid)
                throw SerialFault.Opening(path, Errno.Last);
            SetUp(path, terminal, baud);
            return new SerialLink(path, terminal, baud);
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        wake.Clear();
        using var registration = cancellation.UnsafeRegister(static signal => ((WakeSignal)signal!).Set(), wake);
        while (!bytes.IsEmpty)
        {
            var count = Native.Write(terminal, bytes, (nuint)bytes.Length);
            if (count >= 0)
                bytes = bytes[(int)count..];
            else if (Errno.Last == Errno.TryAgain)
                AwaitRoom(timeout, cancellation);
            else if (Errno.Last != Errno.Interrupted)
                throw SerialFault.While("writing to", path, Errno.Last);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var deadline = MonotonicClock.DeadlineAfter(timeout);
        wake.Clear();
        using var registration = cancellation.UnsafeRegister(static signal => ((WakeSignal)signal!).Set(), wake);
        while (true)
        {
            var count = Native.Read(terminal, buffer, (nuint)buffer.Length);
            if (count > 0)
                return (int)count;
            if (count == 0)
                throw SerialFault.HungUp(path);
            if (Errno.Last == Errno.TryAgain)
            {
                if (Await(PollEvents.Readable, deadline, cancellation) == PollEvents.None)
                    return 0;
            }
            else if (Errno.Last != Errno.Interrupted)
            {
                throw SerialFault.While("reading from", path, Errno.Last);
            }
        }
    }

    /// <inheritdoc/>
    public void DiscardInput()
    {
        if (Native.Flush(terminal, InputQueue) != 0)
            throw SerialFault.While("emptying the input of", path, Errno.Last);
    }

    /// <inheritdoc/>
    public void SetRate(int baud)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baud);
        SetUp(path, terminal, baud);
        Baud = baud;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        terminal.Dispose();
        wake.Dispose();
    }

    private static void SetUp(string path, Descriptor terminal, int baud)
    {
        var error = TerminalAttributes.Read(terminal, out var attributes);
        if (error != 0)
            throw SerialFault.Opening(path, error);
        attributes.MakeRaw(baud);
        error = TerminalAttributes.Write(terminal, attributes);
        if (error != 0)
            throw SerialFault.Rate(path, baud, Errno.Describe(error));
        // The kernel answers "done" when it could set anything at all; what the line really does has to be asked.
        if (TerminalAttributes.Read(terminal, out var kept) != 0 || Math.Abs(kept.Rate - (double)baud) > 0.03 * baud)
            throw SerialFault.Rate(path, baud, $"the device offers {kept.Rate}");
        if (Native.Flush(terminal, BothQueues) != 0)
            throw SerialFault.While("emptying the queues of", path, Errno.Last);
    }

    private void AwaitRoom(TimeSpan timeout, CancellationToken cancellation)
    {
        var deadline = MonotonicClock.DeadlineAfter(timeout);
        if (Await(PollEvents.Writable, deadline, cancellation) == PollEvents.None)
            throw SerialFault.Stuck(path, timeout);
    }

    private PollEvents Await(PollEvents wanted, long deadline, CancellationToken cancellation)
    {
        var seen = Readiness.Wait(terminal, wanted, wake, deadline);
        cancellation.ThrowIfCancellationRequested();
        return seen;
    }
}
