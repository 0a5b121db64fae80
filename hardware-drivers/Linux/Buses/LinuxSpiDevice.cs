using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>A device of spidev.</summary>
internal sealed class LinuxSpiDevice : ISpiDevice
{
    private const byte BitsPerWord = 8;

    private readonly DeviceFile device;

    private LinuxSpiDevice(DeviceFile device) => this.device = device;

    /// <summary>The usual size of spidev's buffer (its module's parameter bufsiz).</summary>
    public int LongestTransfer => 4096;

    public static LinuxSpiDevice Open(IKernel kernel, SpiSettings settings)
    {
        var device = DeviceFile.Open(
            kernel, $"/dev/spidev{settings.Bus}.{settings.ChipSelect}", OpenFlags.ReadWrite);
        try
        {
            var mode = (byte)settings.Mode;
            var bits = BitsPerWord;
            var rate = (uint)settings.ClockHertz;
            Check(device.Control(SpiRequests.WriteMode, ref mode), $"mode {mode}");
            Check(device.Control(SpiRequests.WriteBitsPerWord, ref bits), $"words of {bits} bits");
            Check(device.Control(SpiRequests.WriteRate, ref rate), $"{rate} Hz");
            return new LinuxSpiDevice(device);
        }
        catch
        {
            device.Dispose();
            throw;
        }

        void Check(int error, string what)
        {
            if (error < 0)
                throw DeviceFault.Unusable(device.Name, $"{Errno.Describe(-error)} when asked for {what}.");
        }
    }

    public unsafe void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(received.Length, sent.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sent.Length, LongestTransfer);
        fixed (byte* from = sent, to = received)
        {
            var transfer = new SpiTransfer
            {
                Sent = (nuint)from, Received = (nuint)to, Length = (uint)sent.Length,
            };
            var error = device.Control(SpiRequests.Message, ref transfer);
            if (error < 0)
                throw DeviceFault.While("exchanging bytes with it", device.Name, -error);
        }
    }

    public void Dispose() => device.Dispose();
}
