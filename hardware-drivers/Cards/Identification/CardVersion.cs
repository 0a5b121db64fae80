namespace HardwareDrivers.Cards;

/// <summary>Reads what cards answer to GET_VERSION (NXP AN10833 and the data sheets).</summary>
public static class CardVersion
{
    private const byte Nxp = 0x04;

    /// <summary>Of a card without ISO/IEC 14443-4.</summary>
    /// <param name="version">
    /// 8 bytes: 00, vendor, type, subtype, major and minor version, size, protocol.
    /// </param>
    public static CardType OfType2(ReadOnlySpan<byte> version)
    {
        if (version.Length != 8 || version[1] != Nxp)
            return CardType.Unknown;
        return (version[2], version[4], version[6]) switch
        {
            (0x03, 0x01, _) => CardType.UltralightEv1,
            (0x03, 0x04, _) => CardType.UltralightAes,
            (0x04, 0x01, 0x0B) => CardType.Ntag210,
            (0x04, 0x01, 0x0E) => CardType.Ntag212,
            (0x04, 0x01, 0x0F) => CardType.Ntag213,
            (0x04, 0x01, 0x11) => CardType.Ntag215,
            (0x04, 0x01, 0x13) => CardType.Ntag216,
            _ => CardType.Unknown,
        };
    }

    /// <summary>Of a card of ISO/IEC 14443-4: the hardware part of its first frame.</summary>
    /// <param name="hardware">7 bytes: vendor, type, subtype, major and minor version, size, protocol.</param>
    public static CardType OfIso(ReadOnlySpan<byte> hardware)
    {
        if (hardware.Length != 7 || hardware[0] != Nxp)
            return CardType.Unknown;
        return (hardware[1] & 0x0F, hardware[2], hardware[3]) switch
        {
            (0x01, _, 0x01) => CardType.DesfireEv1,
            (0x01, _, 0x12) => CardType.DesfireEv2,
            (0x01, _, 0x33) => CardType.DesfireEv3,
            (0x04, 0x08, 0x30) => CardType.Ntag424TagTamper,
            (0x04, _, 0x30) => CardType.Ntag424,
            _ => CardType.Unknown,
        };
    }
}
