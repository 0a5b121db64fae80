using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Which faults forbid a sale.</summary>
internal static class FaultRules
{
    /// <summary>An epoch may not go on: the next one ends them.</summary>
    public static ImmutableSortedSet<Fault> OfEpochs { get; } = [Fault.RolledBack, Fault.StorageChanged];

    /// <summary>Nothing ends them: the machine is enrolled anew, under another name.</summary>
    public static ImmutableSortedSet<Fault> ForGood { get; } = [Fault.Revoked, Fault.KeysWiped];

    /// <summary>
    /// Without a reader there is no card, without a display no amount before the tap, after a rollback, as a copy or
    /// beside a twin no truth, without room no record, without the ledger's configuration no price that holds.
    /// </summary>
    /// <returns>The reason for a guest; null when nothing forbids.</returns>
    public static Reason? Forbids(ImmutableSortedSet<Fault> faults) =>
        OfEpochs.Overlaps(faults) || ForGood.Overlaps(faults) || faults.Contains(Fault.TerminalTwice) ||
        faults.Contains(Fault.ConfigurationLost)
            ? Reason.OutOfService
        : faults.Contains(Fault.JournalFull) ? Reason.JournalFull
        : faults.Contains(Fault.ReaderLost) || faults.Contains(Fault.PanelLost) ? Reason.DeviceFault
        : null;
}
