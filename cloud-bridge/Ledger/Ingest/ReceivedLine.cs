using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A line as it came. It is read, and its signature checked, while nobody waits for the books: one process at a time
/// may change those.
/// </summary>
internal sealed class ReceivedLine
{
    private (IKeyRing By, FormatError? Wrong)? check;

    /// <param name="bytes">Without its newline.</param>
    /// <param name="site">The site that it must belong to.</param>
    public ReceivedLine(ReadOnlyMemory<byte> bytes, SiteId site) =>
        (Bytes, Read) = (bytes, StoredLine.Read(bytes, site));

    /// <summary>As they came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What it says, or why that is not known.</summary>
    public Reading<StoredLine> Read { get; }

    /// <summary>Checks its signature by a terminal's keys, as they are now.</summary>
    public void Check(IKeyRing keys)
    {
        if (Read.Succeeded(out var line, out _))
            check = (keys, WhyForged(line, keys));
    }

    /// <summary>
    /// What is wrong with the signature of a line that can be read; null when nothing is. Where it was checked by these
    /// keys, that is known: a terminal that gets another key gets another ring.
    /// </summary>
    public FormatError? WhyForged(IKeyRing keys) =>
        check is { } done && ReferenceEquals(done.By, keys) ? done.Wrong : WhyForged(Read.OrThrow(), keys);

    private static FormatError? WhyForged(StoredLine line, IKeyRing keys) =>
        RecordLine.WhyForged(line.Signed, line.Head.Position, keys);
}
