using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>What only the kernel's own interfaces do wrong.</summary>
public class LinuxFaultTests
{
    private readonly VirtualClock clock = new();
    private readonly VirtualBoard world;

    public LinuxFaultTests() => world = new VirtualBoard(clock);

    /// <summary>ENXIO for an address, EIO for a byte: i2c-algo-bit. EREMOTEIO for both: i2c-bcm2835, others.</summary>
    [Theory]
    [InlineData(Errno.NoSuchDeviceOrAddress)]
    [InlineData(Errno.InputOutput)]
    [InlineData(Errno.RemoteInputOutput)]
    public void A_byte_that_is_not_acknowledged_is_no_lost_bus(int error)
    {
        using var device = Open(error);
        world.AttachI2c(0x24, new EchoDevice { Busy = true });

        Assert.False(device.TryWrite([1, 2, 3]));
    }

    /// <summary>While a device is read, its controller acknowledges: what fails is the bus.</summary>
    [Fact]
    public void A_read_that_breaks_off_is_a_lost_bus()
    {
        using var device = Open(Errno.InputOutput);

        var lost = Assert.Throws<LinkLostException>(() => device.TryRead(new byte[3]));

        Assert.Contains("reading", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_whose_level_cannot_be_asked_leaves_nothing_open()
    {
        var kernel = new ScriptedKernel(world, clock) { RefusesDebounce = true, RefusesValues = true };
        using (var chip = new LinuxBoard(kernel).OpenLines(0))
            Assert.Throws<LinkLostException>(
                () => chip.OpenInput(new(23, "turnstile") { Debounce = TimeSpan.FromMilliseconds(20) }));

        Assert.Equal(0, kernel.OpenCount);
    }

    private II2cDevice Open(int error) =>
        new LinuxBoard(new ScriptedKernel(world, clock) { NotAcknowledged = error }).OpenI2c(1, 0x24);
}
