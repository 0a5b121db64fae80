using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Tells what somebody may stand and wait for from what guests spend: that is counted by each terminal as soon as it
/// hears of it, list or no list. A hold of which the rest is given back is of their spending.
/// </summary>
internal static class AwaitedChange
{
    /// <summary>Does it give money or rights, lock a card, or say whom terminals hear?</summary>
    public static bool IsIn(LedgerEntry entry) => entry is
        LedgerEntry.CardsAdded or LedgerEntry.CardChanged or LedgerEntry.CardReissued or LedgerEntry.CounterSet or
        LedgerEntry.WalletsMerged or LedgerEntry.WalletRefilled or LedgerEntry.WalletRefunded or
        LedgerEntry.SuspenseSettled or LedgerEntry.TerminalEnrolled or LedgerEntry.TerminalRevoked or
        LedgerEntry.EpochGranted or LedgerEntry.GapClosed;

    /// <summary>The same of what a terminal did; and what it waits for itself before it sells again.</summary>
    public static bool IsIn(Fact fact) => fact is
        Fact.Refill or Fact.Refund or Fact.Void or Fact.DepositReturn or Fact.CardBlocked or Fact.EpochOpened or
        Fact.FaultRaised { Fault: Fact.FaultRaised.JournalRot };
}
