using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>A device on a bus of i2c-dev.</summary>
internal sealed class LinuxI2cDevice : II2cDevice
{
    // A device may hold the clock low while it is busy; one that holds it for longer hangs. Units of 10 ms.
    private const int LongestStretch = 10;

    private readonly DeviceFile bus;
    private readonly int address;

    private LinuxI2cDevice(DeviceFile bus, int address) => (this.bus, this.address) = (bus, address);

    /// <summary>What i2c-dev copies at most for one message.</summary>
    public int LongestTransfer => 8192;

    private string Name => $"0x{address:X2} on {bus.Name}";

    public static LinuxI2cDevice Open(IKernel kernel, int number, int address)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfLessThan(address, 0x03);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address, 0x77);
        var bus = DeviceFile.Open(kernel, $"/dev/i2c-{number}", OpenFlags.ReadWrite);
        try
        {
            nuint functions = 0;
            var error = bus.Control(I2cRequests.Functions, ref functions);
            if (error < 0)
                throw DeviceFault.Unusable(bus.Name, $"{Errno.Describe(-error)}. Is it an I2C bus?");
            if ((functions & I2cRequests.PlainTransfers) == 0)
                throw DeviceFault.Unusable(bus.Name, "it does SMBus only. Choose another bus.");
            // A controller that knows no other time-out than its own keeps that.
            _ = bus.Control(I2cRequests.Timeout, LongestStretch);
            return new LinuxI2cDevice(bus, address);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    public unsafe bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pinned = bytes)
            return Transfer(0, pinned, bytes.Length, "writing to it");
    }

    public unsafe bool TryRead(Span<byte> buffer)
    {
        fixed (byte* pinned = buffer)
            return Transfer(I2cRequests.ReadFlag, pinned, buffer.Length, "reading from it");
    }

    public void Dispose() => bus.Dispose();

    private unsafe bool Transfer(ushort flags, byte* buffer, int length, string doing)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestTransfer);
        var message = new I2cMessage
        {
            Address = (ushort)address, Flags = flags, Length = (ushort)length, Buffer = (nint)buffer,
        };
        var transfer = new I2cTransfer { Messages = (nint)(&message), Count = 1 };
        var error = -bus.Control(I2cRequests.Transfer, ref transfer);
        return error switch
        {
            <= 0 => true,
            // Controllers differ in what they call an address or a byte that nobody acknowledges. A bus of two GPIO
            // lines has a name of its own for a byte (linux/drivers/i2c/algos/i2c-algo-bit.c); none is acknowledged
            // by the device while it is read.
            Errno.NoSuchDeviceOrAddress or Errno.RemoteInputOutput => false,
            Errno.InputOutput when flags != I2cRequests.ReadFlag => false,
            Errno.TimedOut => throw DeviceFault.Unusable(
                Name,
                $"{Errno.Describe(error)} while {doing}: somebody holds the clock or the data line low. Check wiring "
                + "and pull-up resistors; lower the rate (dtparam=i2c_arm_baudrate=50000)."),
            _ => throw DeviceFault.While(doing, Name, error),
        };
    }
}
