namespace CloudBridge.Ledger;

/// <summary>The ledger's store cannot be used; the message says why and what to do.</summary>
public class LedgerStoreException : Exception
{
    /// <param name="message">For the operator.</param>
    /// <param name="inner">The error below, kept.</param>
    public LedgerStoreException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
