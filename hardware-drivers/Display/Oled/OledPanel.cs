using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A panel of SSD1306 or SH1106 on an I2C bus. Only what has changed is sent. A panel whose plug was drawn and put back
/// is found by its status byte, and gets all anew. For one thread.
/// </summary>
public sealed class OledPanel : IPanel, IForgetfulPanel, IDisposable
{
    // Control bytes (SSD1306 rev. 1.1, 8.1.5.2): what follows up to the stop is commands, or data.
    private const byte Commands = 0x00;
    private const byte Data = 0x40;

    // Status byte (SSD1306, table 9-2; SH1106 V2.3, command 21): set while the display is off, as after a reset.
    private const byte IsOff = 0x40;

    private readonly I2cTalk talk;
    private readonly OledController controller;
    private MonochromeFrame? last;

    /// <summary>What the controller holds; null: not known, it has to be set up.</summary>
    private PagedPicture? held;

    /// <summary>Its status byte was seen to follow the display; there are modules that cannot be read.</summary>
    private bool tellsStatus;

    /// <param name="open">Opens the panel's device, usually at 0x3C; called again after the bus was lost.</param>
    /// <param name="controller">Which.</param>
    /// <param name="width">Pixels: at most 128.</param>
    /// <param name="height">Pixels: 64 or 32.</param>
    public OledPanel(Func<II2cDevice> open, OledController controller, int width, int height)
    {
        talk = new I2cTalk(controller.Name.ToUpperInvariant(), open);
        (this.controller, Width, Height) = (controller, width, height);
    }

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
        return talk.Try(() =>
        {
            if (before is not null && !IsStillOn(cancellation))
                before = null;
            if (before is null)
                SetUp(cancellation);
            foreach (var span in wanted.ChangesSince(before))
                Send(span, cancellation);
            if (before is null)
                SwitchOn(cancellation);
            held = wanted;
        });
    }

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        last is null ? DeviceOutcome.Done : Show(last, cancellation);

    /// <summary>Closes the device; the panel goes on showing.</summary>
    public void Dispose() => talk.Dispose();

    private bool IsStillOn(CancellationToken cancellation)
    {
        if (!tellsStatus)
            return false;
        return talk.Read(cancellation) is { } status
            ? (status & IsOff) == 0
            : throw new NotAcknowledgedException();
    }

    private void SetUp(CancellationToken cancellation)
    {
        talk.Write([Commands, .. controller.SetUp], cancellation);
        tellsStatus = talk.Read(cancellation) is { } status && (status & IsOff) != 0;
    }

    private void SwitchOn(CancellationToken cancellation)
    {
        talk.Write([Commands, OledController.On], cancellation);
        tellsStatus = tellsStatus && talk.Read(cancellation) is { } status && (status & IsOff) == 0;
    }

    private void Send(PageSpan span, CancellationToken cancellation)
    {
        talk.Write([Commands, .. controller.Place(span.Page, span.Column)], cancellation);
        // The controller counts columns on by itself, over transfers too.
        var most = talk.LongestTransfer - 1;
        for (var rest = span.Bytes; !rest.IsEmpty; rest = rest[Math.Min(most, rest.Length)..])
            talk.Write([Data, .. rest[..Math.Min(most, rest.Length)].Span], cancellation);
    }
}
