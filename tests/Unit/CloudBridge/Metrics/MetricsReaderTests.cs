using System.Diagnostics.Metrics;
using CloudBridge.Metrics;

namespace Tests.Unit.CloudBridge.Metrics;

/// <summary>Prometheus' text format 0.0.4, as one meter's instruments come out in it.</summary>
public sealed class MetricsReaderTests : IDisposable
{
    private readonly Meter meter = new("Tests");
    private readonly MetricsReader reader;

    public MetricsReaderTests() => reader = new MetricsReader(meter);

    public void Dispose()
    {
        reader.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void A_counter_is_zero_until_something_has_happened_and_then_grows_by_labels()
    {
        var sold = meter.CreateCounter<long>("bar.sold", "{glass}", "Glasses.");
        Assert.Equal(
            "# HELP bar_sold_total Glasses.\n# TYPE bar_sold_total counter\nbar_sold_total 0\n", reader.Write());

        sold.Add(1, new KeyValuePair<string, object?>("beer", "pils"));
        sold.Add(2, new KeyValuePair<string, object?>("beer", "pils"));
        sold.Add(1, new KeyValuePair<string, object?>("beer", "a \"stout\"\\\n"));

        Assert.Equal(
            """
            # HELP bar_sold_total Glasses.
            # TYPE bar_sold_total counter
            bar_sold_total{beer="a \"stout\"\\\n"} 1
            bar_sold_total{beer="pils"} 3

            """,
            reader.Write());
    }

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_that_it_fits_into()
    {
        var waited = meter.CreateHistogram(
            "bar.wait", "s", "Of guests.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        foreach (var seconds in (double[])[0.25, 0.5, 1, 8])
            waited.Record(seconds);

        Assert.Equal(
            """
            # HELP bar_wait_seconds Of guests.
            # TYPE bar_wait_seconds histogram
            bar_wait_seconds_bucket{le="0.5"} 2
            bar_wait_seconds_bucket{le="2"} 3
            bar_wait_seconds_bucket{le="+Inf"} 4
            bar_wait_seconds_sum 9.75
            bar_wait_seconds_count 4

            """,
            reader.Write());
    }

    [Fact]
    public void What_is_asked_for_is_known_as_it_is_now_and_forgotten_when_it_is_not_said_again()
    {
        var taps = new List<Measurement<double>> { new(3, new KeyValuePair<string, object?>("tap", "1")) };
        meter.CreateObservableGauge("bar.heap", () => taps, "By", "Of taps.");
        Assert.Contains("bar_heap_bytes{tap=\"1\"} 3\n", reader.Write(), StringComparison.Ordinal);

        taps[0] = new Measurement<double>(4, new KeyValuePair<string, object?>("tap", "2"));

        var said = reader.Write();
        Assert.Contains("bar_heap_bytes{tap=\"2\"} 4\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("tap=\"1\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_meter_of_the_same_name_is_not_heard()
    {
        using var other = new Meter("Tests");
        other.CreateCounter<long>("bar.sold").Add(1);

        Assert.Equal("", reader.Write());
    }
}
