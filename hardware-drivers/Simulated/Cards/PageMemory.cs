namespace HardwareDrivers.Simulated;

/// <summary>
/// The memory of a card without ISO/IEC 14443-4: pages of four bytes, the first three with the UID, its check bytes and
/// the lock bits (NTAG213/215/216 data sheet, 8.5).
/// </summary>
internal sealed class PageMemory
{
    public const int PageLength = 4;

    private const int LockPage = 2;
    private const int OneTimePage = 3;
    private const byte CascadeTag = 0x88;
    private const byte Internal = 0x48;

    private readonly byte[] bytes;

    public PageMemory(int pages, ReadOnlySpan<byte> uid)
    {
        bytes = new byte[pages * PageLength];
        var first = (byte)(CascadeTag ^ uid[0] ^ uid[1] ^ uid[2]);
        var second = (byte)(uid[3] ^ uid[4] ^ uid[5] ^ uid[6]);
        byte[] head = [.. uid[..3], first, .. uid[3..], second, Internal];
        head.CopyTo(bytes, 0);
    }

    public int Pages => bytes.Length / PageLength;

    /// <summary>All of it, secrets too.</summary>
    public ReadOnlySpan<byte> All => bytes;

    /// <summary>Four bytes.</summary>
    public Span<byte> this[int page] => bytes.AsSpan(page * PageLength, PageLength);

    /// <summary>
    /// WRITE: page 2 takes lock bits only, which like those of page 3 can be set and never cleared; pages 0 and 1 take
    /// nothing, and neither does a page whose lock bit is set.
    /// </summary>
    public bool Write(int page, ReadOnlySpan<byte> data)
    {
        if (page < LockPage || page >= Pages || IsLocked(page))
            return false;
        var target = this[page];
        var from = page == LockPage ? 2 : 0;
        for (var index = from; index < PageLength; index++)
            target[index] = page <= OneTimePage ? (byte)(target[index] | data[index]) : data[index];
        return true;
    }

    // Bits 3 to 7 of the first lock byte are pages 3 to 7, the second lock byte is pages 8 to 15.
    private bool IsLocked(int page) => page switch
    {
        >= 3 and <= 7 => (this[LockPage][2] & (1 << page)) != 0,
        >= 8 and <= 15 => (this[LockPage][3] & (1 << (page - 8))) != 0,
        _ => false,
    };
}
