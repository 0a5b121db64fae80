using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>Screens on a panel of pixels.</summary>
public sealed class PixelScreenPanel(IPanel panel) : IScreenPanel
{
    /// <inheritdoc/>
    public DeviceOutcome Show(Screen screen, CancellationToken cancellation) =>
        panel.Show(ScreenPainter.Paint(screen, panel.Width, panel.Height), cancellation);

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        (panel as IForgetfulPanel)?.Refresh(cancellation) ?? DeviceOutcome.Done;
}
