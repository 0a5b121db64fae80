using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Checks that need to know the time, for which a choice is configured when it is not trusted.</summary>
[JsonConverter(typeof(CheckConverter))]
public enum TimedCheck
{
    /// <summary>Is the card's last day over?</summary>
    Expiry,

    /// <summary>Is the membership valid today?</summary>
    Entitlement,

    /// <summary>Is the article sold at this hour?</summary>
    Window,

    /// <summary>Is today's allowance used up?</summary>
    Allowance,
}
