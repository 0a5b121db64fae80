using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>What cards answer to GET_VERSION: data sheets MF0ULx1, MF0AES(H)20, NTAG213_215_216, NT4H2421Gx, AN10833.
/// </summary>
public class CardVersionTests
{
    [Theory]
    [InlineData("0004030101000B03", CardType.UltralightEv1)]
    [InlineData("0004030201000E03", CardType.UltralightEv1)]
    [InlineData("0004030104000F03", CardType.UltralightAes)]
    [InlineData("0004030204000F03", CardType.UltralightAes)]
    [InlineData("0004040101000B03", CardType.Ntag210)]
    [InlineData("0004040101000E03", CardType.Ntag212)]
    [InlineData("0004040201000F03", CardType.Ntag213)]
    [InlineData("0004040201001103", CardType.Ntag215)]
    [InlineData("0004040201001303", CardType.Ntag216)]
    // Another maker, another size, another product, and too short.
    [InlineData("0053040201000F03", CardType.Unknown)]
    [InlineData("0004040201001203", CardType.Unknown)]
    [InlineData("0004050201000F03", CardType.Unknown)]
    [InlineData("0004040201000F", CardType.Unknown)]
    [InlineData("", CardType.Unknown)]
    public void A_card_without_a_protocol_tells_its_product(string version, CardType expected)
    {
        Assert.Equal(expected, CardVersion.OfType2(Hex.Bytes(version)));
    }

    [Theory]
    [InlineData("04010101001605", CardType.DesfireEv1)]
    [InlineData("04010112001605", CardType.DesfireEv2)]
    [InlineData("04010133001605", CardType.DesfireEv3)]
    [InlineData("04040230001105", CardType.Ntag424)]
    [InlineData("04040830001105", CardType.Ntag424TagTamper)]
    [InlineData("53010133001605", CardType.Unknown)]
    [InlineData("04010144001605", CardType.Unknown)]
    [InlineData("040101330016", CardType.Unknown)]
    [InlineData("", CardType.Unknown)]
    public void A_card_with_a_protocol_tells_its_product(string hardware, CardType expected)
    {
        Assert.Equal(expected, CardVersion.OfIso(Hex.Bytes(hardware)));
    }
}
