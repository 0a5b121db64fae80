using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>A panel of any kind that shows screens: of pixels or of characters.</summary>
public interface IScreenPanel
{
    /// <summary>Lays a screen out and shows it. Returns when the panel has it.</summary>
    /// <exception cref="OperationCanceledException">At once, also while the panel hangs.</exception>
    DeviceOutcome Show(Screen screen, CancellationToken cancellation);

    /// <summary>To be called while nothing new is shown: see <see cref="IForgetfulPanel"/>.</summary>
    /// <inheritdoc cref="Show"/>
    DeviceOutcome Refresh(CancellationToken cancellation);
}
