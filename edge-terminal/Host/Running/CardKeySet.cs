using CloudBridge.Contract;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>
/// The terminal's own keys, and those that the ledger sent in their place: of a population of which it sent any, those
/// alone.
/// </summary>
/// <param name="own">Of <c>cards.keys</c>; null: they are not needed.</param>
/// <param name="sent">Null: the ledger sent none.</param>
/// <param name="names">Which it sent.</param>
internal sealed class CardKeySet(
    CardKeyRing? own, CardKeyRing? sent, IReadOnlyCollection<SiteCardKeyName> names) : ICardKeySource
{
    /// <inheritdoc/>
    public CardKey? Find(CardKeyName name) => (CardSettings.IsIn(names, name.Population) ? sent : own)?.Find(name);
}
