using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>How old the list was that a verdict was made on.</summary>
[JsonConverter(typeof(ListModeConverter))]
public enum ListMode
{
    /// <summary>The ledger has just confirmed it.</summary>
    Fresh,

    /// <summary>Not confirmed lately, but within its time.</summary>
    Stale,

    /// <summary>Too old to decide on.</summary>
    Expired,

    /// <summary>There is none.</summary>
    Missing,
}
