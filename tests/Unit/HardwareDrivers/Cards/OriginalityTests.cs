using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Signatures of real cards, published by others.</summary>
public class OriginalityTests
{
    [Theory]
    [InlineData(
        CardType.UltralightEv1, "04CFD71A084080", "1B27E94B9BD4AF3BDB77D2359F3F9997C2C99D04ACA61896CC199E1F4234F9F1")]
    [InlineData(
        CardType.Ntag215, "04AB87F2CA1190", "67B1750BCCEB1174F9A33BF20E0226551A6366939B31F949848C3C087350FA90")]
    [InlineData(
        CardType.Ntag424, "047728824D6580",
        "9C7068636A285FEBA1E2406654009DCE6E8A9C9CE318BE0262ED1625" +
        "19B970B32FB802858420D667D12CEBCD32BB4BC8AFE21C753A5A6C26")]
    [InlineData(
        CardType.Ntag424, "041D3C8A2D6B80",
        "A438FEB368DC45F9B8899C2926A985BE5D08E342CE016E9F08F3FDAE" +
        "388BB4D6B3DFD7DEA2E1977CCD2E4C9F82F245D4DE08FB7FCB8043E3")]
    public void A_makers_signature_is_good_for_its_card_only(CardType type, string uid, string signature)
    {
        var key = OriginalityKeys.For(type)!;
        var signed = Hex.Bytes(signature);

        Assert.True(key.Signed(Hex.Bytes(uid), signed));
        Assert.False(key.Signed(Hex.Bytes("04000000000000"), signed));
        signed[^1] ^= 1;
        Assert.False(key.Signed(Hex.Bytes(uid), signed));
        Assert.False(key.Signed(Hex.Bytes(uid), signed.AsSpan(1)));
        Assert.False(key.Signed(Hex.Bytes(uid), new byte[signed.Length]));
    }

    [Theory]
    [InlineData("21A6D8FD5528D3", "8172EFBA10E1884E49536FC21EAD1AE55AF08A1423DBE43C8364C456" +
        "534694BCEF0BF85BF329A0FF8B221013AF860976AB029155BD95BBCE")]
    [InlineData("88CF1A5F920205", "254BD696E570AD75781415F95C5C3ECDC8A79B8184BA9D82251B19CF" +
        "C4D0DFAFA9662F78A3E965F6424A19D419837C241CB5B559784CD154")]
    public void A_signature_by_chance_is_bad(string uid, string signature)
    {
        Assert.False(OriginalityKeys.For(CardType.Ntag424)!.Signed(Hex.Bytes(uid), Hex.Bytes(signature)));
    }

    // A good signature of another card is a copy's.
    [Theory]
    [InlineData("041D3C8A2D6B80", true)]
    [InlineData("041D3C8A2D6B81", false)]
    public void The_signature_of_an_NTAG_424_is_looked_at_like_that_of_an_NTAG21x(string uid, bool original)
    {
        var card = new Ntag424Card(Hex.Bytes(uid))
        {
            Signature = Hex.Bytes(
                "A438FEB368DC45F9B8899C2926A985BE5D08E342CE016E9F08F3FDAE" +
                "388BB4D6B3DFD7DEA2E1977CCD2E4C9F82F245D4DE08FB7FCB8043E3"),
        };
        using var keys = TestPopulations.Keys();

        var report = CardExamination.Examine(
            new TwinChannel(card), new CardProver([], keys), TestContext.Current.CancellationToken);

        Assert.Equal(original, Assert.IsType<CardOutcome<CardReport>.Done>(report).Value.Original);
    }

    [Fact]
    public void Nobody_has_published_a_key_for_the_others()
    {
        Assert.Null(OriginalityKeys.For(CardType.Classic));
        Assert.Null(OriginalityKeys.For(CardType.UltralightAes));
    }
}
