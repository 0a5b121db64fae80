using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Which faults forbid a sale.</summary>
internal static class FaultRules
{
    /// <summary>
    /// Without a reader there is no card, without a display no amount before the tap, after a rollback, as a copy or
    /// beside a twin no truth, without room no record.
    /// </summary>
    /// <returns>The reason for a guest; null when nothing forbids.</returns>
    public static Reason? Forbids(ImmutableSortedSet<Fault> faults) =>
        faults.Contains(Fault.RolledBack) || faults.Contains(Fault.StorageChanged) ||
        faults.Contains(Fault.TerminalTwice) ? Reason.OutOfService
        : faults.Contains(Fault.JournalFull) ? Reason.JournalFull
        : faults.Contains(Fault.ReaderLost) || faults.Contains(Fault.PanelLost) ? Reason.DeviceFault
        : null;
}
