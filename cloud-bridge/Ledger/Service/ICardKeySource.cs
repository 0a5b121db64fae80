using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Where the ledger has the card keys that its books say.</summary>
internal interface ICardKeySource
{
    /// <summary>The keys; null: they are gone. Whoever takes them zeroes them.</summary>
    byte[]? Find(CardKeysDigest said);

    /// <summary>Are they there, whole, and these? Nothing is said where they are not.</summary>
    bool Has(CardKeysDigest said);
}
