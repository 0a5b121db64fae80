using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A card on the reader: what it proved, and what the list says of it.</summary>
/// <param name="Card">Its token.</param>
/// <param name="Proved">How much it proved to the reader.</param>
/// <param name="HasRandomUid">It makes up its UID: it names nobody.</param>
/// <param name="Entry">Its row in the list in use; null when it has none.</param>
public sealed record CardPresentation(CardToken Card, CardClass Proved, bool HasRandomUid, CardEntry? Entry)
{
    /// <summary>
    /// It was on the reader when the reader started. Nobody has held it there now, and it may have paid before.
    /// </summary>
    public bool LayThere { get; init; }

    /// <summary>The keys that it could have proved itself with could not be read: not the card's fault.</summary>
    public bool KeysLost { get; init; }

    /// <summary>What its counter reads, when it showed one: whether that counts is for the rules to say.</summary>
    public long? Counter { get; init; }
}
