using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>NXP AN10922 and AN10957, recomputed with an implementation of others.</summary>
public class KeyDiversificationTests
{
    private const string Master = "00112233445566778899AABBCCDDEEFF";

    [Theory]
    [InlineData(Master, "04782E21801D80 3042F5 4E585020416275", "A8DD63A3B89D54B37CA802473FDA9175")]
    [InlineData("F3F9377698707B688EAF84ABE39E3791", "04DEADBEEFFEED", "0BB408BAFF98B6EE9F2E1585777F6A51")]
    public void An_AES_key_is_that_of_the_application_note(string master, string input, string expected)
    {
        using var key = Hex.Key(master);
        using var diversified = KeyDiversification.Aes128(key, Hex.Bytes(input));

        Assert.Equal(expected, Convert.ToHexString(diversified.Bytes));
    }

    [Fact]
    public void An_input_that_fits_into_one_block_is_padded_to_two_all_the_same()
    {
        using var key = Hex.Key("F3F9377698707B688EAF84ABE39E3791");
        using var diversified = KeyDiversification.Aes128(key, Hex.Bytes("04DEADBEEFFEED"));
        using var plain = AesCmac.Derive(key, Hex.Bytes("01 04DEADBEEFFEED"));

        Assert.Equal("721E2C01E81AF85D815633969CEA2607", Convert.ToHexString(plain.Bytes));
        Assert.NotEqual(plain.Bytes.ToArray(), diversified.Bytes.ToArray());
    }

    [Fact]
    public void An_input_of_31_bytes_fills_both_blocks_and_is_not_padded()
    {
        using var key = Hex.Key(Master);
        var input = new byte[31];
        using var diversified = KeyDiversification.Aes128(key, input);

        using var plain = AesCmac.Derive(key, [0x01, .. input]);

        Assert.Equal(plain.Bytes, diversified.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void An_input_of_any_other_length_is_refused(int length)
    {
        using var key = Hex.Key(Master);

        Assert.Throws<ArgumentOutOfRangeException>(() => KeyDiversification.Aes128(key, new byte[length]));
    }

    [Fact]
    public void A_two_key_triple_DES_key_is_that_of_the_note_but_for_its_parity_bits()
    {
        using var key = Hex.Key(Master);
        using var diversified = KeyDiversification.TwoKeyTripleDes(
            key, Hex.Bytes("04782E21801D80 3042F5 4E58502041"));

        Assert.Equal("16F8597C9E8910C86B9648D006107DD7", Convert.ToHexString(diversified.Bytes));
        Assert.Equal(
            WithoutParity(Hex.Bytes("16F9587D9E8910C96B9649D007107DD6")), WithoutParity(diversified.Bytes));
    }

    [Fact]
    public void A_three_key_triple_DES_key_is_that_of_the_note_but_for_its_parity_bits()
    {
        using var key = Hex.Key("00112233445566778899AABBCCDDEEFF0102030405060708");
        using var diversified = KeyDiversification.ThreeKeyTripleDes(
            key, Hex.Bytes("04782E21801D80 3042F5 4E5850"));

        Assert.Equal(
            WithoutParity(Hex.Bytes("2E0DD03774D3FA9B5705AB0BDA91CA0B55B8E07FCDBF10EC")),
            WithoutParity(diversified.Bytes));
    }

    private static string WithoutParity(ReadOnlySpan<byte> key)
    {
        var masked = key.ToArray();
        for (var index = 0; index < masked.Length; index++)
            masked[index] &= 0xFE;
        return Convert.ToHexString(masked);
    }
}
