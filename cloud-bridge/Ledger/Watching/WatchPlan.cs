using CloudBridge.Contract;
using CloudBridge.Metrics;
using CloudBridge.Telemetry;

namespace CloudBridge.Ledger;

/// <summary>How a ledger is to be watched.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Worker">Which of several; null: the only one.</param>
/// <param name="Pages">Where it answers who asks; null: nowhere.</param>
/// <param name="Otlp">Where it sends metrics and traces; null: nowhere.</param>
internal sealed record WatchPlan(SiteId Site, string? Worker, WatchSettings? Pages, OtlpSettings? Otlp)
{
    /// <summary>Somebody wants to know.</summary>
    public bool IsAny => Pages is not null || Otlp is not null;
}
