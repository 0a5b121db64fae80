using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a check of dates or hours does when the time is not trusted.</summary>
[JsonConverter(typeof(UntrustedTimeChoiceConverter))]
public enum UntrustedTimeChoice
{
    /// <summary>Let it pass; the fact says that it was assumed to be good.</summary>
    Allow,

    /// <summary>Refuse, as if the check had failed.</summary>
    Refuse,
}
