using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>SSD1306 and SH1106, by our own bytes.</summary>
internal sealed class OledLink(Func<II2cDevice> open, OledController controller) : IOledLink
{
    // Control bytes (SSD1306 rev. 1.1, 8.1.5.2): what follows up to the stop is commands, or data.
    private const byte Commands = 0x00;
    private const byte Data = 0x40;

    private readonly I2cTalk talk = new(open);

    public string Name { get; } = controller.Name.ToUpperInvariant();

    public void SwitchOff(CancellationToken cancellation) => talk.Write([Commands, OledController.Off], cancellation);

    public void SetUp(CancellationToken cancellation) =>
        talk.Write([Commands, .. controller.SetUp], cancellation);

    public void Send(PageSpan span, CancellationToken cancellation)
    {
        talk.Write([Commands, .. controller.Place(span.Page, span.Column)], cancellation);
        // The controller counts columns on by itself, over transfers too.
        var most = talk.LongestTransfer - 1;
        for (var rest = span.Bytes; !rest.IsEmpty; rest = rest[Math.Min(most, rest.Length)..])
            talk.Write([Data, .. rest[..Math.Min(most, rest.Length)].Span], cancellation);
    }

    public void SwitchOn(CancellationToken cancellation) => talk.Write([Commands, OledController.On], cancellation);

    public byte? ReadStatus(CancellationToken cancellation) => talk.Read(cancellation);

    public void Close() => talk.Close();
}
