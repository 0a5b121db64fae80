using System.Globalization;

namespace Tests.Simulation;

/// <summary>What came of a run.</summary>
/// <param name="Story">What happened.</param>
/// <param name="Broken">What did not hold; null: everything did.</param>
/// <param name="Steps">How many things were done.</param>
/// <param name="Exercise">What it has exercised.</param>
/// <param name="WorstShare">How near a wallet came to its bound, in percent.</param>
internal sealed record Run(Story Story, BrokenInvariant? Broken, long Steps, Exercise Exercise, long WorstShare)
{
    private const long QuarterOfAnHour = 15 * 60_000;

    /// <summary>The most that a wallet was below zero.</summary>
    public long WorstLoss { get; private init; }

    /// <summary>The most that all wallets together were.</summary>
    public long WorstLossOfTheHouse { get; private init; }

    /// <summary>The report of a day; null: it was none, or something broke.</summary>
    public string? Day { get; private init; }

    /// <summary>Runs a story.</summary>
    /// <param name="story">What happens.</param>
    /// <param name="workshop">Of what the terminals are made.</param>
    /// <param name="narrate">Is told each step.</param>
    /// <param name="progress">Is told each quarter of an hour, in virtual time.</param>
    public static Run Of(
        Story story, Workshop? workshop = null, Action<string>? narrate = null, Action<string>? progress = null)
    {
        var world = new World(story, workshop, narrate);
        if (progress is not null)
            world.Agenda.Every(QuarterOfAnHour, () => Tell(world, progress));
        BrokenInvariant? broken = null;
        try
        {
            world.Run();
        }
        catch (BrokenInvariant error)
        {
            broken = error;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The product throws where its own invariants are broken.
            broken = new BrokenInvariant("nothing throws", error.ToString());
        }
        return new Run(story, broken, world.Steps, world.Exercise, world.Checks.WorstShare)
        {
            WorstLoss = world.Checks.WorstLoss,
            WorstLossOfTheHouse = world.Checks.WorstLossOfTheHouse,
            Day = story.Plan.IsDay && broken is null ? DayReport.Of(world) : null,
        };
    }

    private static bool Tell(World world, Action<string> progress)
    {
        var at = TimeSpan.FromMilliseconds(world.Agenda.Now);
        progress(string.Create(
            CultureInfo.InvariantCulture, $"{at:hh\\:mm}: {world.Exercise.Taps} taps, {world.Steps} steps"));
        return true;
    }
}
