using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

public class CardKeyTests
{
    private const string Digits = "00112233445566778899AABBCCDDEEFF";

    [Fact]
    public void Its_text_says_nothing_of_it()
    {
        using var key = Hex.Key(Digits);

        Assert.Equal("a secret key of 16 bytes", key.ToString());
    }

    [Fact]
    public void Disposal_leaves_zeros_and_nobody_may_look_afterwards()
    {
        var key = Hex.Key(Digits);
        // The span stays on the key's own memory.
        var memory = key.Bytes;

        key.Dispose();

        Assert.True(memory.IndexOfAnyExcept((byte)0) < 0);
        Assert.Throws<ObjectDisposedException>(() => key.Bytes.Length);
    }

    [Fact]
    public void A_copy_outlives_its_original()
    {
        using var copy = Copied();

        Assert.Equal(Digits, Convert.ToHexString(copy.Bytes));

        static CardKey Copied()
        {
            using var key = Hex.Key(Digits);
            return key.Copy();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899AABBCCDDEE")]
    [InlineData("00112233445566778899AABBCCDDEEFF00")]
    [InlineData("00112233445566778899AABBCCDDEEFG")]
    [InlineData("0x112233445566778899AABBCCDDEEFF")]
    public void What_is_not_32_digits_is_no_AES_key(string digits)
    {
        Assert.Null(CardKey.FromHex(digits));
    }

    [Fact]
    public void Digits_are_read_in_either_case()
    {
        using var upper = CardKey.FromHex(Digits);
        using var lower = CardKey.FromHex("00112233445566778899aabbccddeeff");

        Assert.Equal(upper!.Bytes, lower!.Bytes);
    }
}
