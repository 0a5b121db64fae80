using CloudBridge.Contract;

namespace Tests.Bench;

/// <summary>Says once that all that some terminals have written is acknowledged.</summary>
internal sealed class AllAcknowledged : IDisposable
{
    private readonly Lock gate = new();
    private readonly LedgerCluster cluster;
    private readonly Dictionary<TerminalId, long> waitsFor;
    private readonly Action done;

    public AllAcknowledged(LedgerCluster cluster, IEnumerable<CrowdTerminal> terminals, Action done)
    {
        (this.cluster, this.done) = (cluster, done);
        waitsFor = terminals.ToDictionary(terminal => terminal.Name, terminal => terminal.Written);
        cluster.Acknowledged += Take;
    }

    public void Dispose() => cluster.Acknowledged -= Take;

    private void Take(TerminalId terminal, long sequence)
    {
        lock (gate)
            if (waitsFor.TryGetValue(terminal, out var last) && sequence >= last && waitsFor.Remove(terminal) &&
                waitsFor.Count == 0)
                done();
    }
}
