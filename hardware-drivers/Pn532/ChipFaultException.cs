namespace HardwareDrivers.Pn532;

/// <summary>
/// The link is there, the chip is not, or talks nonsense. Leaves a session half way; never leaves this project.
/// </summary>
internal sealed class ChipFaultException(string message) : Exception(message);
