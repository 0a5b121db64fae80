namespace HardwareDrivers.Abstractions;

/// <summary>
/// A panel that can lose what it shows without a word: its plug was drawn and put back, or a spark reset it.
/// </summary>
public interface IForgetfulPanel
{
    /// <summary>
    /// Looks whether the panel still shows what it was given last, and gives it anew when it does not. To be called
    /// every few seconds while nothing new is shown.
    /// </summary>
    /// <returns>A failure when the panel is not there.</returns>
    /// <exception cref="OperationCanceledException">Between two transfers.</exception>
    DeviceOutcome Refresh(CancellationToken cancellation);
}
