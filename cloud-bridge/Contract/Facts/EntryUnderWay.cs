using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>An entry of which nobody has said yet whether it was passed or given back.</summary>
/// <param name="Entry">Where it was said first.</param>
/// <param name="Zone">As of the entry.</param>
/// <param name="People">How many, from 1.</param>
public readonly record struct EntryUnderWay(
    RecordPosition Entry,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ZoneId? Zone,
    int People);
