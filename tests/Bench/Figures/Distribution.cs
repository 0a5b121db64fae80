using System.Collections.Immutable;

namespace Tests.Bench;

/// <summary>Samples of one thing, of whatever unit.</summary>
internal sealed class Distribution
{
    private readonly ImmutableArray<double> sorted;

    private Distribution(ImmutableArray<double> sorted) => this.sorted = sorted;

    /// <summary>How many samples.</summary>
    public int Count => sorted.Length;

    public double Least => sorted[0];

    public double Median => Percentile(50);

    public double P99 => Percentile(99);

    public double Most => sorted[^1];

    /// <param name="samples">In any order; at least one.</param>
    public static Distribution Of(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToImmutableArray();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(samples));
        return new Distribution(sorted);
    }

    /// <summary>
    /// How many samples are below each power of two and not below the one before, from the first that has any to the
    /// last.
    /// </summary>
    public IReadOnlyList<(double Below, int Count)> Doublings()
    {
        var counts = sorted.CountBy(sample => (int)Math.Floor(Math.Log2(sample))).ToDictionary();
        return
        [
            .. Enumerable.Range(counts.Keys.Min(), counts.Keys.Max() - counts.Keys.Min() + 1)
                .Select(power => (Math.Pow(2, power + 1), counts.GetValueOrDefault(power))),
        ];
    }

    /// <summary>How many samples are within each step of a width, from the first that has any to the last.</summary>
    public IReadOnlyList<(double Below, int Count)> Steps(double width)
    {
        var counts = sorted.CountBy(sample => (int)Math.Floor(sample / width)).ToDictionary();
        return
        [
            .. Enumerable.Range(counts.Keys.Min(), counts.Keys.Max() - counts.Keys.Min() + 1)
                .Select(step => ((step + 1) * width, counts.GetValueOrDefault(step))),
        ];
    }

    /// <summary>
    /// The nearest rank: the least sample that so many percent of all samples are not above. Always one that was seen,
    /// never a value between two.
    /// </summary>
    /// <param name="percent">1 to 100.</param>
    public double Percentile(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = (Count * percent + 99) / 100;
        return sorted[rank - 1];
    }
}
