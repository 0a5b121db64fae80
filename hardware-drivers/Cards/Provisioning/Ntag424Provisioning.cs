using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// NTAG 424 DNA. The card changes a key whole or not at all and keeps its version beside it. Key 0, which changes all
/// keys, is changed last; the population's own number gets the key that terminals hold, all others the issuer's.
/// </summary>
internal sealed class Ntag424Provisioning(ICardChannel card, ProvisioningOrder order)
{
    private const byte ChangingKey = 0;
    private const byte LastKey = 4;

    private readonly NativeCard native = new(card);

    public CardOutcome<ProvisioningResult> Run(CancellationToken cancellation)
    {
        if (order.Population.KeyNumber is ChangingKey or > LastKey)
            return CardTalk.Denied<ProvisioningResult>(
                "key 0 changes the card and must not be on a terminal: give the population a key number from 1 to 4");
        using var proof = order.Wanted(CardKeyUse.Proof);
        using var issuer = order.Wanted(CardKeyUse.Issuer);
        if (Open(ChangingKey, issuer, cancellation) is { } finished)
        {
            // Key 0 is changed last, but the others may have been set back since.
            using (finished)
                return ChangeOthers(finished, proof, issuer, ProvisioningResult.WasGood, cancellation)
                    .Then(result => Prove(proof, issuer, result, cancellation));
        }
        foreach (var version in order.Former())
        {
            using var former = order.Of(CardKeyUse.Issuer, version);
            if (former is null || Open(ChangingKey, former, cancellation) is not { } session)
                continue;
            using (session)
                return Change(session, proof, issuer, cancellation)
                    .Then(result => Prove(proof, issuer, result, cancellation));
        }
        return card.Reactivate(cancellation)
            ? CardTalk.Denied<ProvisioningResult>(
                "the card's key 0 is neither the factory's nor of a version at hand; it was not touched")
            : Gone();
    }

    private CardOutcome<ProvisioningResult> Change(
        Ev2Session session, CardKey proof, CardKey issuer, CancellationToken cancellation) =>
        ChangeOthers(session, proof, issuer, ProvisioningResult.Provisioned, cancellation).Then(result =>
        {
            order.Write(ProvisioningStep.Begun);
            return new Ev2Commands(native, session).ChangeOwnKey(ChangingKey, issuer, order.Version, cancellation)
                .Select(_ => result);
        });

    /// <summary>Keys 1 to 4, as far as they have not the wanted version.</summary>
    private CardOutcome<ProvisioningResult> ChangeOthers(
        Ev2Session session, CardKey proof, CardKey issuer, ProvisioningResult unchanged,
        CancellationToken cancellation)
    {
        var secure = new Ev2Commands(native, session);
        var all = CardTalk.Done(unchanged);
        for (byte number = 1; number <= LastKey; number++)
        {
            var (keyNumber, use) = (number, UseOf(number));
            all = all.Then(result => secure.GetKeyVersion(keyNumber, cancellation).Then(present =>
            {
                if (present == order.Version)
                    return CardTalk.Done(result);
                using var old = order.Of(use, present);
                if (old is null)
                    return CardTalk.Denied<ProvisioningResult>(
                        $"key {keyNumber} is of version {present}, which is not at hand");
                order.Write(ProvisioningStep.Begun);
                return secure.ChangeKey(
                        keyNumber, old, use == CardKeyUse.Proof ? proof : issuer, order.Version, cancellation)
                    .Select(_ => ProvisioningResult.Provisioned);
            }));
        }
        return all;
    }

    private CardOutcome<ProvisioningResult> Prove(
        CardKey proof, CardKey issuer, ProvisioningResult result, CancellationToken cancellation)
    {
        if (!Answers(order.Population.KeyNumber, proof, cancellation) || !Answers(ChangingKey, issuer, cancellation))
            return card.Reactivate(cancellation)
                ? CardTalk.Denied<ProvisioningResult>(
                    "the card says that it has the new keys, and does not answer with them: put it aside")
                : Gone();
        order.Write(ProvisioningStep.Proved);
        order.Write(ProvisioningStep.Finished);
        return CardTalk.Done(result);
    }

    private CardKeyUse UseOf(byte number) =>
        number == order.Population.KeyNumber ? CardKeyUse.Proof : CardKeyUse.Issuer;

    private bool Answers(byte number, CardKey key, CancellationToken cancellation)
    {
        using var session = Open(number, key, cancellation);
        return session is not null;
    }

    private Ev2Session? Open(byte number, CardKey key, CancellationToken cancellation) =>
        card.Reactivate(cancellation) && native.SelectByName(IsoCommand.NdefApplication, cancellation)
            .Then(_ => native.AuthenticateEv2First(number, key, cancellation))
            is CardOutcome<Ev2Session>.Done { Value: var session } ? session : null;

    private static CardOutcome<ProvisioningResult> Gone() =>
        new CardOutcome<ProvisioningResult>.Gone("the card was taken away: hold it again");
}
