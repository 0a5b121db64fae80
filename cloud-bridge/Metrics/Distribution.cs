using System.Collections.Immutable;

namespace CloudBridge.Metrics;

/// <summary>Values counted by how large they were.</summary>
/// <param name="bounds">Rising; a value counts in the first whose bound it does not exceed.</param>
internal sealed class Distribution(ImmutableArray<double> bounds)
{
    private long[] counts = new long[bounds.Length + 1];

    /// <summary>Of all values.</summary>
    public double Sum { get; private set; }

    /// <summary>For each bound how many did not exceed it, and at last how many there are.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative
    {
        get
        {
            var sum = 0L;
            for (var index = 0; index < counts.Length; index++)
            {
                sum += counts[index];
                yield return (index < bounds.Length ? bounds[index] : double.PositiveInfinity, sum);
            }
        }
    }

    /// <summary>As it is now; it does not change any more.</summary>
    public Distribution Copy() => new(bounds) { counts = [.. counts], Sum = Sum };

    public void Take(double value)
    {
        var index = 0;
        while (index < bounds.Length && value > bounds[index])
            index++;
        counts[index]++;
        Sum += value;
    }
}
