using System.Collections.Immutable;

namespace HardwareDrivers.Cards;

/// <summary>Cards that were provisioned alike, with keys of the same masters.</summary>
/// <param name="Name">As in the configuration and in <see cref="CardKeyName"/>.</param>
/// <param name="Method">How they prove themselves.</param>
/// <param name="Versions">Accepted key versions, any order; a version that is left out is retired.</param>
public sealed record CardPopulation(string Name, CardMethod Method, ImmutableArray<int> Versions)
{
    /// <summary>
    /// The key on the card: 0 to 4 on NTAG 424 (of SDMFileRead with SUN), 0 to 13 on DESFire. Ultralight AES has one.
    /// </summary>
    public byte KeyNumber { get; init; }

    /// <summary>The counter of Ultralight EV1 that is stepped, 0 to 2. NTAG21x count readings by themselves.</summary>
    public byte CounterNumber { get; init; }

    /// <summary>How keys are diversified.</summary>
    public DiversificationInput Diversification { get; init; } = DiversificationInput.UidOnly;

    /// <summary>DESFire: the application to select, three bytes as sent, least first; none: the card's own level.
    /// </summary>
    public ImmutableArray<byte> DesfireApplication { get; init; } = [];

    /// <summary>Where things stand in SUN messages.</summary>
    public SunSettings Sun { get; init; } = new();

    /// <summary>Whether cards of a type can belong to it.</summary>
    public bool Accepts(CardType type) => Method switch
    {
        CardMethod.Password =>
            type is CardType.UltralightEv1 or CardType.Ntag213 or CardType.Ntag215 or CardType.Ntag216,
        CardMethod.UltralightAes => type is CardType.UltralightAes,
        CardMethod.Sun or CardMethod.Ntag424 => type is CardType.Ntag424 or CardType.Ntag424TagTamper,
        CardMethod.DesfireAes => type is CardType.DesfireEv1 or CardType.DesfireEv2 or CardType.DesfireEv3,
        CardMethod.DesfireEv2 => type is CardType.DesfireEv2 or CardType.DesfireEv3,
        _ => throw new InvalidOperationException(Method.ToString()),
    };

    /// <summary>The key of one card.</summary>
    /// <returns>Null when the source has no such master key.</returns>
    /// <exception cref="CardKeyException">The source cannot be read.</exception>
    public CardKey? KeyOf(ICardKeySource source, CardKeyUse use, int version, ReadOnlySpan<byte> uid)
    {
        using var master = source.Find(new CardKeyName(Name, use, version));
        return master is null ? null : KeyDiversification.Aes128(master, Diversification.For(uid));
    }
}
