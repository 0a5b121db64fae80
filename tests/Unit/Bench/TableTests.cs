using Tests.Bench;

namespace Tests.Unit.Bench;

public sealed class TableTests : IDisposable
{
    private readonly StringWriter paper = new();
    private readonly Table table;

    public TableTests() => table = new Table(paper, new KeptTable("", "", []));

    /// <summary>What is on paper, columns apart by one space.</summary>
    private string Paper => string.Join(' ', paper.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => paper.Dispose();

    [Fact]
    public void Times_stand_beside_their_budget()
    {
        var times = Distribution.Of([0.2, 0.4, 1.25]);

        table.Times("a tap", times, Budget.AtMost("p99 <= 1 ms", 1, times.P99));
        table.Times("a start", Distribution.Of([2_345]), Budget.AtMost("<= 3 s", 3_000, 2_345));

        Assert.Equal(
            "a tap 3 400 µs 1.25 ms 1.25 ms p99 <= 1 ms 1.25 of it, over\n" +
            " a start 1 2.35 s 2.35 s 2.35 s <= 3 s 0.78 of it, within\n", Paper);
    }

    [Fact]
    public void A_ratio_is_over_when_one_of_its_two_is()
    {
        var measured = Distribution.Of([.. Enumerable.Repeat(3.0, 98), 9, 9]);
        var reference = Distribution.Of([.. Enumerable.Repeat(2.0, 98), 4, 4]);

        table.Ratio("ours / bare", measured, reference, limit: 2);

        Assert.Equal("ours / bare 1.50 2.25 each <= 2 1.13 of it, over\n", Paper);
    }

    [Fact]
    public void A_histogram_has_a_row_for_each_doubling_also_one_without_samples()
    {
        table.Histogram("taps", Distribution.Of([0.2, 0.2, 0.26, 1.5]));

        Assert.Equal(
            $"""
              taps
                <   250 µs       2  {new string('#', 50)}
                <   500 µs       1  {new string('#', 25)}
                <  1.00 ms       0
                <  2.00 ms       1  {new string('#', 25)}

            """,
            paper.ToString());
    }

    [Fact]
    public void Rates_show_the_slowest_round()
    {
        table.Rates("drained", Distribution.Of([7_000, 5_999.6, 8_000]));

        Assert.Equal("drained 3 7,000/s 6,000/s 8,000/s\n", Paper);
    }

    [Theory]
    [InlineData(0.00123, "1.23 µs")]
    [InlineData(0.0999, "99.9 µs")]
    [InlineData(0.9994, "999 µs")]
    [InlineData(0.9996, "1.00 ms")]
    [InlineData(99.96, "100 ms")]
    [InlineData(999.6, "1.00 s")]
    public void A_time_has_three_digits_and_its_unit(double milliseconds, string words) =>
        Assert.Equal(words, Words.Time(milliseconds));
}
