using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// Gives a card its diversified keys. It may be interrupted at any time and begun again: what is to be done follows
/// from what the card itself answers, and no key is ever written whose masters are not at hand.
/// </summary>
/// <param name="population">Which it is to belong to.</param>
/// <param name="version">Of the new keys.</param>
/// <param name="keys">Master keys, those of older versions too if cards of theirs are to be changed.</param>
/// <param name="record">Says durably what is begun, before it is.</param>
public sealed class CardProvisioner(
    CardPopulation population, int version, ICardKeySource keys, IProvisioningRecord record)
{
    /// <summary>Brings the card one way or another to its end.</summary>
    /// <returns>
    /// Gone: hold it again. Denied: it is no card for this population, or has keys that nobody here knows.
    /// </returns>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    /// <exception cref="CardKeyException">A key cannot be read, or there is none of the version.</exception>
    /// <exception cref="IOException">The record cannot be written: the card is as it was.</exception>
    public CardOutcome<ProvisioningResult> Provision(ICardChannel card, CancellationToken cancellation)
    {
        if (CardIdentification.HasRandomUid(card.Card))
            return CardTalk.Denied<ProvisioningResult>("the card shows a random UID; nobody could find its keys again");
        var order = new ProvisioningOrder(population, version, keys, record, card.Card);
        return CardIdentification.Identify(card, cancellation).Then(type => (type, population.Method) switch
        {
            (CardType.UltralightAes, CardMethod.UltralightAes) =>
                new UltralightAesProvisioning(card, order).Run(cancellation),
            (CardType.Ntag424 or CardType.Ntag424TagTamper, CardMethod.Ntag424) =>
                new Ntag424Provisioning(card, order).Run(cancellation),
            _ => CardTalk.Denied<ProvisioningResult>(
                $"a card of type {type} cannot be provisioned for {population.Name} ({population.Method})"),
        });
    }
}
