using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A panel of SSD1306 or SH1106 on an I2C bus. Only what has changed is sent. A panel whose plug was drawn and put back
/// is found by its status byte, and gets all anew. For one thread.
/// </summary>
public sealed class OledPanel : IPanel, IForgetfulPanel, IDisposable
{
    // Status byte (SSD1306, table 9-2; SH1106 V2.3, command 21): set while the display is off, as after a reset.
    private const byte IsOff = 0x40;

    private readonly IOledLink link;
    private MonochromeFrame? last;

    /// <summary>What the controller holds; null: not known, it has to be set up.</summary>
    private PagedPicture? held;

    /// <summary>Its status byte was seen to follow the display; there are modules that cannot be read.</summary>
    private bool tellsStatus;

    /// <summary>By our own bytes.</summary>
    /// <param name="open">Opens the panel's device, usually at 0x3C; called again after the bus was lost.</param>
    /// <param name="controller">Which.</param>
    /// <param name="width">Pixels: at most 128.</param>
    /// <param name="height">Pixels: 64 or 32.</param>
    public OledPanel(Func<II2cDevice> open, OledController controller, int width, int height)
        : this(new OledLink(open, controller), width, height)
    {
    }

    /// <summary>By somebody's library.</summary>
    /// <param name="link">Belongs to the panel from now on.</param>
    /// <param name="width">Pixels: at most 128.</param>
    /// <param name="height">Pixels: 64 or 32.</param>
    public OledPanel(IOledLink link, int width, int height) => (this.link, Width, Height) = (link, width, height);

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public DeviceOutcome Show(MonochromeFrame frame, CancellationToken cancellation)
    {
        if (frame.Width != Width || frame.Height != Height)
            throw new ArgumentException($"A frame of {Width} × {Height} pixels is needed.", nameof(frame));
        last = frame;
        var wanted = PagedPicture.Of(frame);
        var before = held;
        // Whatever ends this talk early: what the controller holds then is not known.
        held = null;
        return PanelTalk.Try(link, () =>
        {
            var isNew = before is null || HasForgotten(cancellation);
            // A module that cannot be read may have forgotten all, too: it gets all again, but does not go dark for it.
            var all = isNew || !tellsStatus;
            if (isNew)
                link.SwitchOff(cancellation);
            if (all)
                link.SetUp(cancellation);
            if (isNew)
                tellsStatus = Says(isOff: true, cancellation);
            foreach (var span in wanted.ChangesSince(all ? null : before))
                link.Send(span, cancellation);
            if (all)
                link.SwitchOn(cancellation);
            if (isNew)
                tellsStatus = tellsStatus && Says(isOff: false, cancellation);
            held = wanted;
        });
    }

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        last is null ? DeviceOutcome.Done : Show(last, cancellation);

    /// <summary>Closes the device; the panel goes on showing.</summary>
    public void Dispose() => link.Close();

    private bool HasForgotten(CancellationToken cancellation)
    {
        if (!tellsStatus)
            return false;
        return link.ReadStatus(cancellation) is { } status
            ? (status & IsOff) != 0
            : throw new NotAcknowledgedException();
    }

    private bool Says(bool isOff, CancellationToken cancellation) =>
        link.ReadStatus(cancellation) is { } status && (status & IsOff) != 0 == isOff;
}
