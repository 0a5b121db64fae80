using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A daily allowance: how many pieces of articles that carry its name a wallet may buy in a day.</summary>
/// <param name="Name">As articles say it: <c>alcohol</c>.</param>
/// <param name="PerDay">Of guests of any age for which nothing else is said.</param>
/// <param name="PerDayMinor">Of guests that are known to be minors; null: as everybody.</param>
/// <param name="PerDayUnknown">Of guests whose age nobody knows; null: as everybody.</param>
public sealed record AllowanceLimit(
    string Name,
    int PerDay,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PerDayMinor = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PerDayUnknown = null)
{
    /// <summary>Of a guest of this age.</summary>
    public int For(AgeClass age) => age switch
    {
        AgeClass.Minor => PerDayMinor ?? PerDay,
        AgeClass.Unknown => PerDayUnknown ?? PerDay,
        _ => PerDay,
    };
}
