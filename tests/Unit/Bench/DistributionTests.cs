using Tests.Bench;

namespace Tests.Unit.Bench;

public class DistributionTests
{
    [Theory]
    [InlineData(1, 15)]
    [InlineData(20, 15)]
    [InlineData(21, 20)]
    [InlineData(40, 20)]
    [InlineData(50, 35)]
    [InlineData(80, 40)]
    [InlineData(81, 50)]
    [InlineData(99, 50)]
    [InlineData(100, 50)]
    public void A_percentile_is_the_nearest_rank(int percent, double expected) =>
        Assert.Equal(expected, Distribution.Of([50, 15, 40, 20, 35]).Percentile(percent));

    [Fact]
    public void Of_a_thousand_samples_ten_are_above_the_99th_percentile()
    {
        var thousand = Distribution.Of(Enumerable.Range(1, 1_000).Select(number => (double)number));

        Assert.Equal(
            (1_000, 1, 500, 990, 1_000),
            (thousand.Count, thousand.Least, thousand.Median, thousand.P99, thousand.Most));
    }

    [Fact]
    public void One_sample_is_all_there_is()
    {
        var one = Distribution.Of([7]);

        Assert.Equal((7, 7, 7, 7), (one.Least, one.Median, one.P99, one.Most));
    }

    [Fact]
    public void Of_no_samples_nothing_can_be_said() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Of([]));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void There_is_no_percentile_outside_1_to_100(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Of([7]).Percentile(percent));

    [Fact]
    public void Steps_are_counted_from_the_first_that_has_any_to_the_last() => Assert.Equal(
        [(30, 2), (40, 0), (50, 1)], Distribution.Of([20, 29.9, 40]).Steps(10));
}
