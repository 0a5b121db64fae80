using System.Collections.Immutable;
using System.Globalization;

namespace Tests.Bench;

/// <summary>
/// The figures that are committed, to see a regression by: docs/measurements.tsv, a row each, tabs between its columns.
/// Figures of another machine say nothing and are left alone.
/// </summary>
/// <param name="machine">This one.</param>
/// <param name="day">Today.</param>
/// <param name="figures">Of all machines.</param>
internal sealed class KeptTable(string machine, string day, ImmutableArray<KeptFigure> figures)
{
    private const string Head = "machine\tmeasure\twhat\tvalue\tday";
    private readonly List<KeptFigure> measured = [];

    /// <summary>What was kept, with what was measured since in its place.</summary>
    public string Text => string.Concat(
        figures.Where(kept => !measured.Any(now => IsSame(kept, now))).Concat(measured)
            .OrderBy(figure => figure.Machine, StringComparer.Ordinal)
            .ThenBy(figure => figure.Measure, StringComparer.Ordinal)
            .ThenBy(figure => figure.What, StringComparer.Ordinal)
            .Select(Line)
            .Prepend(Head + "\n"));

    /// <summary>Reads a kept table.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says where.</exception>
    public static KeptTable Read(string text, string machine, string day)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Head, .. var rows])
            throw new InvalidDataException($"The first line of the kept table: expected '{Head}'.");
        return new KeptTable(machine, day, [.. rows.Select((row, index) => Figure(row, index + 2))]);
    }

    /// <summary>Notes what was measured, and compares.</summary>
    /// <exception cref="InvalidOperationException">It was noted before.</exception>
    /// <returns>What was kept of this machine; null: nothing.</returns>
    public KeptFigure? Note(string measure, string what, double value)
    {
        var now = new KeptFigure(machine, measure, what, value, day);
        if (measured.Exists(other => IsSame(other, now)))
            throw new InvalidOperationException($"{measure} has two rows '{what}'.");
        measured.Add(now);
        return figures.FirstOrDefault(kept => IsSame(kept, now));
    }

    private static bool IsSame(KeptFigure left, KeptFigure right) =>
        (left.Machine, left.Measure, left.What) == (right.Machine, right.Measure, right.What);

    private static string Line(KeptFigure figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{figure.Machine}\t{figure.Measure}\t{figure.What}\t{figure.Value:G4}\t{figure.Day}\n");

    private static KeptFigure Figure(string row, int number) =>
        row.Split('\t') is [var machine, var measure, var what, var value, var day] &&
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure)
            ? new KeptFigure(machine, measure, what, figure, day)
            : throw new InvalidDataException(
                $"Line {number} of the kept table: expected five columns, a number fourth.");
}
