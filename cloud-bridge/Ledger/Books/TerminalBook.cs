using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the ledger knows of a terminal.</summary>
public sealed class TerminalBook(TerminalId terminal)
{
    private readonly SortedDictionary<long, EpochChain> chains = [];

    /// <summary>Which.</summary>
    public TerminalId Terminal => terminal;

    /// <summary>Its key.</summary>
    public IVerifier Key { get; private set; } = null!;

    /// <summary>What it was told.</summary>
    public TerminalLimits Limits { get; private set; } = TerminalLimits.Default;

    /// <summary>The epoch that it was granted last.</summary>
    public long Epoch { get; private set; }

    /// <summary>Its journals, one an epoch, in order.</summary>
    public IEnumerable<EpochChain> Chains => chains.Values;

    /// <summary>Whose signatures count in its journals.</summary>
    public IKeyRing Keys => new KeyRing(Key);

    /// <summary>The journal of an epoch; null when it was not granted.</summary>
    public EpochChain? Chain(long epoch) => chains.GetValueOrDefault(epoch);

    internal void Enrol(LedgerEntry.TerminalEnrolled enrolled, IKeyReader keys)
    {
        Key = keys.Read(enrolled.Key);
        (Limits, Epoch) = (enrolled.Limits, enrolled.Epoch);
        chains.TryAdd(enrolled.Epoch, new EpochChain(enrolled.Epoch));
    }

    internal void Extend(LedgerEntry.RecordBooked booked) => chains[booked.Epoch].Extend(booked);
}
