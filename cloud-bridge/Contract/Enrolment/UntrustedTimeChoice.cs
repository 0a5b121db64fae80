using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a check of dates or hours does when the time is not trusted.</summary>
[JsonConverter(typeof(UntrustedTimeChoiceConverter))]
public enum UntrustedTimeChoice
{
    /// <summary>Take the clock as it is; the fact says that it was assumed.</summary>
    Assume,

    /// <summary>Refuse as if the check had failed.</summary>
    Refuse,
}
