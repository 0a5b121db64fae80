using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>What the chip says, with whatever is wrong with it.</summary>
internal sealed class ChipVoice(PacedLine line, ChipFaults faults)
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(150);

    // 00 FF is a start code; the length behind it does not add up.
    private static ReadOnlySpan<byte> NoiseInFront => [0x55, 0x00, 0xFF, 0x13, 0xAA];

    // The start code and the length of a frame of three bytes, which do not come.
    private static ReadOnlySpan<byte> NoiseBehind => [0xAA, 0x00, 0xFF, 0x03, 0xFD];

    /// <returns>Whether it said no.</returns>
    public bool Declines(long moment)
    {
        if (!faults.Strikes(ChipFault.NegativeAcknowledge, moment))
            return false;
        line.Send(FrameEncoder.NegativeAcknowledge, moment);
        return true;
    }

    public void Acknowledge(long moment)
    {
        if (faults.Strikes(ChipFault.LostAcknowledge, moment))
            return;
        var frame = FrameEncoder.Acknowledge.ToArray();
        if (faults.Strikes(ChipFault.WrongAcknowledge, moment))
            frame[3] ^= 0x10;
        line.Send(frame, moment);
    }

    public void Respond(ReadOnlySpan<byte> good, long moment)
    {
        List<byte> frame = [.. good];
        var middle = frame.Count / 2;
        if (faults.Strikes(ChipFault.WrongResponse, moment))
            frame[^2] ^= 0x10;
        if (faults.Strikes(ChipFault.NoiseInside, moment))
            PutNoise(frame, middle);
        if (faults.Strikes(ChipFault.CutResponse, moment))
            frame.RemoveRange(middle, frame.Count - middle);
        if (faults.Strikes(ChipFault.NoiseBefore, moment))
            frame.InsertRange(0, NoiseInFront);
        if (faults.Strikes(ChipFault.NoiseAfter, moment))
            frame.AddRange(NoiseBehind);
        Say(frame.ToArray(), PauseAt(moment), moment);
    }

    // One byte in 256 would leave the sum right: that frame would be believed.
    private static void PutNoise(List<byte> frame, int at)
    {
        frame.Insert(at, 0xA5);
        var parser = new FrameParser();
        parser.Add(frame.ToArray());
        if (parser.Next() is Frame.Information)
            frame[at]++;
    }

    private TimeSpan PauseAt(long moment)
    {
        if (faults.Strikes(ChipFault.LongPause, moment))
            return LongPause;
        return faults.Strikes(ChipFault.ShortPause, moment) ? ShortPause : TimeSpan.Zero;
    }

    private void Say(ReadOnlySpan<byte> bytes, TimeSpan pause, long moment)
    {
        var first = pause == TimeSpan.Zero ? bytes.Length : bytes.Length / 2;
        line.Send(bytes[..first], moment);
        line.Send(bytes[first..], line.FreeAt + pause.ToNanoseconds());
    }
}
