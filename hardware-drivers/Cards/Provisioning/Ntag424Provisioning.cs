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
        return Open(ChangingKey, issuer, cancellation) switch
        {
            // Key 0 is changed last, but the others may have been set back since.
            CardOutcome<Ev2Session>.Done { Value: var session } => With(
                session, finished => ChangeOthers(finished, proof, issuer, ProvisioningResult.WasGood, cancellation)),
            CardOutcome<Ev2Session>.Gone gone => new CardOutcome<ProvisioningResult>.Gone(gone.Why),
            _ => OpenFormer(cancellation).Then(session => With(
                session, former => Change(former, proof, issuer, cancellation))),
        };

        CardOutcome<ProvisioningResult> With(
            Ev2Session session, Func<Ev2Session, CardOutcome<ProvisioningResult>> change)
        {
            using (session)
                return change(session).Then(result => Prove(proof, issuer, result, cancellation));
        }
    }

    /// <summary>A session by the factory's key 0, or that of an older version.</summary>
    private CardOutcome<Ev2Session> OpenFormer(CancellationToken cancellation)
    {
        foreach (var version in order.Former())
        {
            using var former = order.Of(CardKeyUse.Issuer, version);
            if (former is not null && Open(ChangingKey, former, cancellation) is not CardOutcome<Ev2Session>.Denied
                and var opened)
                return opened;
        }
        return CardTalk.Denied<Ev2Session>(
            "the card's key 0 is neither the factory's nor of a version at hand; it was not touched");
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
        return Answers(order.Population.KeyNumber, proof, cancellation)
            .Then(isGood => isGood ? Answers(ChangingKey, issuer, cancellation) : CardTalk.Done(false))
            .Then(isGood =>
            {
                if (!isGood)
                    return CardTalk.Denied<ProvisioningResult>(
                        "the card says that it has the new keys, and does not answer with them: put it aside");
                order.Write(ProvisioningStep.Proved);
                order.Write(ProvisioningStep.Finished);
                return CardTalk.Done(result);
            });
    }

    private CardKeyUse UseOf(byte number) =>
        number == order.Population.KeyNumber ? CardKeyUse.Proof : CardKeyUse.Issuer;

    /// <summary>Whether the card has this key; Gone when it did not say.</summary>
    private CardOutcome<bool> Answers(byte number, CardKey key, CancellationToken cancellation) =>
        Open(number, key, cancellation).Select(session =>
        {
            session.Dispose();
            return true;
        }).OrNo();

    private CardOutcome<Ev2Session> Open(byte number, CardKey key, CancellationToken cancellation) =>
        card.Awaken(cancellation)
            .Then(_ => native.SelectByName(IsoCommand.NdefApplication, cancellation))
            .Then(_ => native.AuthenticateEv2First(number, key, cancellation));
}
