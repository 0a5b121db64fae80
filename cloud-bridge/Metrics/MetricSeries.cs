using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CloudBridge.Metrics;

/// <summary>What one instrument has said so far, for each set of labels. Any thread.</summary>
internal sealed class MetricSeries
{
    private readonly Lock gate = new();
    private readonly Instrument instrument;
    private readonly MetricKind kind;
    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Distribution> distributions = new(StringComparer.Ordinal);
    private readonly ImmutableArray<double> bounds;

    public MetricSeries(Instrument instrument)
    {
        this.instrument = instrument;
        kind = instrument switch
        {
            Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double> =>
                MetricKind.Counter,
            Histogram<double> => MetricKind.Histogram,
            _ => MetricKind.Gauge,
        };
        bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised] : [];
        // A counter that nothing has happened to is zero, not unknown.
        if (kind == MetricKind.Counter && !instrument.IsObservable && instrument.Tags is null)
            values[""] = 0;
    }

    /// <summary>As Prometheus writes it: unit and kind stand in the name.</summary>
    public string Name => instrument.Name.Replace('.', '_') + instrument.Unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    } + (kind == MetricKind.Counter ? "_total" : "");

    /// <summary>In Prometheus' words.</summary>
    public string KindName => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    /// <summary>What is asked anew each time is known from then only.</summary>
    public void Forget()
    {
        if (!instrument.IsObservable)
            return;
        lock (gate)
            values.Clear();
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        lock (gate)
        {
            if (kind == MetricKind.Histogram)
            {
                if (!distributions.TryGetValue(labels, out var distribution))
                    distributions[labels] = distribution = new Distribution(bounds);
                distribution.Take(value);
            }
            else if (kind == MetricKind.Counter && !instrument.IsObservable)
            {
                // The zero without labels stood for all of them.
                if (labels.Length > 0)
                    values.Remove("");
                values[labels] = values.GetValueOrDefault(labels) + value;
            }
            else
            {
                values[labels] = value;
            }
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {PrometheusText.Help(instrument.Description)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {Name} {KindName}\n");
        KeyValuePair<string, double>[] said;
        (string Labels, Distribution Values)[] spread;
        // Whoever counts may have a guest waiting: it waits for numbers to be copied, and not for text.
        lock (gate)
        {
            said = [.. values];
            spread = [.. distributions.Select(row => (row.Key, row.Value.Copy()))];
        }
        foreach (var (labels, value) in said)
            PrometheusText.Sample(text, Name, labels, value);
        foreach (var (labels, distribution) in spread)
            Write(text, labels, distribution);
    }

    private void Write(StringBuilder text, string labels, Distribution distribution)
    {
        var count = 0L;
        foreach (var (bound, upTo) in distribution.Cumulative)
        {
            var bucket = $"le=\"{PrometheusText.Number(bound)}\"";
            PrometheusText.Sample(text, $"{Name}_bucket", labels.Length == 0 ? bucket : $"{labels},{bucket}", upTo);
            count = upTo;
        }
        PrometheusText.Sample(text, $"{Name}_sum", labels, distribution.Sum);
        PrometheusText.Sample(text, $"{Name}_count", labels, count);
    }
}
