using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>
/// The emulated chip as its host sees it, in virtual time: frames in, frames out, with their moments.
/// </summary>
internal sealed class ChipRig
{
    private readonly FrameParser parser = new();
    private readonly double byteMilliseconds;

    public ChipRig(int baud = 115_200)
    {
        Chip = new Pn532Chip(baud, new ChipTimings());
        byteMilliseconds = 10_000.0 / baud;
    }

    public Pn532Chip Chip { get; }

    /// <summary>Nanoseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Everything that has come from the chip, as bytes with the moments of their arrival.</summary>
    public List<(long Moment, byte Value)> Bytes { get; } = [];

    public List<Frame> Frames { get; } = [];

    /// <summary>A chip that is awake and in normal mode.</summary>
    public static ChipRig Awake()
    {
        var rig = new ChipRig();
        rig.Send(0x55, 0x55, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        rig.Ask("140100");
        rig.Forget();
        return rig;
    }

    public void Send(params ReadOnlySpan<byte> bytes) => Chip.Receive(bytes, Now);

    /// <summary>Sends a command and lets time pass until the response is there, at most a second.</summary>
    /// <returns>The response's data in hexadecimal; "error" for the error frame, "" for none.</returns>
    public string Ask(string command)
    {
        Forget();
        Send(FrameEncoder.Information(FrameDirection.ToChip, Convert.FromHexString(command)));
        for (var limit = Now + 1_000_000_000; Chip.NextEvent <= limit && Response is null;)
            AdvanceTo(Chip.NextEvent);
        // The postamble comes behind the frame.
        Advance(2 * byteMilliseconds);
        return Response ?? "";
    }

    public void Advance(double milliseconds)
    {
        var end = Now + (long)(milliseconds * 1e6);
        while (Chip.NextEvent <= end)
            AdvanceTo(Chip.NextEvent);
        AdvanceTo(end);
    }

    public void Forget()
    {
        Bytes.Clear();
        Frames.Clear();
    }

    private string? Response => Frames.LastOrDefault() switch
    {
        Frame.Information response => Convert.ToHexString(response.Data.Span),
        Frame.SyntaxError => "error",
        _ => null,
    };

    private void AdvanceTo(long moment)
    {
        Now = moment;
        var output = new List<byte>();
        Chip.AdvanceTo(moment, output);
        foreach (var value in output)
        {
            Bytes.Add((moment, value));
            parser.Add([value]);
            while (parser.Next() is { } frame)
                Frames.Add(frame);
        }
    }
}
