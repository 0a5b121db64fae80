using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// Turns what a reader reports into what the core may know: a token, what was proved, and the list's row. The UID stays
/// here.
/// </summary>
/// <param name="siteKey">Turns UIDs into tokens.</param>
/// <param name="classes">What a population's proof is worth at most; one that is not here proves nothing.</param>
internal sealed class CardTokens(SiteKey siteKey, IReadOnlyDictionary<string, CardClass> classes)
{
    /// <summary>A card as the core sees it; null when its UID has a length that no card has.</summary>
    /// <param name="arrived">What the reader reports.</param>
    /// <param name="cards">The list in use; null when there is none.</param>
    /// <param name="lost">Why the list could not answer; null when it did.</param>
    public CardPresentation? Present(ReaderEvent.CardArrived arrived, ListedCards? cards, out string? lost)
    {
        lost = null;
        if (!CardUid.TryCreate(arrived.Card.Uid.Span, out var uid))
            return null;
        var token = siteKey.Token(uid);
        var found = cards?.Find(token);
        lost = (found as CardLookup.Lost)?.Why;
        var (proved, counter) = ClassOf(arrived.Proof);
        return new CardPresentation(token, proved, uid.IsRandom, (found as CardLookup.Listed)?.Entry)
        {
            LayThere = arrived.LayThere,
            Counter = counter,
            KeysLost = arrived.Proof is CardProof.KeysLost,
        };
    }

    private (CardClass Proved, long? Counter) ClassOf(CardProof proof) => proof switch
    {
        CardProof.Authenticated known when classes.TryGetValue(known.Population, out var most) => (most, null),
        CardProof.Counted known when classes.ContainsKey(known.Population) => (CardClass.Counter, known.Value),
        _ => (CardClass.Uid, null),
    };
}
