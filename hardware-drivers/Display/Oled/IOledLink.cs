namespace HardwareDrivers.Display;

/// <summary>What a panel of pixels can be told.</summary>
public interface IOledLink : IPanelLink
{
    /// <summary>Sets the controller up, and leaves the display off.</summary>
    void SetUp(CancellationToken cancellation);

    /// <summary>Puts bytes into its memory.</summary>
    void Send(PageSpan span, CancellationToken cancellation);

    /// <summary>Shows its memory.</summary>
    void SwitchOn(CancellationToken cancellation);

    /// <summary>The controller's status byte; null when it does not acknowledge that it is read.</summary>
    byte? ReadStatus(CancellationToken cancellation);
}
