using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>An input of a gate.</summary>
/// <param name="Line">Its number on the chip of <c>hardware.lineChip</c>.</param>
/// <param name="ActiveLow">A low level counts as active.</param>
/// <param name="Bias">The resistor inside the chip.</param>
internal sealed record GateContact(int Line, bool ActiveLow, LineBias Bias);
