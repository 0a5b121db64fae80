using HardwareDrivers.Abstractions;
using HardwareDrivers.Iot;
using HardwareDrivers.Linux;

namespace Tests.AdapterContracts;

public sealed class IotOutputLineTests() : OutputLineContract(new IotRig());

public sealed class IotInputLineTests() : InputLineContract(new IotRig());

public sealed class IotI2cDeviceTests() : I2cDeviceContract(new IotRig());

public sealed class IotSpiDeviceTests() : SpiDeviceContract(new IotRig());

public sealed class IotToneTests() : ToneLineContract(new IotRig());

public sealed class IotReaderTests() : ReaderContract(new ReaderOnBoard(IotRig.Over));

/// <summary>Lines whose every change counts: the library's callbacks carry neither moment nor number.</summary>
public sealed class IotCountedLineTests() : InputLineContract(new IotRig(counted: true));

/// <summary>The library itself, where this machine has none of its devices.</summary>
public class IotBoardOnThisMachineTests
{
    private readonly IotBoard board = new(TimeProvider.System, new LinuxBoard());

    [Fact]
    public void Devices_that_are_not_there_are_refused_by_name()
    {
        Refused("gpiochip77", () => board.OpenLines(77));
        Refused("i2c-77", () => board.OpenI2c(77, 0x24).TryWrite([1]));
        Refused("spidev77.0", () => board.OpenSpi(new SpiSettings(77, 0, 1_000_000, 0)).Exchange([1], new byte[1]));
        Refused("pwmchip77", () => board.OpenPwm(77, 0));
    }

    private static void Refused(string device, Action open) =>
        Assert.Contains(device, Assert.Throws<LinkLostException>(open).Message, StringComparison.Ordinal);
}
