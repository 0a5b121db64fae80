using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Runtime.InteropServices;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Iot;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>What the library does that its ports do not say (System.Device.Gpio 4.2.0).</summary>
public class IotLibraryTests
{
    private static readonly GpioDriver Older =
        new IotDoubles(new VirtualBoard(TimeProvider.System)).OpenLines(0);

    [Fact]
    public void Where_the_newer_libgpiod_is_missing_the_older_one_is_taken() => Assert.Same(
        Older,
        LibraryParts.First(() => throw new IOException("", new DllNotFoundException("libgpiod.so.3")), () => Older));

    [Fact]
    public void A_chip_that_is_missing_is_told_by_the_newer_one() => Assert.Throws<IOException>(
        () => LibraryParts.First(() => throw new IOException("no /dev/gpiochip77"), () => Older));

    [Fact]
    public void What_the_library_throws_where_libgpiod_is_missing_is_understood()
    {
        Assert.SkipWhen(NativeLibrary.TryLoad("libgpiod.so.3", out _), "this machine has libgpiod 2");

        var error = Record.Exception(() => new LibGpiodV2Driver(0));

        Assert.NotNull(error);
        Assert.True(LibraryParts.IsNotInstalled(error), error.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_whose_opening_failed_half_way_can_be_opened_again(bool output)
    {
        var world = new VirtualBoard(TimeProvider.System);
        var parts = new IotDoubles(world) { RefusesModes = true };
        using var chip = Over(parts, world).OpenLines(0);
        Assert.Throws<LinkLostException>(() => Open(chip));

        parts.RefusesModes = false;

        Open(chip).Dispose();

        IDisposable Open(ILineChip from) =>
            output ? from.OpenOutput(new(17, "valve")) : from.OpenInput(new(17, "meter"));
    }

    [Fact]
    public void A_line_that_is_shared_comes_back_after_an_order_that_failed()
    {
        var world = new VirtualBoard(TimeProvider.System);
        var parts = new IotDoubles(world);
        using var chip = Over(parts, world).OpenLines(0);
        using var line = chip.OpenOutput(new(17, "reset") { OpenDrain = true, ActiveLow = true });
        parts.RefusesModes = true;
        Assert.IsType<DeviceOutcome.Failure>(line.Set(true));

        parts.RefusesModes = false;

        Assert.Same(DeviceOutcome.Done, line.Set(true));
        Assert.False(world.Line(17).Level);
    }

    private static IotBoard Over(IotDoubles parts, VirtualBoard world) => new(
        parts, TimeProvider.System, new LinuxBoard(new ScriptedKernel(world, TimeProvider.System)));
}
