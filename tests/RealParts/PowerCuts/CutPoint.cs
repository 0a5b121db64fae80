using Tests.PowerCuts;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>A moment at which the power goes, and what the disk has kept then.</summary>
/// <param name="Steps">So many steps were done.</param>
/// <param name="Remains">Of what was not synced.</param>
internal sealed record CutPoint(int Steps, Remains Remains)
{
    /// <summary>A page of the page cache: where a write is most likely to be cut in two.</summary>
    private const int Page = 4096;

    /// <summary>
    /// All of them. After each step, and after each answer that the program got: each number of the names that are not
    /// synced, with no byte that is not synced and with all; of several files, with those of one alone. After each
    /// write of something new: each length of it; zeros as long as its first byte, half and all of it; and its first
    /// byte, half, all but the last byte, and each whole page of it with zeros for the rest.
    /// </summary>
    public static IEnumerable<CutPoint> All(IReadOnlyList<DiskStep> steps)
    {
        var disk = new CutDisk(DiskImage.Nothing);
        for (var done = 1; done <= steps.Count; done++)
        {
            if (!Told.IsMark(steps[done - 1]))
                disk.Take(steps[done - 1]);
            for (var names = 0; names <= disk.UnsyncedNames; names++)
            {
                yield return new CutPoint(done, new Remains(names, Unsynced: false));
                if (disk.HasUnsyncedBytes)
                    yield return new CutPoint(done, new Remains(names, Unsynced: true));
            }
            if (disk.UnsyncedFiles.Skip(1).Any())
                foreach (var file in disk.UnsyncedFiles)
                    yield return new CutPoint(done, new Remains(disk.UnsyncedNames, Unsynced: true, Only: file));
            if (Told.IsMark(steps[done - 1]) || steps[done - 1] is not DiskStep.Written written || !disk.LastWriteIsNew)
                continue;
            foreach (var torn in Torn(written.Bytes.Length))
                yield return new CutPoint(done, new Remains(disk.UnsyncedNames, Unsynced: true, torn));
        }
    }

    /// <summary>
    /// So many of them: every moment between two steps, the first and the last bytes of each write, zeros, page
    /// borders; then other lengths, evenly spread.
    /// </summary>
    /// <param name="all">All of them.</param>
    /// <param name="steps">Of what.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="seed">Which of the other lengths.</param>
    public static List<CutPoint> Choose(
        IReadOnlyList<CutPoint> all, IReadOnlyList<DiskStep> steps, int wanted, int seed)
    {
        var needed = all.Where(cut => cut.IsSpecial((steps[cut.Steps - 1] as DiskStep.Written)?.Bytes.Length ?? 0))
            .ToHashSet();
        var others = all.Where(cut => !needed.Contains(cut)).ToList();
        var left = Math.Clamp(wanted - needed.Count, 0, others.Count);
        for (var index = 0L; index < left; index++)
            needed.Add(others[(int)((index * others.Count + seed % others.Count) / Math.Max(left, 1) % others.Count)]);
        return [.. all.Where(needed.Contains)];
    }

    private bool IsSpecial(int length) =>
        Remains.Torn is not { } torn ||
        torn.Zeros > 0 ||
        torn.Bytes <= 2 ||
        torn.Bytes >= length - 3 ||
        torn.Bytes % Page == 0;

    private static IEnumerable<int> Pages(int length) =>
        Enumerable.Range(1, length / Page).Select(pages => pages * Page);

    private static IEnumerable<TornWrite> Torn(int length)
    {
        for (var bytes = 1; bytes < length; bytes++)
            yield return new TornWrite(bytes);
        foreach (var zeros in new[] { 1, length / 2, length }.Distinct().Where(zeros => zeros > 0))
            yield return new TornWrite(0, zeros);
        // Of two pages the first, or the newline not.
        foreach (var bytes in new[] { 1, length / 2, length - 1 }.Concat(Pages(length)).Distinct())
            if (bytes > 0 && bytes < length)
                yield return new TornWrite(bytes, length - bytes);
    }
}
