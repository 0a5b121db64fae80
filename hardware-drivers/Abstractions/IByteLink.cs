namespace HardwareDrivers.Abstractions;

/// <summary>
/// A byte stream to one device: a serial line, a pseudo-terminal. Blocking, for a driver that has a thread of its own.
/// </summary>
public interface IByteLink : IDisposable
{
    /// <summary>Hands all bytes to the line. Returns when the kernel has them, not when they are sent.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="timeout">How long the line may take none of them before it counts as lost.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LinkLostException">The device is gone (unplugged, closed at the other end), or takes no
    /// bytes.</exception>
    /// <exception cref="OperationCanceledException">At once, also in the middle of a wait.</exception>
    void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Waits for at least one byte.</summary>
    /// <param name="buffer">Takes what is there, as much as fits.</param>
    /// <param name="timeout"><see cref="Timeout.InfiniteTimeSpan"/> for no end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many bytes were read; 0 when <paramref name="timeout"/> ran out.</returns>
    /// <exception cref="LinkLostException">The device is gone.</exception>
    /// <exception cref="OperationCanceledException">At once, also in the middle of a wait.</exception>
    int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Throws away what has arrived and was not read.</summary>
    void DiscardInput();
}
