using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What the list says of a card. Cards that are not good are listed as such: their absence would say nothing.
/// </summary>
[JsonConverter(typeof(CardStateConverter))]
public enum CardState
{
    /// <summary>May pay.</summary>
    Ok,

    /// <summary>May not: lost, stolen, or locked by staff.</summary>
    Blocked,
}
