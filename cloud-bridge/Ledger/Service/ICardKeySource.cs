using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Where the ledger has the card keys that its books say.</summary>
internal interface ICardKeySource
{
    /// <summary>The keys; null: they are gone. Whoever takes them zeroes them.</summary>
    byte[]? Find(CardKeysDigest said);

    /// <summary>Is there a file of them? It is not read.</summary>
    bool Has(CardKeysDigest said);
}
