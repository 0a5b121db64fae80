namespace HardwareDrivers.Linux;

/// <summary>
/// The kernel as the adapters of lines and buses see it. One implementation calls it; in tests another one stands in
/// for devices that this machine lacks. Results are those of the system calls, errors as negative error numbers.
/// </summary>
internal interface IKernel
{
    /// <summary>Nanoseconds of CLOCK_MONOTONIC.</summary>
    long Now { get; }

    /// <summary>open(2), never inherited by child processes.</summary>
    /// <returns>A descriptor.</returns>
    int Open(string path, OpenFlags flags);

    /// <summary>close(2).</summary>
    int Close(int descriptor);

    /// <summary>ioctl(2).</summary>
    /// <param name="descriptor">Of a device.</param>
    /// <param name="request">With the size of its argument, where it has one.</param>
    /// <param name="argument">Where the request's structure is, or a number.</param>
    int Control(int descriptor, uint request, nint argument);

    /// <summary>read(2).</summary>
    /// <returns>How many bytes.</returns>
    int Read(int descriptor, Span<byte> buffer);

    /// <summary>write(2).</summary>
    /// <returns>How many bytes.</returns>
    int Write(int descriptor, ReadOnlySpan<byte> bytes);

    /// <summary>ppoll(2): waits until there is something to read.</summary>
    /// <param name="descriptor">Of a device.</param>
    /// <param name="wake">Ends the wait from another thread.</param>
    /// <param name="deadline">Nanoseconds of CLOCK_MONOTONIC; <see cref="MonotonicClock.Never"/> for none.</param>
    /// <returns>What the kernel says of the descriptor; nothing when the time ran out or the wait was ended.</returns>
    PollEvents AwaitInput(int descriptor, WakeSignal wake, long deadline);

    /// <summary>clock_nanosleep(2).</summary>
    void Pause(TimeSpan length);
}
