namespace CloudBridge.Ledger;

/// <summary>Which of a ledger's workers makes lists, says commands and keeps time: one at a time.</summary>
public interface ILedgerLead
{
    /// <summary>
    /// Takes the lead if nobody has it, or keeps it. To be called every second or so: who does not call loses it to the
    /// next one who does.
    /// </summary>
    /// <exception cref="LedgerStoreException">Nobody knows who leads.</exception>
    bool Take();
}
