using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Where a record of a terminal belongs.</summary>
internal enum Place
{
    /// <summary>Behind the last one.</summary>
    Next,

    /// <summary>Where one is missing that nobody waits for any more.</summary>
    Late,

    /// <summary>It is stored already.</summary>
    Known,

    /// <summary>Beside the chain: its place is taken, or it does not follow the record before.</summary>
    Beside,

    /// <summary>Beyond records that are not here.</summary>
    Beyond,
}
