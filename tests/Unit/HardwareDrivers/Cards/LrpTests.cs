using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Vectors of NXP AN12304, and messages of cards in LRP mode that others have published (sdm-backend).
/// </summary>
public class LrpTests
{
    private const string Zeros = "00000000000000000000000000000000";

    [Theory]
    [InlineData("567826B8DA8E768432A9548DBE4AA3A0", 2, "1359", true, "1BA2C0C578996BC497DD181C6885A9DD")]
    [InlineData("88B95581002057A93E421EFE4076338B", 2, "77299D", true, "E9C04556A214AC3297B83E4BDF46F142")]
    [InlineData("9AFF3EF56FFEC3153B1CADB48B445409", 3, "4B073B247CD48F7E0A", false, "909415E5C8BE77563050F2227E17C0E4")]
    public void The_primitive_is_that_of_the_note(string key, int number, string input, bool isFinal, string expected)
    {
        using var secret = Hex.Key(key);
        using var lrp = new Lrp(secret, number);
        var result = new byte[16];

        lrp.Evaluate(Hex.Bytes(input), isFinal, result);

        Assert.Equal(expected, Convert.ToHexString(result));
    }

    [Theory]
    [InlineData("8195088CE6C393708EBBE6C7914ECB0B", "BBD5B85772C7", "AD8595E0B49C5C0DB18E77355F5AAFF6")]
    [InlineData("E2F84A0B0AF40EFEB3EEA215A436605C", "8BF1DDA9FE445560A4F4EB9CE0", "D04382DF71BC293FEC4BB10BDB13805F")]
    [InlineData("5AA9F6C6DE5138113DF5D6B6C77D5D52", "A4434D740C2CB665FE5396959189383F",
        "8B43ADF767E46B692E8F24E837CB5EFC")]
    public void Its_CMAC_is_that_of_the_note(string key, string message, string tag)
    {
        using var secret = Hex.Key(key);
        using var lrp = new Lrp(secret, 0);

        Assert.Equal(tag, Convert.ToHexString(lrp.Mac(Hex.Bytes(message))));
    }

    // Padded there with 80 and zeros to a second block.
    [Fact]
    public void Blocks_are_decrypted_as_in_the_note()
    {
        using var secret = Hex.Key("E0C4935FF0C254CD2CEF8FDDC32460CF");
        using var lrp = new Lrp(secret, 0);

        var plain = lrp.Decrypt(
            Hex.Bytes("C3315DBF"), Hex.Bytes("FCBBACAA4F29182464F99DE41085266F480E863E487BAAF687B43ED1ECE0D623"));

        Assert.Equal(
            "012D7F1653CAF6503C6AB0C1010E8CB0" + "80000000000000000000000000000000", Convert.ToHexString(plain));
    }

    [Theory]
    [InlineData(
        "picc_data=07D9CA2545881D4BFDD920BE1603268C0714420DD893A497&enc=D6E921C47DB4C17C56F979F81559BB83" +
        "&cmac=F9481AC7D855BDB6", SunMacInput.FileDataToMac, "049B112A2F7080", 4, "NTXXb7dz3PsYYBlU")]
    [InlineData(
        "picc_data=1FCBE61B3E4CAD980CBFDD333E7A4AC4A579569BAFD22C5F&cmac=4231608BA7B02BA9",
        SunMacInput.Nothing, "04940E2A2F7080", 3, "")]
    public void A_message_of_a_card_in_LRP_mode_is_read(
        string parameters, SunMacInput covered, string uid, int counter, string file)
    {
        var url = $"https://x.example/?{parameters}";

        var reading = Assert.IsType<CardOutcome<SunReading>.Done>(Verify(url, covered, isLrp: true)).Value;

        Assert.Equal((uid, counter), (Convert.ToHexString(reading.Uid.Span), reading.Counter));
        Assert.Equal(file, System.Text.Encoding.ASCII.GetString(reading.FileData.Span));
        Assert.IsType<CardOutcome<SunReading>.Denied>(Verify(url, covered, isLrp: false));
        Assert.IsType<CardOutcome<SunReading>.Denied>(Verify(url[..^1] + "0", covered, isLrp: true));
    }

    private static CardOutcome<SunReading> Verify(string url, SunMacInput covered, bool isLrp)
    {
        using var meta = Hex.Key(Zeros);
        return SunVerification.Verify(
            new SunSettings(MacInput: covered, IsLrp: isLrp), meta, _ => Hex.Key(Zeros), url);
    }
}
