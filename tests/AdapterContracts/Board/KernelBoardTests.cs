namespace Tests.AdapterContracts;

/// <summary>On the machine's own kernel, where it can simulate a chip.</summary>
public sealed class KernelOutputLineTests() : OutputLineContract(new GpioSimulatorRig());

/// <inheritdoc cref="KernelOutputLineTests"/>
public sealed class KernelInputLineTests() : InputLineContract(new GpioSimulatorRig());

/// <summary>Buses that no kernel simulates: said by name, so that nobody takes silence for a pass.</summary>
public class KernelBusTests
{
    [Fact]
    public void I2cDevice_on_a_real_bus() => Assert.Skip(
        "I2cDeviceContract needs a device at the other end of a real bus; it has run over the scripted kernel");

    [Fact]
    public void SpiDevice_on_a_real_bus() => Assert.Skip(
        "SpiDeviceContract needs a device at the other end of a real bus; it has run over the scripted kernel");

    [Fact]
    public void ToneLine_on_a_real_chip() => Assert.Skip(
        "ToneLineContract needs a PWM chip and somebody who listens; it has run over the scripted kernel");
}
