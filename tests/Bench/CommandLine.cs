using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Tests.Bench;

/// <summary>What the arguments ask for.</summary>
internal static class CommandLine
{
    /// <summary>All that can be measured. The tap comes first: the first one is to find nothing compiled.</summary>
    public static ImmutableArray<IMeasure> All { get; } =
    [
        new TapMeasure(),
        new HeardMeasure(),
        new StoreMeasure(),
        new ReaderMeasure(),
        new CardMeasure(),
        new PeerMeasure(),
        new RecoveryMeasure(),
        new PulseMeasure(),
        new DrainMeasure(),
        new StartMeasure(),
        new MemoryMeasure(),
        new MillionMeasure(),
        new ListMeasure(),
        new AskingMeasure(),
        new GateMeasure(),
        new CryptoMeasure(),
        new RefillMeasure(),
        new WorkersMeasure(),
        new ReturnMeasure(),
        new ConsoleMeasure(),
    ];

    public static string Help =>
        $"""
        usage: eng/bench [--keep] [NAME…]

        Measures what the design has budgets for, all of it or what is named, and says beside each figure whether the
        budget holds. A figure over its budget is no failure: the exit code is 0 unless something could not be measured.
        The last column compares with what was kept of this machine in docs/measurements.tsv, and calls WORSE what is so
        by more than a fifth. A quarter of an hour for all.

        {string.Join('\n', All.Select(measure => $"  {measure.Name,-9}{measure.Description}"))}

          --keep   keep these figures there, in place of the former ones
          TMPDIR   where files are made; a disk, not memory (default: /var/tmp)
        """;

    /// <summary>Finds what is named; nothing named is everything.</summary>
    /// <param name="arguments">Names, and perhaps <c>--keep</c>.</param>
    /// <param name="chosen">Each once, in the order of the list.</param>
    /// <param name="keeps">The figures are to be kept.</param>
    /// <param name="error">What is wrong with the arguments.</param>
    public static bool TryChoose(
        IReadOnlyList<string> arguments,
        out ImmutableArray<IMeasure> chosen,
        out bool keeps,
        [NotNullWhen(false)] out string? error)
    {
        const string keep = "--keep";
        keeps = arguments.Contains(keep);
        var names = arguments.Where(argument => argument != keep).ToList();
        var unknown = names.FirstOrDefault(name => All.All(measure => measure.Name != name));
        error = unknown is null ? null : $"There is no measure '{unknown}'; expected {string.Join(", ", Names)}.";
        chosen = names.Count == 0 ? All : [.. All.Where(measure => names.Contains(measure.Name))];
        return error is null;
    }

    private static IEnumerable<string> Names => All.Select(measure => measure.Name);
}
