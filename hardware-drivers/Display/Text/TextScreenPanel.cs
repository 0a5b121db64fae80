using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>Screens on a panel of characters.</summary>
public sealed class TextScreenPanel(ITextPanel panel) : IScreenPanel
{
    /// <inheritdoc/>
    public DeviceOutcome Show(Screen screen, CancellationToken cancellation) =>
        panel.Show(TextLayout.Lay(screen, panel.Columns, panel.Rows), cancellation);

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        (panel as IForgetfulPanel)?.Refresh(cancellation) ?? DeviceOutcome.Done;
}
