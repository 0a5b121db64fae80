namespace Tests.Simulation;

/// <summary>
/// Makes a story smaller that breaks an invariant: leaves out ever smaller parts of it as long as the same invariant
/// breaks in the same way (delta debugging: Zeller, Hildebrandt 2002).
/// </summary>
internal static class Minimiser
{
    /// <summary>The smaller story, and how it ends.</summary>
    /// <param name="failed">A run that broke something.</param>
    /// <param name="workshop">What its machines were made of, anew for each try.</param>
    /// <param name="mostTries">Each is a run.</param>
    public static Run Minimise(Run failed, Func<Workshop> workshop, int mostTries)
    {
        var best = failed;
        var parts = 2;
        for (var tries = 0; tries < mostTries && best.Story.Happenings.Count > 1;)
        {
            var smaller = Without(best, parts, workshop, mostTries, ref tries);
            if (smaller is null && parts >= best.Story.Happenings.Count)
                break;
            parts = smaller is null ? Math.Min(parts * 2, best.Story.Happenings.Count) : Math.Max(2, parts - 1);
            best = smaller ?? best;
        }
        return best;
    }

    private static Run? Without(Run best, int parts, Func<Workshop> workshop, int mostTries, ref int tries)
    {
        var all = best.Story.Happenings;
        for (var part = 0; part < parts && tries < mostTries; part++)
        {
            var (from, to) = (all.Count * part / parts, all.Count * (part + 1) / parts);
            if (from == to)
                continue;
            tries++;
            var run = Run.Of(best.Story with { Happenings = [.. all.Take(from), .. all.Skip(to)] }, workshop());
            if (run.Broken?.Kind == best.Broken!.Kind)
                return run;
        }
        return null;
    }
}
