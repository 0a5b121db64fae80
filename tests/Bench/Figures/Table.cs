namespace Tests.Bench;

/// <summary>
/// Rows on paper as they are measured: what, how many, the figures, the budget and whether it holds, and last how the
/// first figure compares with the one that was kept of this machine.
/// </summary>
internal sealed class Table(TextWriter output, KeptTable kept)
{
    /// <summary>What is worse by more than this is called so.</summary>
    private const double MuchWorse = 1.2;

    private string measureName = "";
    private string above = "";

    /// <summary>Begins the rows of one measure, with headings for their three figures.</summary>
    public void Head(IMeasure measure, string first = "p50", string second = "p99", string third = "max")
    {
        (measureName, above) = (measure.Name, "");
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
        budget,
        times.Median,
        high: times.P99);

    /// <summary>How much longer one takes than the other, median by median and p99 by p99.</summary>
    /// <param name="what">The row's name.</param>
    /// <param name="measured">One.</param>
    /// <param name="reference">The other.</param>
    /// <param name="limit">What neither ratio is to exceed; null: nothing is asked.</param>
    /// <param name="better">Lower where the reference is bare, higher where it is ours.</param>
    public void Ratio(
        string what,
        Distribution measured,
        Distribution reference,
        double? limit = null,
        Better better = Better.Lower)
    {
        var (median, high) = (measured.Median / reference.Median, measured.P99 / reference.P99);
        var budget = limit is { } most ? Budget.AtMost($"each <= {most:0.#}", most, Math.Max(median, high)) : null;
        Write(what, "", Words.Ratio(median), Words.Ratio(high), "", budget, median, better, high);
    }

    /// <summary>Rates of several rounds: the median, the slowest, the fastest.</summary>
    public void Rates(string what, Distribution perSecond, Budget? budget = null) => Write(
        what,
        Words.Count(perSecond.Count),
        Words.Rate(perSecond.Median),
        Words.Rate(perSecond.Least),
        Words.Rate(perSecond.Most),
        budget,
        perSecond.Median,
        Better.Higher);

    /// <summary>Any row.</summary>
    /// <param name="what">Its name; one that begins with a space belongs to the row above.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="first">The first figure …</param>
    /// <param name="second">… and two more.</param>
    /// <param name="third">The last.</param>
    /// <param name="budget">What is asked; null: nothing.</param>
    /// <param name="figure">What to compare with what was kept; null: nothing.</param>
    /// <param name="better">Which way it gets better.</param>
    /// <param name="high">Its p99, to compare as well; null: it has none.</param>
    public void Write(
        string what,
        string count,
        string first,
        string second,
        string third,
        Budget? budget,
        double? figure = null,
        Better better = Better.Lower,
        double? high = null)
    {
        var name = what.StartsWith(' ') ? above + what : above = what;
        var row = $"  {what,-46}{count,8}{first,11}{second,11}{third,11}";
        if (budget is not null)
            row += $"   {budget.Words,-18} {Words.Ratio(budget.Ratio)} of it, {budget.Verdict,-6}";
        string?[] compared =
        [
            Compared(name, figure, better),
            Compared(name + ", p99", high, better) is { } slow ? "p99 " + slow : null,
        ];
        if (compared.Any(words => words is not null))
            row = $"{row,-126}   {string.Join("; ", compared.OfType<string>())}";
        output.WriteLine(row.TrimEnd());
        output.Flush();
    }

    /// <summary>A row that could not be measured, and why.</summary>
    public void Write(string what, string why) => output.WriteLine($"  {what,-46}{why}");

    /// <summary>How often which time was seen: a row for each doubling, up to the longest.</summary>
    public void Histogram(string what, Distribution times) => Histogram(what, times.Doublings());

    /// <summary>The same in steps of so many milliseconds.</summary>
    public void Histogram(string what, Distribution times, double step) => Histogram(what, times.Steps(step));

    /// <returns>Null when there is nothing to compare.</returns>
    private string? Compared(string name, double? figure, Better better)
    {
        if (figure is not { } now || kept.Note(measureName, name, now) is not { } before)
            return null;
        var ratio = now / before.Value;
        var isWorse = better == Better.Lower ? ratio > MuchWorse : ratio < 1 / MuchWorse;
        return $"{Words.Ratio(ratio)} x that of {before.Day}{(isWorse ? ", WORSE" : "")}";
    }

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
