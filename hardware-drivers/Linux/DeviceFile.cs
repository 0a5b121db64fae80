using System.Runtime.CompilerServices;

namespace HardwareDrivers.Linux;

/// <summary>An open device. Closed once, whatever happens.</summary>
/// <param name="kernel">Who has it open.</param>
/// <param name="descriptor">What it calls it.</param>
/// <param name="name">For messages: its path, or its path and the line.</param>
internal sealed class DeviceFile(IKernel kernel, int descriptor, string name) : IDisposable
{
    private int open = 1;

    /// <summary>For messages.</summary>
    public string Name => name;

    /// <summary>Opens a device.</summary>
    /// <param name="kernel">Who opens it.</param>
    /// <param name="path">For example <c>/dev/i2c-1</c>.</param>
    /// <param name="flags">How.</param>
    /// <exception cref="Abstractions.LinkLostException">It is not there, or may not be opened.</exception>
    public static DeviceFile Open(IKernel kernel, string path, OpenFlags flags)
    {
        var descriptor = kernel.Open(path, flags);
        return descriptor >= 0
            ? new DeviceFile(kernel, descriptor, path)
            : throw DeviceFault.Opening(path, -descriptor);
    }

    /// <summary>A request with a structure of its own, which the kernel reads and may change.</summary>
    /// <returns>What the kernel returned: a negative error number, or not.</returns>
    public unsafe int Control<T>(uint request, ref T argument) where T : unmanaged
    {
        fixed (T* pinned = &argument)
            return kernel.Control(descriptor, request, (nint)pinned);
    }

    /// <summary>A request with a number, or none.</summary>
    /// <inheritdoc cref="Control{T}"/>
    public int Control(uint request, nint argument = 0) => kernel.Control(descriptor, request, argument);

    /// <summary>Reads whole structures.</summary>
    /// <returns>How many, or a negative error number.</returns>
    public int Read<T>(Span<T> structures) where T : unmanaged
    {
        var count = kernel.Read(descriptor, System.Runtime.InteropServices.MemoryMarshal.AsBytes(structures));
        return count < 0 ? count : count / Unsafe.SizeOf<T>();
    }

    /// <inheritdoc cref="IKernel.Write"/>
    public int Write(ReadOnlySpan<byte> bytes) => kernel.Write(descriptor, bytes);

    /// <inheritdoc cref="IKernel.AwaitInput"/>
    public PollEvents AwaitInput(WakeSignal wake, long deadline) => kernel.AwaitInput(descriptor, wake, deadline);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref open, 0) == 1)
            _ = kernel.Close(descriptor);
    }
}
