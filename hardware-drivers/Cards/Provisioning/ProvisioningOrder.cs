using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>What one card is to become, and what it may be now.</summary>
internal sealed class ProvisioningOrder(
    CardPopulation population, int version, ICardKeySource keys, IProvisioningRecord record, CardIdentity card)
{
    public CardPopulation Population => population;

    public byte Version => (byte)version;

    /// <summary>The card's key of the wanted version, to be disposed.</summary>
    /// <exception cref="CardKeyException">There is no such master key.</exception>
    public CardKey Wanted(CardKeyUse use) => Of(use, version)
        ?? throw new CardKeyException($"there is no key {new CardKeyName(population.Name, use, version)}");

    /// <summary>The card's key of any version; null when there is no such master key.</summary>
    public CardKey? Of(CardKeyUse use, int anyVersion) =>
        anyVersion == 0 ? CardKey.Factory() : population.KeyOf(keys, use, anyVersion, card.Uid.Span);

    /// <summary>Versions that the card may have come from, the factory's (0) first.</summary>
    public IEnumerable<int> Former() => population.Versions.Remove(version).OrderDescending().Prepend(0);

    public bool HasBegun() => record.HasBegun(card.UidHex, population.Name);

    public void Write(ProvisioningStep step) =>
        record.Write(new ProvisioningEntry(card.UidHex, population.Name, version, step));
}
