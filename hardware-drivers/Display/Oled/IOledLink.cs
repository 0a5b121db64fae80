namespace HardwareDrivers.Display;

/// <summary>What a panel of pixels can be told.</summary>
public interface IOledLink : IPanelLink
{
    /// <summary>Shows nothing, whatever is in its memory.</summary>
    void SwitchOff(CancellationToken cancellation);

    /// <summary>Sets the controller up; the display stays on or off.</summary>
    void SetUp(CancellationToken cancellation);

    /// <summary>Puts bytes into its memory.</summary>
    void Send(PageSpan span, CancellationToken cancellation);

    /// <summary>Shows its memory.</summary>
    void SwitchOn(CancellationToken cancellation);

    /// <summary>The controller's status byte; null when it does not acknowledge that it is read.</summary>
    byte? ReadStatus(CancellationToken cancellation);
}
