using HardwareDrivers.Linux;
using Tests.Support;

namespace Tests.AdapterContracts;

public sealed class LinuxOutputLineTests() : OutputLineContract(new ScriptedLinuxRig());

public sealed class LinuxInputLineTests() : InputLineContract(new ScriptedLinuxRig());

/// <summary>Where the kernel does not debounce, the adapter does.</summary>
public sealed class LinuxInputLineDebouncingItselfTests()
    : InputLineContract(new ScriptedLinuxRig(refusesDebounce: true));

public sealed class LinuxI2cDeviceTests() : I2cDeviceContract(new ScriptedLinuxRig());

public sealed class LinuxSpiDeviceTests() : SpiDeviceContract(new ScriptedLinuxRig());

public sealed class LinuxToneTests() : ToneLineContract(new ScriptedLinuxRig());

public sealed class LinuxReaderTests()
    : ReaderContract(new ReaderOnBoard(wires => new LinuxBoard(new ScriptedKernel(wires, TimeProvider.System))));
