using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Tests.Simulation;

/// <summary>
/// Many runs: the stories that are written by hand, the seeds that are kept, and fresh ones until there were so many
/// taps; as many at a time as there are processors, each on one thread.
/// </summary>
internal sealed class Suite(long taps, TextWriter output)
{
    private const int TapsOfFresh = 800;

    /// <summary>Where guests come fast less time passes between two taps: one run of so many takes its time.</summary>
    private const int QuietRunEvery = 4;

    /// <summary>One fresh run of so many has drink stations and gates.</summary>
    private const int MixedRunEvery = 3;

    /// <summary>In one of so many terminals are revoked.</summary>
    private const int RevokingRunEvery = 4;

    private readonly Lock gate = new();
    private readonly Exercise fixedExercise = new();
    private readonly Exercise all = new();
    private readonly List<Run> broken = [];
    private long worst;
    private int runs;

    /// <summary>A seed and its size.</summary>
    internal readonly record struct Size(
        ulong Seed, int Terminals, int Taps, bool IsBusy = false, bool IsMixed = false, bool Revokes = false);

    /// <summary>Runs them.</summary>
    /// <returns>Runs that broke something.</returns>
    public IReadOnlyList<Run> Run(IReadOnlyList<Size> kept)
    {
        var written = Tour.All().ToList();
        RunAll([.. written.Select<Story, Func<Story>>(story => () => story), .. kept.Select(Written)], fixedExercise);
        var missing = taps - kept.Sum(size => (long)size.Taps) - written.Sum(story => (long)story.Taps);
        var first = (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        var fresh = Enumerable.Range(0, (int)Math.Max(0, (missing + TapsOfFresh - 1) / TapsOfFresh))
            .Select(number => new Size(
                first + (ulong)number,
                2 + number % 7,
                TapsOfFresh,
                IsBusy: number % QuietRunEvery != 0,
                IsMixed: number % MixedRunEvery == 0,
                Revokes: number % RevokingRunEvery == 1))
            .ToList();
        if (fresh.Count > 0)
            output.WriteLine($"fresh seeds from {first}");
        RunAll([.. fresh.Select(Written)], new Exercise());
        return broken;
    }

    /// <summary>Why these runs do not count; empty: they do.</summary>
    public IReadOnlyList<string> Missing => [.. fixedExercise.Missing()];

    /// <summary>What was done, in a line.</summary>
    public string Summary =>
        string.Create(CultureInfo.InvariantCulture, $"{all} ({runs} runs; a wallet came to {worst} % of its bound)");

    /// <summary>What the kept seeds exercised, in a line.</summary>
    public string FixedSummary => fixedExercise.ToString();

    /// <summary>
    /// The seeds of a file: seed, terminals, taps, and why it is kept; which stations are mixed says so first.
    /// </summary>
    public static IReadOnlyList<Size> Read(string text) =>
    [
        .. from line in text.Split('\n')
           where line.Length > 0 && line[0] != '#'
           let words = line.Split(' ')
           let isBusy = words[3] == "busy"
           let isMixed = words[isBusy ? 4 : 3].StartsWith("mixed", StringComparison.Ordinal)
           select new Size(
               ulong.Parse(words[0], CultureInfo.InvariantCulture),
               int.Parse(words[1], CultureInfo.InvariantCulture),
               int.Parse(words[2], CultureInfo.InvariantCulture),
               isBusy,
               isMixed,
               Revokes: words.Contains("revokes:")),
    ];

    private static Func<Story> Written(Size size) =>
        () => Author.Write(size.Seed, size.Terminals, size.Taps, size.IsBusy, size.IsMixed, size.Revokes);

    private void RunAll(Func<Story>[] stories, Exercise exercise) => Parallel.ForEach(
        Partitioner.Create(stories, loadBalance: true),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        story =>
        {
            var run = Tests.Simulation.Run.Of(story());
            lock (gate)
            {
                runs++;
                worst = Math.Max(worst, run.WorstShare);
                exercise.Add(run.Exercise);
                all.Add(run.Exercise);
                if (run.Broken is not { } error)
                    return;
                broken.Add(run);
                output.WriteLine($"{run.Story}: {error.Message}");
            }
        });
}
