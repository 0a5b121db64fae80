using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>RFC 4493, section 4, and the eight bytes of NXP AN12196, 5.3.</summary>
public class AesCmacTests
{
    private const string Key = "2B7E151628AED2A6ABF7158809CF4F3C";

    private const string Message =
        "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51" +
        "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710";

    [Fact]
    public void Subkeys_are_those_of_the_standard()
    {
        using var key = Hex.Key(Key);
        using var aes = CardAes.Keyed(key);
        var first = new byte[16];
        var second = new byte[16];

        Cmac.Subkeys(aes, first, second);

        Assert.Equal("FBEED618357133667C85E08F7236A8DE", Convert.ToHexString(first));
        Assert.Equal("F7DDAC306AE266CCF90BC11EE46D513B", Convert.ToHexString(second));
    }

    [Theory]
    [InlineData(0, "BB1D6929E95937287FA37D129B756746")]
    [InlineData(16, "070A16B46B4D4144F79BDD9DD04A287C")]
    [InlineData(40, "DFA66747DE9AE63030CA32611497C827")]
    [InlineData(64, "51F0BEBF7E3B9D92FC49741779363CFE")]
    public void Tags_are_those_of_the_standard(int length, string tag)
    {
        using var key = Hex.Key(Key);

        using var derived = AesCmac.Derive(key, Hex.Bytes(Message).AsSpan(0, length));

        Assert.Equal(tag, Convert.ToHexString(derived.Bytes));
    }

    [Fact]
    public void A_card_sends_every_second_byte_of_a_tag()
    {
        var tag = Hex.Bytes("551D3B5D8FE8A902A9D6A3752E164C70");

        Assert.Equal("1D5DE802D6751670", Convert.ToHexString(AesCmac.Truncate(tag)));
    }

    [Fact]
    public void A_truncated_tag_is_that_of_the_note()
    {
        using var key = Hex.Key("8248134A386E86EB7FAF54A52E536CB6");
        var message = Hex.Bytes("F500007A21085E02");

        Assert.Equal("6597A457C8CD442C", Convert.ToHexString(AesCmac.ComputeTruncated(key, message)));
    }
}
