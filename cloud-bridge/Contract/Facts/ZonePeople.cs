using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>How many people a gate counts in a zone.</summary>
/// <param name="Zone">Null: the one without a name.</param>
/// <param name="People">In less out; not zero.</param>
public readonly record struct ZonePeople(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone, int People);
