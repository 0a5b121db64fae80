using System.Text;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>
/// The cards' side against published vectors, so that a mistake that reader and card share is seen.
/// </summary>
public class TwinVectorTests
{
    private const string SelectApplication = "00A4040007D276000085010100";
    private static readonly byte[] Zero = new byte[16];

    // AN13452: authentication with a key of zeros.
    [Fact]
    public void Ultralight_AES_answers_as_in_the_application_note()
    {
        var card = new UltralightAesCard(
            SelectedCard.UidBytes, () => Hex("0D2BBA17011098E9864C8AA5192AF796")).Selected();

        Assert.Equal("AF374142DAFB0AB97183D846EB7ED379E0", card.Ask("1A00"));
        Assert.Equal(
            "00A17673DCC20D27EE80584ACCFC39E0A3",
            card.Ask("AF794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821"));
    }

    // MF0AES(H)20 data sheet, the same with other challenges.
    [Fact]
    public void Ultralight_AES_answers_as_in_the_data_sheet()
    {
        var challenge = TwinCipher.Decrypt(Zero, Hex("D5A847B84862FF3874A7F07B8DDF351B"));
        var card = new UltralightAesCard(SelectedCard.UidBytes, () => challenge).Selected();

        Assert.Equal("AFD5A847B84862FF3874A7F07B8DDF351B", card.Ask("1A00"));
        Assert.Equal(
            "002C743D6B1E128F8076BD197B76012CE8",
            card.Ask("AFCDF22C5F7A92F0AF0155612B9B236AC7A424BC5238D41AD041B8165B7D99E524"));
    }

    // AN13452: the first command in CMAC mode, its tag 1D5DE802D6751670.
    [Fact]
    public void Ultralight_AES_takes_the_tag_of_the_application_note_and_no_other()
    {
        Assert.StartsWith("0004030104000F03", InSession().Ask("60" + "1D5DE802D6751670"), StringComparison.Ordinal);
        Assert.Equal("", InSession().Ask("60" + "1D5DE802D6751671"));
        Assert.Equal("", InSession().Ask("60"));

        static UltralightAesCard InSession()
        {
            var card = new UltralightAesCard(
                SelectedCard.UidBytes, () => Hex("0D2BBA17011098E9864C8AA5192AF796"));
            card.Protect(firstPage: 4, reading: true, secureMessages: true, mostFailures: 0);
            card.Selected().Ask("1A00");
            card.Ask("AF794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821");
            return card;
        }
    }

    // AN12196, 6.6 (the vectors of nfc-ev2-crypto).
    [Fact]
    public void NTAG_424_answers_AuthenticateEV2First_as_in_the_application_note()
    {
        var chance = new Queue<byte[]>(
            [TwinCipher.Decrypt(Zero, Hex("A04C124213C186F22399D33AC2A30215")), Hex("9D00C4DF")]);
        var card = new Ntag424Card(SelectedCard.UidBytes, _ => chance.Dequeue()).Selected();

        Assert.Equal("9000", card.Ask(SelectApplication));
        Assert.Equal("A04C124213C186F22399D33AC2A3021591AF", card.Ask("9071000002000000"));
        Assert.Equal(
            "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F081206639100",
            card.Ask("90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00"));
    }

    // The vectors of sdm-backend: encrypted UID and counter, and a MAC over nothing else.
    [Fact]
    public void NTAG_424_mirrors_encrypted_PICC_data_and_MAC_as_published()
    {
        var padding = TwinCipher.Decrypt(Zero, Hex("EF963FF7828658A599F3041510671E88"))[11..];
        var card = new Ntag424Card(Hex("04DE5F1EACC040"), _ => padding) { Readings = 60 };
        var text = $"e={new string('0', 32)}&c={new string('0', 16)}";
        // UID and counter mirrored, in ASCII; key 0 for both; offsets of PICC data, MAC input, MAC.
        card.LoadNdef(Encoding.ASCII.GetBytes(text), Hex("40E0EE" + "C1" + "FE00" + "020000" + "250000" + "250000"));

        Assert.Equal("e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086", Read(card, text.Length));
    }

    [Fact]
    public void NTAG_424_mirrors_plain_UID_counter_and_MAC_as_published()
    {
        var card = new Ntag424Card(Hex("041E3C8A2D6B80")) { Readings = 5 };
        var text = $"uid={new string('0', 14)}&ctr={new string('0', 6)}&c={new string('0', 16)}";
        card.LoadNdef(
            Encoding.ASCII.GetBytes(text), Hex("40E0EE" + "C1" + "FEE0" + "040000" + "170000" + "200000" + "200000"));

        Assert.Equal("uid=041E3C8A2D6B80&ctr=000006&c=4B00064004B0B3D3", Read(card, text.Length));
    }

    [Fact]
    public void NTAG_424_mirrors_encrypted_file_data_as_published()
    {
        var padding = TwinCipher.Decrypt(Zero, Hex("FD91EC264309878BE6345CBE53BADF40"))[11..];
        var card = new Ntag424Card(Hex("04958CAA5C5E80"), _ => padding) { Readings = 7 };
        var text = $"p={new string('0', 32)}&enc={new string('x', 32)}&cmac={new string('0', 16)}";
        card.LoadNdef(
            Encoding.ASCII.GetBytes(text),
            Hex("40E0EE" + "D1" + "FE00" + "020000" + "270000" + "270000" + "200000" + "4D0000"));

        Assert.Equal(
            "p=FD91EC264309878BE6345CBE53BADF40&enc=CEE9A53E3E463EF1F459635736738962&cmac=ECC1E7F6C6C73BF6",
            Read(card, text.Length));
    }

    [Fact]
    public void The_checksum_of_a_changed_key_is_that_of_the_application_note()
    {
        Assert.Equal(0xDCFA9D78u, TwinCipher.Crc32(Hex("F3847D627727ED3BC9C4CC050489B966")));
    }

    // A published trace of AuthenticateAES with a key of zeros.
    [Fact]
    public void DESFire_answers_AuthenticateAES_as_in_a_published_trace()
    {
        var card = new DesfireCard(
            DesfireModel.Ev1, SelectedCard.UidBytes, _ => Hex("C05DDD714FD788A6B7B754F3C4D066E8")).Selected();

        Assert.Equal("B969FDFE56FD91FC9DE6F6F213B8FD1E91AF", card.Ask("90AA0000010000"));
        Assert.Equal(
            "800DB680BC146BD121D6578F2D2E20599100",
            card.Ask("90AF00002036AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E477400"));
    }

    private static string Read(Ntag424Card card, int length)
    {
        card.Selected().Ask(SelectApplication);
        card.Ask("00A4000C02E10400");
        return Encoding.ASCII.GetString(Hex(card.Ask($"00B00000{length:X2}")[..^4]));
    }

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);
}
