namespace HardwareDrivers.Pn532;

/// <summary>
/// Finds the frames in a stream of bytes that comes in pieces of any size, with noise between them. Never throws: what
/// begins like a frame and is none comes out as <see cref="Frame.Broken"/>.
/// </summary>
/// <remarks>
/// The search goes on right behind the start code of a broken frame, so that a frame whose beginning was swallowed by a
/// damaged length is found. The price: the content of a damaged frame may be mistaken for frames. Whoever asks for the
/// damaged one again should <see cref="Clear"/> first.
/// </remarks>
public sealed class FrameParser
{
    private byte[] buffer = new byte[512];
    private int start;
    private int end;

    /// <summary>A frame has begun and is not complete.</summary>
    public bool InsideFrame { get; private set; }

    private static ReadOnlySpan<byte> StartCode => [0x00, 0xFF];

    private Span<byte> Unread => buffer.AsSpan(start, end - start);

    /// <summary>Takes the next bytes of the stream. Call <see cref="Next"/> until it has nothing more.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Unread.CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end + bytes.Length > buffer.Length)
            Array.Resize(ref buffer, 2 * (end + bytes.Length));
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    /// <returns>The next frame; null when more bytes are needed.</returns>
    public Frame? Next()
    {
        InsideFrame = false;
        var index = Unread.IndexOf(StartCode);
        if (index < 0)
        {
            // The last byte may be the first half of a start code.
            start = end > start && buffer[end - 1] == 0x00 ? end - 1 : end;
            return null;
        }
        start += index;
        var (frame, length) = Examine(Unread);
        InsideFrame = frame is null;
        start += length;
        return frame;
    }

    /// <summary>Gives up on a frame whose rest does not come, and searches what came of it.</summary>
    /// <returns>The broken frame; null when none had begun.</returns>
    public Frame.Broken? Abandon()
    {
        if (!InsideFrame)
            return null;
        InsideFrame = false;
        start += StartCode.Length;
        return new Frame.Broken(FrameFault.Truncated);
    }

    /// <summary>Forgets everything that was added.</summary>
    public void Clear()
    {
        (start, end) = (0, 0);
        InsideFrame = false;
    }

    /// <summary>Looks at bytes that begin with a start code.</summary>
    /// <returns>The frame and how many bytes are done with; nothing and 0 when bytes are missing.</returns>
    private static (Frame? Frame, int Length) Examine(ReadOnlySpan<byte> bytes)
    {
        const int NormalHeader = 4;
        const int ExtendedHeader = 7;
        if (bytes.Length < NormalHeader)
            return (null, 0);
        switch (bytes[2], bytes[3])
        {
            case (0x00, 0xFF):
                return (new Frame.Acknowledge(), NormalHeader);
            case (0xFF, 0x00):
                return (new Frame.NegativeAcknowledge(), NormalHeader);
            case (0xFF, 0xFF) when bytes.Length < ExtendedHeader:
                return (null, 0);
            case (0xFF, 0xFF):
                return AddsUp(bytes[4..ExtendedHeader])
                    ? ExamineData(bytes, ExtendedHeader, (bytes[4] << 8) + bytes[5])
                    : Broken(FrameFault.LengthChecksum);
            default:
                return AddsUp(bytes[2..NormalHeader])
                    ? ExamineData(bytes, NormalHeader, bytes[2])
                    : Broken(FrameFault.LengthChecksum);
        }
    }

    private static (Frame? Frame, int Length) ExamineData(ReadOnlySpan<byte> bytes, int header, int length)
    {
        if (length is 0 or > FrameLimits.MaximumData + 1)
            return Broken(FrameFault.Length);
        var whole = header + length + 1;
        if (bytes.Length < whole)
            return (null, 0);
        if (!AddsUp(bytes[header..whole]))
            return Broken(FrameFault.DataChecksum);
        var data = bytes.Slice(header, length);
        return (data[0], length) switch
        {
            (0x7F, 1) => (new Frame.SyntaxError(), whole),
            ((byte)FrameDirection.ToChip or (byte)FrameDirection.FromChip, 1) => Broken(FrameFault.Length),
            ((byte)FrameDirection.ToChip or (byte)FrameDirection.FromChip, _) =>
                (new Frame.Information((FrameDirection)data[0], data[1..].ToArray()), whole),
            _ => Broken(FrameFault.Identifier),
        };
    }

    private static (Frame? Frame, int Length) Broken(FrameFault fault) => (new Frame.Broken(fault), StartCode.Length);

    private static bool AddsUp(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
            sum += value;
        return (sum & 0xFF) == 0;
    }
}
