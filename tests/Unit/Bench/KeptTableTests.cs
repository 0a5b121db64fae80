using Tests.Bench;

namespace Tests.Unit.Bench;

public sealed class KeptTableTests : IDisposable
{
    private const string Head = "machine\tmeasure\twhat\tvalue\tday\n";

    private readonly StringWriter paper = new();

    public void Dispose() => paper.Dispose();

    [Theory]
    [InlineData(1.19, "1.19 x that of 2026-11-20")]
    [InlineData(1.21, "1.21 x that of 2026-11-20, WORSE")]
    [InlineData(0.5, "0.50 x that of 2026-11-20")]
    public void A_time_that_is_longer_by_more_than_a_fifth_is_called_worse(double milliseconds, string words)
    {
        Write(Kept("a tap\t1"), table => table.Times("a tap", Distribution.Of([milliseconds])));

        Assert.EndsWith(words + "\n", paper.ToString());
    }

    [Theory]
    [InlineData(8_400, "0.84 x that of 2026-11-20")]
    [InlineData(8_300, "0.83 x that of 2026-11-20, WORSE")]
    [InlineData(13_000, "1.30 x that of 2026-11-20")]
    public void A_rate_that_is_lower_by_more_than_a_fifth_of_the_time_is_called_worse(double perSecond, string words)
    {
        Write(Kept("drained\t10000"), table => table.Rates("drained", Distribution.Of([perSecond])));

        Assert.EndsWith(words + "\n", paper.ToString());
    }

    [Fact]
    public void A_row_that_belongs_to_the_one_above_is_kept_under_both_names()
    {
        var kept = Kept("theirs  / bare\t2");

        Write(kept, table =>
        {
            table.Times("theirs", Distribution.Of([3]));
            table.Ratio("  / bare", Distribution.Of([3]), Distribution.Of([1]));
        });

        Assert.Contains("1.50 x that of 2026-11-20, WORSE", paper.ToString());
        Assert.Equal(
            [
                "theirs\t3", "theirs  / bare\t3", "theirs  / bare, p99\t3", "theirs, p99\t3",
            ],
            kept.Text.Split('\n')[1..^1].Select(row => string.Join('\t', row.Split('\t')[2..4])));
    }

    [Fact]
    public void Figures_of_other_machines_say_nothing_and_stay()
    {
        const string theirs = "elsewhere\ttap\ta tap\t0.25\t2026-11-20\n";
        var kept = KeptTable.Read(Head + theirs, "here", "2026-11-21");

        Write(kept, table => table.Times("a tap", Distribution.Of([1])));

        Assert.DoesNotContain("that of", paper.ToString());
        Assert.StartsWith(Head + theirs + "here\ttap\ta tap\t1\t2026-11-21\n", kept.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_p99_that_is_longer_is_called_worse_also_where_the_median_is_not()
    {
        var times = Distribution.Of([.. Enumerable.Repeat(0.5, 98), 2, 2]);
        Write(Kept("a tap, p99\t1"), table => table.Times("a tap", times));

        Assert.EndsWith("p99 2.00 x that of 2026-11-20, WORSE\n", paper.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rows_of_one_name_are_refused() => Write(Kept("a tap\t1"), table =>
    {
        table.Times("a tap", Distribution.Of([1]));
        Assert.Throws<InvalidOperationException>(() => table.Times("a tap", Distribution.Of([2])));
    });

    [Theory]
    [InlineData("", "The first line of the kept table: expected 'machine\tmeasure\twhat\tvalue\tday'.")]
    [InlineData(Head + "a\tb\tc\td\te\n", "Line 2 of the kept table: expected five columns, a number fourth.")]
    [InlineData(Head + "a\tb\tc\t1\n", "Line 2 of the kept table: expected five columns, a number fourth.")]
    public void What_is_no_kept_table_is_refused_with_its_line(string text, string message) =>
        Assert.Equal(
            message, Assert.Throws<InvalidDataException>(() => KeptTable.Read(text, "here", "2026-11-21")).Message);

    private static KeptTable Kept(string row) =>
        KeptTable.Read($"{Head}here\ttap\t{row}\t2026-11-20\n", "here", "2026-11-21");

    private void Write(KeptTable kept, Action<Table> rows)
    {
        var table = new Table(paper, kept);
        table.Head(new TapMeasure());
        rows(table);
    }
}
