using CloudBridge.Contract;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>Finds the card keys that are to be sealed, and says in the log, once, that they are gone.</summary>
internal sealed partial class CardKeySource(SiteTrust trust, ILogger logger)
{
    private string? lastTrouble;

    /// <summary>The keys; null: they are gone, and the rest of a configuration goes out without them.</summary>
    public byte[]? Find(CardKeysDigest said)
    {
        try
        {
            var keys = trust.Find(said);
            lastTrouble = null;
            return keys;
        }
        catch (LedgerStoreException gone)
        {
            if (gone.Message != lastTrouble)
                LogGone(logger, gone.Message);
            lastTrouble = gone.Message;
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Terminals are told no card keys: {Why}")]
    private static partial void LogGone(ILogger logger, string why);
}
