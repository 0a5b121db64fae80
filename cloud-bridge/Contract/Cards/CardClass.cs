using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// How much a card proves of itself, weakest first. The enrolled class is a field of the signed list.
/// </summary>
[JsonConverter(typeof(CardClassConverter))]
public enum CardClass
{
    /// <summary>Only its UID, which anyone can copy.</summary>
    Uid,

    /// <summary>
    /// A counter that goes up with each reading: a copy is noticed, a reading made in advance is not.
    /// </summary>
    Counter,

    /// <summary>Answers a challenge with a key of its own.</summary>
    Aes,
}
