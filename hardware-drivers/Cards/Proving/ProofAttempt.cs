using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>One version of one population's key, tried on one card.</summary>
internal sealed class ProofAttempt(
    ICardChannel card, CardType type, CardPopulation population, int version, ICardKeySource keys)
{
    private const byte ReadingCounter = 2;

    private ReadOnlyMemory<byte> Uid => card.Card.Uid;

    public CardMethod Method => population.Method;

    /// <summary>The key that it would need and that there is not.</summary>
    public CardKeyName? Missing() => Needed().FirstOrDefault(name =>
    {
        using var key = keys.Find(name);
        return key is null;
    });

    public CardOutcome<CardProof> Run(CancellationToken cancellation)
    {
        using var key = population.KeyOf(keys, CardKeyUse.Proof, version, Uid.Span)!;
        return population.Method switch
        {
            CardMethod.Password => ByPassword(key, cancellation),
            CardMethod.Sun => BySun(cancellation),
            CardMethod.UltralightAes => ByUltralightAes(key, cancellation),
            CardMethod.Ntag424 => ByNtag424(key, cancellation),
            CardMethod.DesfireAes => InApplication(
                native => native.AuthenticateAes(population.KeyNumber, key, cancellation), cancellation),
            CardMethod.DesfireEv2 => InApplication(
                native => Closed(native.AuthenticateEv2First(population.KeyNumber, key, cancellation)), cancellation),
            var method => throw new InvalidOperationException(method.ToString()),
        };
    }

    /// <summary>Population and version.</summary>
    public override string ToString() => $"{population.Name} {version}";

    private IEnumerable<CardKeyName> Needed()
    {
        yield return new CardKeyName(population.Name, CardKeyUse.Proof, version);
        if (population is { Method: CardMethod.Sun, Sun.PiccDataName: not null })
            yield return new CardKeyName(population.Name, CardKeyUse.SunMeta, version);
    }

    private CardOutcome<CardProof> ByPassword(CardKey key, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return type2.Authenticate(CardPassword.Of(key), CardPassword.AcknowledgeOf(key), cancellation)
            .Then(_ => Count(type2, cancellation))
            .Select(counter => (CardProof)new CardProof.Counted(population.Name, counter));
    }

    /// <summary>
    /// Ultralight EV1 has counters that the reader steps. NTAG21x count the first reading after each activation
    /// themselves (NFC_CNT_EN).
    /// </summary>
    private CardOutcome<int> Count(Type2Card type2, CancellationToken cancellation) =>
        type != CardType.UltralightEv1
            ? type2.Read(0, cancellation).Then(_ => type2.ReadCounter(ReadingCounter, cancellation))
            : type2.IncrementCounter(population.CounterNumber, 1, cancellation)
                .Then(_ => type2.ReadCounter(population.CounterNumber, cancellation));

    private CardOutcome<CardProof> ByUltralightAes(CardKey key, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return type2.AuthenticateAes(UltralightAesPages.DataProtectionKey, key, false, cancellation)
            .Select(_ => Authenticated());
    }

    private CardOutcome<CardProof> ByNtag424(CardKey key, CancellationToken cancellation)
    {
        var native = new NativeCard(card);
        return native.SelectByName(IsoCommand.NdefApplication, cancellation)
            .Then(_ => Closed(native.AuthenticateEv2First(population.KeyNumber, key, cancellation)))
            .Select(_ => Authenticated());
    }

    private CardOutcome<CardProof> BySun(CancellationToken cancellation)
    {
        var native = new NativeCard(card);
        return native.SelectByName(IsoCommand.NdefApplication, cancellation)
            .Then(_ => native.ReadNdefFile(cancellation))
            .Then(file => NdefUri.Read(file.Span) is { } url
                ? VerifySun(url)
                : CardTalk.Denied<SunReading>("the card has no message with an address"))
            .Then(reading => reading.Uid.Span.SequenceEqual(Uid.Span)
                ? CardTalk.Done<CardProof>(new CardProof.Counted(population.Name, reading.Counter))
                : CardTalk.Denied<CardProof>("the message is another card's"));
    }

    private CardOutcome<SunReading> VerifySun(string url)
    {
        using var meta = keys.Find(new CardKeyName(population.Name, CardKeyUse.SunMeta, version))
            ?? CardKey.Factory();
        return SunVerification.Verify(
            population.Sun, meta, uid => population.KeyOf(keys, CardKeyUse.Proof, version, uid.Span)!, url);
    }

    private CardOutcome<CardProof> InApplication(
        Func<NativeCard, CardOutcome<bool>> authenticate, CancellationToken cancellation)
    {
        var native = new NativeCard(card);
        var selected = population.DesfireApplication.IsEmpty
            ? CardTalk.Done(true)
            : native.SelectApplication(population.DesfireApplication.AsSpan(), cancellation);
        return selected.Then(_ => authenticate(native)).Select(_ => Authenticated());
    }

    /// <summary>That the session could be opened is the proof; it is not used.</summary>
    private static CardOutcome<bool> Closed(CardOutcome<Ev2Session> opened) => opened.Select(session =>
    {
        session.Dispose();
        return true;
    });

    private CardProof Authenticated() => new CardProof.Authenticated(population.Name, version);
}
