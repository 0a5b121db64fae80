using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Messages of NXP AN12196, and two of other people's cards.</summary>
public class SunTests
{
    private const string Zeros = "00000000000000000000000000000000";

    private static readonly SunSettings Short = new(PiccDataName: "e", FileDataName: null, MacName: "c");
    private static readonly SunSettings Long = new(MacInput: SunMacInput.FileDataToMac);

    private const string LongMessage =
        "https://www.my424dna.com/?picc_data=FD91EC264309878BE6345CBE53BADF40" +
        "&enc=CEE9A53E3E463EF1F459635736738962&cmac=ECC1E7F6C6C73BF6";

    [Fact]
    public void UID_and_counter_come_out_of_an_encrypted_mirror()
    {
        var reading = Read(
            Short, "https://ntag.nxp.com/424?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086");

        Assert.Equal(("04DE5F1EACC040", 61), (Convert.ToHexString(reading.Uid.Span), reading.Counter));
        Assert.True(reading.FileData.IsEmpty);
    }

    [Fact]
    public void File_data_come_out_when_the_MAC_covers_them_and_the_name_behind_them()
    {
        var reading = Read(Long, LongMessage);

        Assert.Equal(("04958CAA5C5E80", 8), (Convert.ToHexString(reading.Uid.Span), reading.Counter));
        Assert.Equal(Enumerable.Repeat((byte)'x', 16), reading.FileData.ToArray());
    }

    [Theory]
    [InlineData(SunMacInput.Nothing)]
    [InlineData(SunMacInput.FileData)]
    public void What_the_MAC_covers_must_be_what_the_card_was_told(SunMacInput covered)
    {
        Assert.Contains("MAC", Failure(Long with { MacInput = covered }, LongMessage), StringComparison.Ordinal);
    }

    [Fact]
    public void A_MAC_over_the_digits_alone_is_the_other_way_of_deployments()
    {
        var outcome = Verify(
            new SunSettings(MacInput: SunMacInput.FileData),
            "https://x.example/?picc_data=8ACADDEF0A9B62CDAE39A16B83FC14DE" +
            "&enc=B8436E11F627BB7F543FCC0C1E0D1A89&cmac=238B2543A8DEBAD8",
            meta: "42AFF114F2CB3B6141BE6DC95DFC5416", file: "B62A9BAF092439BD43C62AEE96B970C5");
        var reading = Assert.IsType<CardOutcome<SunReading>.Done>(outcome).Value;

        Assert.Equal(("041D3C8A2D6B80", 291), (Convert.ToHexString(reading.Uid.Span), reading.Counter));
        Assert.Equal("4E545858716E6F5F6F42467077792D56", Convert.ToHexString(reading.FileData.Span));
    }

    [Fact]
    public void A_plain_mirror_is_read_and_its_MAC_checked()
    {
        var settings = new SunSettings(PiccDataName: null, FileDataName: null);
        const string Message = "https://x.example/?uid=041E3C8A2D6B80&ctr=000006&cmac=4B00064004B0B3D3";

        var reading = Read(settings, Message);

        Assert.Equal(("041E3C8A2D6B80", 6), (Convert.ToHexString(reading.Uid.Span), reading.Counter));
        Failure(settings, Message.Replace("000006", "000007", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://www.my424dna.com/")]
    [InlineData("https://www.my424dna.com/?picc_data=FD91EC264309878BE6345CBE53BADF40")]
    [InlineData("https://www.my424dna.com/?picc_data=FD91EC264309878BE6345CBE53BADF4&cmac=ECC1E7F6C6C73BF6")]
    [InlineData("https://www.my424dna.com/?picc_data=XX91EC264309878BE6345CBE53BADF40&cmac=ECC1E7F6C6C73BF6")]
    [InlineData("https://x.example/?picc_data=FD91EC264309878BE6345CBE53BADF40&enc=CEE9&cmac=ECC1E7F6C6C73BF6")]
    [InlineData("https://x.example/?picc_data=FD91EC264309878BE6345CBE53BADF40&cmac=ECC1E7F6C6C73B")]
    public void What_is_not_a_genuine_message_is_denied(string url)
    {
        Failure(Long, url);
    }

    [Fact]
    public void A_mirror_encrypted_with_another_key_is_denied()
    {
        var outcome = Verify(Long, LongMessage, meta: "00000000000000000000000000000001");

        Assert.IsType<CardOutcome<SunReading>.Denied>(outcome);
    }

    // Only the setting that says what the card was told takes its messages.
    [Theory]
    [InlineData(SunMacInput.Nothing, "&enc=DATA&cmac=MAC", "")]
    [InlineData(SunMacInput.FileData, "&cmac=MAC&enc=DATA", "DATA")]
    [InlineData(SunMacInput.FileDataToMac, "&enc=DATA&cmac=MAC", "DATA&cmac=")]
    public void Each_setting_of_what_the_MAC_covers_takes_its_own_messages_and_no_others(
        SunMacInput covered, string parameters, string signed)
    {
        const string Name = "041E3C8A2D6B80";
        const string Secret = "00112233445566778899AABBCCDDEEFF";
        using var key = Hex.Key(Secret);
        var text = System.Text.Encoding.ASCII.GetBytes(signed.Replace("DATA", Zeros, StringComparison.Ordinal));
        var mac = Convert.ToHexString(SunCryptography.Mac(key, Hex.Bytes(Name), 7, text));
        var url = $"https://x.example/?uid={Name}&ctr=000007{parameters}"
            .Replace("DATA", Zeros, StringComparison.Ordinal).Replace("MAC", mac, StringComparison.Ordinal);

        foreach (var setting in Enum.GetValues<SunMacInput>())
            Assert.Equal(
                setting == covered,
                Verify(new SunSettings(PiccDataName: null, MacInput: setting), url, file: Secret)
                    is CardOutcome<SunReading>.Done);
    }

    private static SunReading Read(SunSettings settings, string url) =>
        Assert.IsType<CardOutcome<SunReading>.Done>(Verify(settings, url)).Value;

    private static string Failure(SunSettings settings, string url) =>
        Assert.IsType<CardOutcome<SunReading>.Denied>(Verify(settings, url)).Why;

    private static CardOutcome<SunReading> Verify(
        SunSettings settings, string url, string meta = Zeros, string file = Zeros)
    {
        using var metaKey = Hex.Key(meta);
        return SunVerification.Verify(settings, metaKey, _ => Hex.Key(file), url);
    }
}
