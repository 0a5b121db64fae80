namespace Tests.AdapterContracts;

public sealed class VirtualOutputLineTests() : OutputLineContract(new VirtualRig());

public sealed class VirtualInputLineTests() : InputLineContract(new VirtualRig());

public sealed class VirtualI2cDeviceTests() : I2cDeviceContract(new VirtualRig());

public sealed class VirtualSpiDeviceTests() : SpiDeviceContract(new VirtualRig());

public sealed class VirtualToneTests() : ToneLineContract(new VirtualRig());

public sealed class VirtualReaderTests() : ReaderContract(new ReaderOnBoard(wires => wires));
