using System.Text.Json.Serialization.Metadata;

namespace CloudBridge.Contract;

/// <summary>
/// What the ledger or a terminal signs besides journal lines: DESIGN section 7, docs/formats/mqtt.md.
/// </summary>
/// <typeparam name="TSelf">The message itself.</typeparam>
public interface ISignedMessage<TSelf> where TSelf : class, ISignedMessage<TSelf>
{
    /// <summary>Its <c>typ</c> and greatest length.</summary>
    static abstract JwsType Type { get; }

    /// <summary>How its payload is read and written.</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }

    /// <summary>The site it belongs to.</summary>
    SiteId Site { get; }

    /// <summary>Whom it is meant for.</summary>
    Addressee To { get; }

    /// <summary>What is wrong with the content beyond the form of its members; null when nothing is.</summary>
    string? Flaw();
}
