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
    public CardPresentation? Present(CardIdentity card, ICardCache? cards)
    {
        if (!CardUid.TryCreate(card.Uid.Span, out var uid))
            return null;
        var token = siteKey.Token(uid);
        // The reader has asked for the UID only: that is all that the card has proved.
        return new CardPresentation(token, CardClass.Uid, uid.IsRandom, cards?.Find(token));
    }
}
