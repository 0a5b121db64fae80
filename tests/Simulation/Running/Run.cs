namespace Tests.Simulation;

/// <summary>What came of a run.</summary>
/// <param name="Story">What happened.</param>
/// <param name="Broken">What did not hold; null: everything did.</param>
/// <param name="Steps">How many things were done.</param>
/// <param name="Exercise">What it has exercised.</param>
/// <param name="WorstShare">How near a wallet came to its bound, in percent.</param>
internal sealed record Run(Story Story, BrokenInvariant? Broken, long Steps, Exercise Exercise, long WorstShare)
{
    /// <summary>The most that a wallet was below zero.</summary>
    public long WorstLoss { get; private init; }

    /// <summary>The most that all wallets together were.</summary>
    public long WorstLossOfTheHouse { get; private init; }

    /// <summary>Runs a story.</summary>
    public static Run Of(Story story, Workshop? workshop = null, Action<string>? narrate = null)
    {
        var world = new World(story, workshop, narrate);
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
        };
    }
}
