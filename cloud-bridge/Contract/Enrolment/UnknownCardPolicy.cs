using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What becomes of a card that the list does not have.</summary>
[JsonConverter(typeof(UnknownCardPolicyConverter))]
public enum UnknownCardPolicy
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It may buy within its own limits: new cards sell before they are in the list.</summary>
    Allow,
}
