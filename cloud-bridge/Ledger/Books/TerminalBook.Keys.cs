using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>Its keys, and how one takes the place of another.</content>
public sealed partial class TerminalBook
{
    /// <summary>Its key.</summary>
    public IVerifier Key => Keys.Present;

    /// <summary>Its key as it was registered.</summary>
    public JsonWebKey WebKey => Keys.PresentWebKey;

    /// <summary>Its key, those before, and the one that it may change to.</summary>
    internal KeyBook Keys { get; } = new();

    /// <summary>Is a record here, in its chain or beside it with all that it follows?</summary>
    internal bool Reaches(RecordName name) =>
        chains.TryGetValue(name.Epoch, out var chain) && Branches.Reaches(name.Position(), name.Hash, chain);

    /// <summary>The epoch in which a key of it begins or goes on; null: it has no such key.</summary>
    internal long? EpochOf(KeyId key) =>
        key == Key.KeyId ? Epoch : key == Keys.Granted?.Key.KeyId ? Keys.Granted.Epoch : null;

    /// <summary>
    /// Why a line of the epoch that a granted key begins is not taken now; null: it is, or it is of another epoch. The
    /// first one says where the epoch before ended, and what ended there must be here: whatever else is.
    /// </summary>
    /// <param name="head">Of a line that is signed by the key that counts in its epoch.</param>
    internal KeyWait? WhyKeyWaits(RecordHead head)
    {
        if (Keys.Granted is not { } next || head.Position.Epoch != next.Epoch)
            return null;
        if (head.Position.Sequence != 1 || head.Previous != Digest.Zero || head.Reissues is not null ||
            head.FactOrNull() is not Fact.EpochOpened { Ended: { } ended } || ended.Epoch >= next.Epoch)
            return new KeyWait(Awaits: null);
        return Reaches(ended) || Keys.IsDecided(ended) ? null : new KeyWait(ended);
    }

    /// <summary>
    /// What is missing of the epoch with which the present key ends, before records that the first one under the
    /// granted key follows; null: nothing, or nobody has said how it ends.
    /// </summary>
    internal KeyEndGap? GapAtEnd(EpochChain chain)
    {
        if (Keys.Waiting is not { Ended: var ended } || ended.Epoch != chain.Epoch || Keys.IsDecided(ended) ||
            Reaches(ended))
            return null;
        var hasOthers = chain.Sequence >= ended.Sequence || Forks.AreIn(ended.Epoch);
        return new KeyEndGap(ended, hasOthers ? 1 : chain.Sequence + 1, hasOthers);
    }

    /// <summary>The first record that a decision takes into the chain as missing; 0: it takes none.</summary>
    internal long FirstGivenUp(LedgerEntry.GapClosed closed)
    {
        var chain = chains[closed.Epoch];
        return closed.Ends is not null && GapAtEnd(chain) is { HasOthers: true } ? 0 : chain.Sequence + 1;
    }

    /// <summary>The first record under the granted key, where what it waited for is here or given up; null: no such.
    /// </summary>
    internal StoredLine? ReadyFirst() =>
        Keys.Waiting is { } waiting && !IsRevoked && StoredLine.Read(waiting.Line).OrThrow() is var line &&
        WhyKeyWaits(line.Head) is null
            ? line
            : null;

    /// <summary>A treasurer goes on without the record with which the present key ends.</summary>
    internal void EndWithout(KeyEndGap gap)
    {
        Keys.Decide(gap.Ended);
        if (!gap.HasOthers)
            chains[gap.Ended.Epoch].CloseGap(gap.Ended.Sequence, gap.Ended.Hash);
    }

    /// <summary>
    /// What stands in the terminal's name behind the record with which its former key has ended, or in the places of
    /// its own: somebody else wrote that. Asked before the key changes; null: nothing.
    /// </summary>
    internal string? WrittenByOthers(RecordName ended)
    {
        var (key, next) = (Keys.Present.KeyId, Keys.Granted!.Epoch);
        var chainOfEnd = Chain(ended.Epoch)!;
        // A place that is given up, and of which nobody knows the hash, is nobody's.
        if (chainOfEnd.Sequence < ended.Sequence || (chainOfEnd.HashOf(ended.Sequence) ?? ended.Hash) != ended.Hash)
            return $"its former key {key} ended with record {ended.Position()}, which " +
                (Reaches(ended) ? "is here beside" : "did not come: here are") +
                " others in the places of its own: those are somebody else's";
        var behind = Chains.Where(chain => chain.Epoch > ended.Epoch && chain.Epoch < next)
            .Sum(chain => chain.Sequence) + chainOfEnd.Sequence - ended.Sequence;
        var waiting = Parked.All.Count(line => line.Position > ended.Position() && line.Position.Epoch < next);
        return behind + waiting == 0 ? null
            : $"its former key {key} ended with record {ended.Position()}, and {behind} records behind that are " +
              $"booked{(waiting == 0 ? "" : $", {waiting} wait")}: somebody else wrote them";
    }

    /// <summary>It may change to another key; the one that was granted before and not used counts no more.</summary>
    internal void GrantKey(GrantedKey granted)
    {
        WithdrawKey();
        chains.Add(granted.Epoch, new EpochChain(granted.Epoch, granted.AtMilliseconds));
        Keys.Grant(granted);
    }

    /// <summary>The key that it was granted and has not used counts no more.</summary>
    internal void WithdrawKey()
    {
        if (Keys.Granted is not { Epoch: var epoch })
            return;
        chains.Remove(epoch);
        Keys.Withdraw();
    }

    /// <summary>The key that it was granted has signed its first record: it has no other from now on.</summary>
    /// <param name="ended">The last one under the key before, as that record names it.</param>
    internal void ChangeKey(RecordName ended)
    {
        Epoch = Keys.Granted!.Epoch;
        Keys.Change(ended);
    }
}
