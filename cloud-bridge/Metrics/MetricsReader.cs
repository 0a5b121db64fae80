using System.Diagnostics.Metrics;
using System.Text;

namespace CloudBridge.Metrics;

/// <summary>
/// Listens to one meter from now on, and says what its instruments said, as Prometheus text. A meter that nobody
/// listens to costs its program next to nothing.
/// </summary>
public sealed class MetricsReader : IDisposable
{
    private readonly Lock gate = new();
    private readonly Lock asking = new();
    private readonly List<MetricSeries> all = [];
    private readonly MeterListener listener = new();

    /// <param name="meter">This very one: a program may have several of a name.</param>
    public MetricsReader(Meter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter))
                return;
            var series = new MetricSeries(instrument);
            lock (gate)
                all.Add(series);
            listening.EnableMeasurementEvents(instrument, series);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, series) => ((MetricSeries)series!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>(
            (_, value, tags, series) => ((MetricSeries)series!).Take(value, tags));
        listener.Start();
    }

    /// <summary>Name and kind of each, as Prometheus has them.</summary>
    public IReadOnlyList<(string Name, string Kind)> Names
    {
        get
        {
            lock (gate)
                return [.. all.Select(series => (series.Name, series.KindName))];
        }
    }

    /// <summary>All that is known, and what is to be asked for now.</summary>
    public string Write()
    {
        // One at a time: what is asked anew is forgotten first.
        lock (asking)
        {
            MetricSeries[] now;
            lock (gate)
                now = [.. all];
            foreach (var series in now)
                series.Forget();
            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var series in now)
                series.Write(text);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
