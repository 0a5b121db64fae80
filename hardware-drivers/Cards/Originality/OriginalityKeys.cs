namespace HardwareDrivers.Cards;

/// <summary>
/// NXP's public keys, as published: in AN11350 (NTAG21x) and AN12196, 7.2 (NTAG 424 DNA); that of Ultralight EV1 as
/// readers of many makers carry it. A signature shows that NXP made a chip with this UID, not that this is the chip.
/// </summary>
public static class OriginalityKeys
{
    private const string Secp128r1 = "1.3.132.0.28";
    private const string Secp224r1 = "1.3.132.0.33";

    private static readonly OriginalityKey Ntag21x = new(
        "NTAG21x", Secp128r1, "494E1A386D3D3CFE3DC10E5DE68A499B", "1C202DB5B132393E89ED19FE5BE8BC61");

    private static readonly OriginalityKey UltralightEv1 = new(
        "Ultralight EV1", Secp128r1, "90933BDCD6E99B4E255E3DA55389A827", "564E11718E017292FAF23226A96614B8");

    private static readonly OriginalityKey Ntag424 = new(
        "NTAG 424 DNA", Secp224r1, "8A9B380AF2EE1B98DC417FECC263F8449C7625CECE82D9B916C992DA",
        "209D68422B81EC20B65A66B5102A61596AF3379200599316A00A1410");

    /// <summary>The key that signs cards of a type; null where none is published.</summary>
    public static OriginalityKey? For(CardType type) => type switch
    {
        CardType.UltralightEv1 => UltralightEv1,
        CardType.Ntag210 or CardType.Ntag212 or CardType.Ntag213 or CardType.Ntag215 or CardType.Ntag216 => Ntag21x,
        CardType.Ntag424 or CardType.Ntag424TagTamper => Ntag424,
        _ => null,
    };
}
