using HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Pn532;

/// <summary>
/// Frames as a chip sends them, and what a bad line or an enemy makes of them. The same seed gives the same frames.
/// </summary>
internal sealed class FrameMutator(int seed)
{
    private const int Longest = 320;

    private static readonly byte[][] Contents =
    [
        [0x03, 0x32, 0x01, 0x06, 0x07],
        [0x15],
        [0x33],
        [0x13],
        [0x11],
        [0x4B, 0],
        [0x4B, 1, 1, 0x00, 0x44, 0x00, 7, 4, 0xA2, 0x3B, 0x1C, 0x5D, 0x6E, 0x80],
        [0x4B, 1, 1, 0x00, 0x04, 0x08, 4, 0x1A, 0xDA, 0x74, 0x44],
        [0x4B, 1, 1, 0x03, 0x44, 0x20, 7, 4, 1, 2, 3, 4, 5, 6, 6, 0x75, 0x77, 0x81, 0x02, 0x80],
        [0x4B, 2, 1, 0, 4, 8, 4, 1, 2, 3, 4, 2, 0, 4, 8, 4, 5, 6, 7, 8],
        [0x41, 0x00, 1, 2, 3, 4, 0x90, 0x00],
        [0x43, 0x01],
        [0x55, 0x00],
        [0x4F, 0x00],
    ];

    private static readonly byte[] Telling = [0x00, 0xFF, 0x01, 0x02, 0xFE, 0xD4, 0xD5, 0x7F, 0x81, 0x55, 0x4B];

    private readonly Random chance = new(seed);
    private readonly byte[] buffer = new byte[Longest];

    /// <summary>The next frame, mutated at one to four places.</summary>
    /// <returns>Good until the next call.</returns>
    public ReadOnlySpan<byte> Next()
    {
        var length = Begin();
        for (var change = chance.Next(1, 5); change > 0; change--)
            length = Mutate(length);
        return buffer.AsSpan(0, length);
    }

    /// <summary>A good response to a command, by its code; a plain "done" where there is none of its own.</summary>
    public byte[] AnswerTo(byte code)
    {
        var fitting = Contents.Where(content => content[0] == code + 1).ToArray();
        var content = fitting.Length == 0 ? [(byte)(code + 1)] : fitting[chance.Next(fitting.Length)];
        return FrameEncoder.Information(FrameDirection.FromChip, content);
    }

    /// <summary>A number below a limit, of the same seed.</summary>
    public int Below(int limit) => chance.Next(limit);

    private int Begin()
    {
        var content = Contents[chance.Next(Contents.Length)];
        ReadOnlySpan<byte> frame = chance.Next(8) switch
        {
            0 => FrameEncoder.Acknowledge,
            1 => chance.Next(2) == 0 ? FrameEncoder.SyntaxError : FrameEncoder.NegativeAcknowledge,
            2 => FrameEncoder.Extended(FrameDirection.FromChip, content),
            3 => FrameEncoder.Information(FrameDirection.FromChip, Damaged(content)),
            _ => FrameEncoder.Information(FrameDirection.FromChip, content),
        };
        frame.CopyTo(buffer);
        return frame.Length;
    }

    // A frame that is whole and says something wrong: these get as far as the commands.
    private byte[] Damaged(byte[] content)
    {
        byte[] copy = [.. content, .. new byte[chance.Next(3)]];
        copy[chance.Next(copy.Length)] = Byte();
        return copy[..chance.Next(1, copy.Length + 1)];
    }

    private int Mutate(int length)
    {
        if (length == 0)
            return 0;
        var at = chance.Next(length);
        switch (chance.Next(6))
        {
            case 0:
                buffer[at] ^= (byte)(1 << chance.Next(8));
                return length;
            case 1:
                buffer[at] = Byte();
                return length;
            case 2:
                return at;
            case 3 when length < Longest:
                buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + 1));
                buffer[at] = Byte();
                return length + 1;
            case 4:
                buffer.AsSpan(at + 1, length - at - 1).CopyTo(buffer.AsSpan(at));
                return length - 1;
            default:
                var repeated = Math.Min(length - at, Longest - length);
                buffer.AsSpan(at, repeated).CopyTo(buffer.AsSpan(length));
                return length + repeated;
        }
    }

    private byte Byte() => chance.Next(2) == 0 ? Telling[chance.Next(Telling.Length)] : (byte)chance.Next(256);
}
