namespace HardwareDrivers.Linux;

/// <summary>
/// Ends another thread's wait in poll(2): an eventfd that stays set until it is cleared. For a cancellation token and
/// for handing work to a thread that waits on a device.
/// </summary>
public sealed class WakeSignal : IDisposable
{
    private static readonly byte[] One = BitConverter.GetBytes(1UL);

    private readonly Descriptor descriptor;

    /// <summary>A signal that is not set.</summary>
    /// <exception cref="IOException">The process has no descriptors left.</exception>
    public WakeSignal()
    {
        descriptor = new Descriptor(Native.EventDescriptor(0, OpenFlags.NonBlocking | OpenFlags.CloseOnExec));
        if (descriptor.IsInvalid)
            throw new IOException($"Cannot make an eventfd: {Errno.Describe(Errno.Last)}.");
    }

    internal Descriptor Descriptor => descriptor;

    /// <summary>Ends the wait under way, or else the next one at once.</summary>
    public void Set() => _ = Native.Write(descriptor, One, sizeof(ulong));

    /// <summary>Forgets that it was set.</summary>
    public void Clear()
    {
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        _ = Native.Read(descriptor, counter, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => descriptor.Dispose();
}
