using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What is known of a guest's age.</summary>
[JsonConverter(typeof(AgeClassConverter))]
public enum AgeClass
{
    /// <summary>Nobody looked.</summary>
    Unknown,

    /// <summary>Too young for what is sold to adults only.</summary>
    Minor,

    /// <summary>Old enough.</summary>
    Adult,
}
