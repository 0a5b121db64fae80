using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>The records of one epoch of a terminal that are stored: the first ones, without a gap.</summary>
public sealed class EpochChain(long epoch)
{
    private readonly List<Digest> hashes = [];

    /// <summary>Which epoch.</summary>
    public long Epoch => epoch;

    /// <summary>The last record; 0 when there is none.</summary>
    public long Sequence => hashes.Count;

    /// <summary>Its hash: what the next record must name.</summary>
    public Digest Hash => hashes.Count == 0 ? Digest.Zero : hashes[^1];

    /// <summary>The hash of a record that is stored.</summary>
    public Digest HashOf(long sequence) => hashes[(int)sequence - 1];

    internal void Extend(LedgerEntry.RecordBooked booked)
    {
        if (booked.Sequence != Sequence + 1)
            throw new InvalidDataException(
                $"The log books record {booked.Position()} of {booked.Terminal} after {epoch}/{Sequence}.");
        hashes.Add(booked.Hash);
    }
}
