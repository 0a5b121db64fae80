namespace CloudBridge.Metrics;

/// <summary>What the numbers of an instrument are, in Prometheus' words.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, until the program starts anew.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How many were how long.</summary>
    Histogram,
}
