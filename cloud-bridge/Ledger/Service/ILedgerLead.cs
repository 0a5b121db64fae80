namespace CloudBridge.Ledger;

/// <summary>Which of a ledger's workers makes lists, says commands and keeps time: one at a time.</summary>
public interface ILedgerLead : IDisposable
{
    /// <summary>
    /// Takes the lead if nobody has it, or keeps it. To be called every second or so: who does not call loses it to the
    /// next one who does. Disposing gives it back.
    /// </summary>
    /// <returns>The number of the reign, another one each time that the lead changes hands; null: somebody else leads.
    /// </returns>
    /// <exception cref="LedgerStoreException">Nobody knows who leads.</exception>
    long? Take();
}
