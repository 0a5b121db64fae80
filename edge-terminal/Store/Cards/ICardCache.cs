using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Answers card look-ups from one list, which never changes: a new list is a new cache, put in the place of the old one
/// in one step. A guess: it is made from the list's file and can be made again.
/// </summary>
public interface ICardCache : IDisposable
{
    /// <summary>The list that it was filled from.</summary>
    ListVersion Version { get; }

    /// <summary>The card's row; null when the list does not have it.</summary>
    CardEntry? Find(CardToken card);
}
