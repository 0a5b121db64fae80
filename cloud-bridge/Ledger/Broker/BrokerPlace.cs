namespace CloudBridge.Ledger;

/// <summary>Where a broker stands between terminals and ledger.</summary>
internal enum BrokerPlace
{
    /// <summary>Both dial it, and nobody else.</summary>
    Alone,

    /// <summary>At the site, where terminals dial it; a bridge of its own carries on to the ledger.</summary>
    AtTheSite,

    /// <summary>Before the ledger, which dials it; bridges of sites do too, and terminals may.</summary>
    BeforeTheLedger,
}
