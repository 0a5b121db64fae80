using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A frame as the memory of SSD1306 and SH1106 holds it (SSD1306 rev. 1.1, 8.7 "Graphic Display Data RAM"): pages of
/// eight rows, a byte a column, the uppermost pixel in the lowest bit.
/// </summary>
public sealed class PagedPicture
{
    /// <summary>Rows of pixels in a page.</summary>
    public const int PageHeight = 8;

    private readonly byte[] bytes;
    private readonly int width;

    private PagedPicture(int width, int pages)
    {
        this.width = width;
        bytes = new byte[width * pages];
    }

    /// <summary>Turns rows into pages.</summary>
    /// <param name="frame">Of a height that is a multiple of eight.</param>
    public static PagedPicture Of(MonochromeFrame frame)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Height % PageHeight, 0);
        var picture = new PagedPicture(frame.Width, frame.Height / PageHeight);
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                if (frame[x, y])
                    picture.bytes[y / PageHeight * frame.Width + x] |= (byte)(1 << (y % PageHeight));
        return picture;
    }

    /// <summary>What has to be sent: of each page that differs, from its first to its last column that does.</summary>
    /// <param name="shown">What the controller holds, of the same size; null when that is not known.</param>
    public IEnumerable<PageSpan> ChangesSince(PagedPicture? shown)
    {
        for (var start = 0; start < bytes.Length; start += width)
        {
            var page = bytes.AsMemory(start, width);
            var (first, last) = shown is null
                ? (0, width - 1)
                : Differing(page.Span, shown.bytes.AsSpan(start, width));
            if (first <= last)
                yield return new PageSpan(start / width, first, page[first..(last + 1)]);
        }
    }

    private static (int First, int Last) Differing(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> shown)
    {
        var first = wanted.CommonPrefixLength(shown);
        var last = wanted.Length - 1;
        while (last >= first && wanted[last] == shown[last])
            last--;
        return (first, last);
    }
}
