using System.Diagnostics.Metrics;

namespace CloudBridge.Metrics;

/// <summary>What every process can say of itself, in the names that Prometheus' own clients use.</summary>
public static class ProcessGauges
{
    /// <summary>Adds them to a meter.</summary>
    public static void AddTo(Meter meter)
    {
        meter.CreateObservableGauge(
            "process.resident_memory",
            () => (double)Environment.WorkingSet,
            "By",
            "Of this process, with what it shares with others.");
        meter.CreateObservableGauge(
            "dotnet.gc.heap",
            () => (double)GC.GetTotalMemory(false),
            "By",
            "Of it what .NET's collector looks after.");
        meter.CreateObservableCounter(
            "process.cpu",
            () => Environment.CpuUsage.TotalTime.TotalSeconds,
            "s",
            "Processor time of this process.");
    }
}
