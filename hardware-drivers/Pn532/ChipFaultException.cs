namespace HardwareDrivers.Pn532;

/// <summary>
/// The link is there, the chip is not, or talks nonsense. Leaves a session half way; never leaves this project.
/// </summary>
/// <param name="message">What was asked, what came.</param>
/// <param name="sign"><see cref="ReaderSign.Silent"/>, <see cref="ReaderSign.Garbled"/> or <see
/// cref="ReaderSign.LineFailed"/>.</param>
internal sealed class ChipFaultException(string message, ReaderSign sign) : Exception(message)
{
    public ReaderSign Sign => sign;
}
