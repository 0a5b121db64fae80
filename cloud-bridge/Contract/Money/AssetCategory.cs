using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What kind of thing an asset is; the three-letter names are Fedow's (TiBillet).</summary>
[JsonConverter(typeof(AssetCategoryConverter))]
public enum AssetCategory
{
    /// <summary>TNF: gift, given by a place, spent first and never paid out.</summary>
    Gift,

    /// <summary>TLF: a place's own euro.</summary>
    Local,

    /// <summary>FED: the euro that all federated places accept.</summary>
    Federated,

    /// <summary>TIM: hours. Spent only on prices tagged with it.</summary>
    Time,

    /// <summary>FID: loyalty points. Spent only on prices tagged with it.</summary>
    Loyalty,

    /// <summary>SUB: a membership. Has dates, no balance.</summary>
    Membership,

    /// <summary>BDG: a badge. Has dates, no balance.</summary>
    Badge,
}
