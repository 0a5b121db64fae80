using System.Text.Json.Serialization;

namespace CloudBridge.Ledger;

/// <summary>What an operator made of a terminal that asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EnrolmentDecision>))]
internal enum EnrolmentDecision
{
    /// <summary>Its words are the ones that it shows: it is in the books.</summary>
    Confirmed,

    /// <summary>It is not let in.</summary>
    Refused,
}
