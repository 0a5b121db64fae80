using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace HardwareDrivers.Simulated;

/// <summary>
/// What a person reads on a panel: finds our own font's text in a frame, in any size, at any place, dark on light too,
/// and the symbols. Takes nothing for granted of how the frame was laid out.
/// </summary>
public static class FrameReader
{
    /// <summary>Reads a frame.</summary>
    public static PanelReading Read(MonochromeFrame frame)
    {
        var picture = new ReadablePicture(frame);
        var symbol = TakeSymbol(picture);
        var runs = TakeRuns(picture);
        return new PanelReading(symbol, [.. Lines(runs)]);
    }

    private static Symbol TakeSymbol(ReadablePicture picture)
    {
        foreach (var candidate in SymbolPicture.All)
            for (var y = 0; y <= picture.Height - candidate.Side; y++)
                for (var x = 0; x <= picture.Width - candidate.Side; x++)
                    if (picture.Shows(candidate, x, y))
                    {
                        picture.Forget(x, y, candidate.Side, candidate.Side);
                        return candidate.Symbol;
                    }
        return Symbol.None;
    }

    // The run that explains most pixels is taken first: a full stop can be found in many places, a word cannot.
    private static List<TextRun> TakeRuns(ReadablePicture picture)
    {
        var found = GlyphSearch.Runs(picture).OrderByDescending(run => run.Ink).ThenBy(run => run.Y).ToList();
        var taken = new List<TextRun>();
        foreach (var run in found)
        {
            if (taken.Any(run.Overlaps))
                continue;
            taken.Add(run);
        }
        return taken;
    }

    // Runs at one height are one line to a reader; a tabulator stands between them.
    private static IEnumerable<string> Lines(IEnumerable<TextRun> runs) =>
        from run in runs
        orderby run.Y, run.X
        group run.Text by run.Y + run.Height / 2 into line
        select string.Join('\t', line);
}
