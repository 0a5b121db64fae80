using System.Globalization;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>The program: <c>eng/simulate</c>.</summary>
internal static class Program
{
    private const int Held = 0;
    private const int Broken = 1;
    private const int BadUse = 2;
    private const int TriesToMinimise = 200;

    private static int Main(string[] arguments)
    {
        if (Options.Read(arguments) is not { } options)
        {
            Console.Error.WriteLine(Options.Usage);
            return BadUse;
        }
        return options.Replay is { } file ? Replay(file)
            : options.Written is { } number ? RunOne(Tour.All().ElementAt(number - 1), options)
            : options.IsFestival
                ? RunOne(
                    Festival.Write(options.Seed ?? 1, options.Terminals ?? 200, options.Guests, options.Hours), options)
            : options.Seed is { } seed
                ? RunOne(
                    Author.Write(
                        seed,
                        options.Terminals ?? 4,
                        (int)options.Taps,
                        options.IsBusy,
                        options.IsMixed,
                        options.Revokes),
                    options)
            : RunMany(options.Taps);
    }

    private static int Replay(string file)
    {
        Story story;
        try
        {
            story = Story.Read(File.ReadAllText(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine($"simulate: {file}: {error.Message}");
            return BadUse;
        }
        return Conclude(Run.Of(story, narrate: Console.WriteLine));
    }

    private static int RunOne(Story story, Options options)
    {
        var run = Run.Of(
            story,
            narrate: options.Tell ? Console.WriteLine : null,
            progress: options.IsFestival ? Console.Error.WriteLine : null);
        Console.WriteLine(run.Exercise);
        Console.Write(run.Day);
        // A day is too long to be tried again and again.
        if (run.Broken is not null && !options.IsFestival)
            WriteSmaller(run);
        return Conclude(run);
    }

    private static int RunMany(long taps)
    {
        var began = TimeProvider.System.GetTimestamp();
        var kept = Suite.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seeds.txt")));
        var suite = new Suite(taps, Console.Out);
        var broken = suite.Run(kept);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine($"kept seeds: {suite.FixedSummary}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {suite.Summary}, {seconds:0} s"));
        if (broken.Count > 0)
        {
            var smallest = broken.MinBy(run => run.Steps)!;
            WriteSmaller(smallest);
            return Conclude(smallest);
        }
        foreach (var missing in suite.Missing)
            Console.WriteLine($"not exercised: {missing}");
        if (suite.Missing.Count > 0)
        {
            Console.WriteLine($"simulate: the kept seeds do not exercise enough, {suite.Missing.Count} things missing");
            return Broken;
        }
        Console.WriteLine("simulate: all invariants held");
        return Held;
    }

    private static void WriteSmaller(Run failed)
    {
        var plan = failed.Story.Plan;
        Console.WriteLine(
            $"{failed.Story}: {failed.Broken!.Message}; making the story smaller ...");
        var smaller = Minimiser.Minimise(failed, () => new Workshop(), TriesToMinimise);
        var folder = Path.Combine(Checkout.Root, "artifacts", "simulation");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{plan.Seed}.story"));
        File.WriteAllText(file, smaller.Story.Write());
        Console.WriteLine(
            $"{smaller.Story.Happenings.Count} of {failed.Story.Happenings.Count} happenings are left: " +
            $"eng/simulate --replay {file}");
        Console.WriteLine($"there: {smaller.Broken!.Message}");
    }

    private static int Conclude(Run run)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"simulate: {run.Story}, {run.Steps} steps: ");
        Console.WriteLine(what + (run.Broken?.Message ?? "all invariants held"));
        return run.Broken is null ? Held : Broken;
    }
}
