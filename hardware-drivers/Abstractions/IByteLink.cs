namespace HardwareDrivers.Abstractions;

/// <summary>
/// A byte stream to one device: a serial line, a pseudo-terminal. Blocking, for a driver that has a thread of its own.
/// </summary>
public interface IByteLink : IDisposable
{
    /// <summary>Hands all bytes to the line. Returns when the kernel has them, not when they are sent.</summary>
    /// <exception cref="LinkLostException">The device is gone (unplugged, closed at the other end).</exception>
    void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellation);

    /// <summary>Waits for at least one byte.</summary>
    /// <returns>How many bytes were read; 0 when <paramref name="timeout"/> ran out.</returns>
    /// <exception cref="LinkLostException">The device is gone.</exception>
    int Read(Span<byte> buffer, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Throws away what has arrived and was not read.</summary>
    void DiscardInput();
}
