using System.Security.Cryptography;
using CloudBridge.Contract;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>Finds the card keys that are to be sealed, and says in the log, once, that they are gone.</summary>
internal sealed partial class CardKeySource(SiteTrust trust, ILogger logger) : ICardKeySource
{
    private string? lastTrouble;

    /// <inheritdoc/>
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
            Miss(gone.Message);
            return null;
        }
    }

    /// <summary>Somebody is given no card keys that should be. Any thread.</summary>
    public void Miss(string why)
    {
        if (Interlocked.Exchange(ref lastTrouble, why) != why)
            LogGone(logger, why);
    }

    /// <inheritdoc/>
    public bool Has(CardKeysDigest said) => trust.IsAtHand(said);

    /// <summary>Says now that they are gone, not when a terminal is to have them.</summary>
    /// <param name="said">By what the books know them; null: they say none.</param>
    public void Check(CardKeysDigest? said)
    {
        if (said is not null)
            CryptographicOperations.ZeroMemory(Find(said));
    }

    [LoggerMessage(LogLevel.Error, "Terminals are given no card keys, and go on with those that they have: {Why}")]
    private static partial void LogGone(ILogger logger, string why);
}
