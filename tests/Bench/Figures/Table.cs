namespace Tests.Bench;

/// <summary>Rows on paper as they are measured: what, how many, the figures, the budget and whether it holds.</summary>
internal sealed class Table(TextWriter output)
{
    /// <summary>Begins the rows of one measure, with headings for their three figures.</summary>
    public void Head(IMeasure measure, string first = "p50", string second = "p99", string third = "max")
    {
        output.WriteLine();
        output.WriteLine($"{measure.Name}: {measure.Description}");
        Write("", "n", first, second, third, null);
    }

    /// <summary>Times in milliseconds.</summary>
    public void Times(string what, Distribution times, Budget? budget = null) => Write(
        what,
        Words.Count(times.Count),
        Words.Time(times.Median),
        Words.Time(times.P99),
        Words.Time(times.Most),
        budget);

    /// <summary>How much longer one takes than the other, median by median and p99 by p99.</summary>
    public void Ratio(string what, Distribution measured, Distribution reference, double? limit = null)
    {
        var (median, high) = (measured.Median / reference.Median, measured.P99 / reference.P99);
        var budget = limit is { } most ? Budget.AtMost($"each <= {most:0.#}", most, Math.Max(median, high)) : null;
        Write(what, "", Words.Ratio(median), Words.Ratio(high), "", budget);
    }

    /// <summary>Rates of several rounds: the median, the slowest, the fastest.</summary>
    public void Rates(string what, Distribution perSecond, Budget? budget = null) => Write(
        what,
        Words.Count(perSecond.Count),
        Words.Rate(perSecond.Median),
        Words.Rate(perSecond.Least),
        Words.Rate(perSecond.Most),
        budget);

    /// <summary>Any row.</summary>
    public void Write(string what, string count, string first, string second, string third, Budget? budget)
    {
        var row = $"  {what,-46}{count,8}{first,11}{second,11}{third,11}";
        output.WriteLine(budget is null
            ? row.TrimEnd()
            : $"{row}   {budget.Words,-18} {Words.Ratio(budget.Ratio)} of it, {budget.Verdict}");
        output.Flush();
    }

    /// <summary>A row that could not be measured, and why.</summary>
    public void Write(string what, string why) => output.WriteLine($"  {what,-46}{why}");

    /// <summary>How often which time was seen: a row for each doubling, up to the longest.</summary>
    public void Histogram(string what, Distribution times) => Histogram(what, times.Doublings());

    /// <summary>The same in steps of so many milliseconds.</summary>
    public void Histogram(string what, Distribution times, double step) => Histogram(what, times.Steps(step));

    private void Histogram(string what, IReadOnlyList<(double Below, int Count)> rows)
    {
        const int Widest = 50;
        output.WriteLine($"  {what}");
        var most = rows.Max(row => row.Count);
        foreach (var (below, count) in rows)
        {
            var bar = new string('#', (int)Math.Ceiling((double)Widest * count / most));
            output.WriteLine($"    < {Words.Time(below),8}{Words.Count(count),8}  {bar}".TrimEnd());
        }
        output.Flush();
    }
}
