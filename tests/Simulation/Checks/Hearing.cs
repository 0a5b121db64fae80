using System.Collections.Immutable;
using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>What a process was told of other terminals, in order.</summary>
internal sealed class Hearing
{
    private readonly Dictionary<(TerminalId, RecordPosition), int> first = [];

    /// <summary>How many records it was told.</summary>
    public int Count => first.Count;

    /// <summary>It is told these.</summary>
    public void Add(ImmutableArray<HeardRecord> records)
    {
        foreach (var record in records)
            first.TryAdd((record.Peer, record.Position), first.Count);
    }

    /// <summary>Was this record among the first so many?</summary>
    public bool HadHeard(int count, TerminalId terminal, RecordPosition position) =>
        first.TryGetValue((terminal, position), out var place) && place < count;
}
