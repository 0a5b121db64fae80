using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// Turns what a reader reports into what the core may know: a token, and the list's row. The UID stays here.
/// </summary>
internal sealed class CardTokens(SiteKey siteKey)
{
    /// <summary>A card as the core sees it; null when its UID has a length that no card has.</summary>
    /// <param name="card">What the reader reports.</param>
    /// <param name="cards">The list in use; null when there is none.</param>
    /// <param name="lost">Why the list could not answer; null when it did.</param>
    public CardPresentation? Present(CardIdentity card, ListedCards? cards, out string? lost)
    {
        lost = null;
        if (!CardUid.TryCreate(card.Uid.Span, out var uid))
            return null;
        var token = siteKey.Token(uid);
        var found = cards?.Find(token);
        lost = (found as CardLookup.Lost)?.Why;
        // The reader has asked for the UID only: that is all that the card has proved.
        return new CardPresentation(token, CardClass.Uid, uid.IsRandom, (found as CardLookup.Listed)?.Entry);
    }
}
