using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>NXP AN12196, sections 5 and 6.</summary>
public class Ev2Tests
{
    private const string EncryptionKey = "1309C877509E5A215007FF0ED19CA564";
    private const string MacKey = "4C6626F5E72EA694202139295C7A7FC7";

    [Theory]
    [InlineData(
        "13C5DB8A5930439FC3DEF9A4C675360F", "A04C124213C186F22399D33AC2A30215",
        "35C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D",
        "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663", "9D00C4DF", EncryptionKey, MacKey)]
    [InlineData(
        "B98F4C50CF1C2E084FD150E33992B048", "B875CEB0E66A6C5CD00898DC371F92D1",
        "FF0306E47DFBC50087C4D8A78E88E62DE1E8BE457AA477C707E2F0874916A8B1",
        "0CC9A8094A8EEA683ECAAC5C7BF20584206D0608D477110FC6B3D5D3F65C3A6A", "7614281A",
        "7A93D6571E4B180FCA6AC90C9A7488D4", "FC4AF159B62E549B5812394CAB1918CC")]
    public void AuthenticateEV2First_is_that_of_the_note(
        string readerChallenge, string first, string second, string third, string transaction, string enc, string mac)
    {
        using var key = CardKey.Factory();

        var answer = Ev2Handshake.Answer(key, Hex.Bytes(first), Hex.Bytes(readerChallenge), out var cardChallenge);
        using var session = Ev2Handshake.Finish(key, Hex.Bytes(third), Hex.Bytes(readerChallenge), cardChallenge);

        Assert.Equal(second, Convert.ToHexString(answer));
        Assert.NotNull(session);
        Assert.Equal(transaction, Convert.ToHexString(session.Transaction.Span));
        Assert.Equal(enc, Convert.ToHexString(session.EncryptionKey.Bytes));
        Assert.Equal(mac, Convert.ToHexString(session.MacKey.Bytes));
    }

    [Fact]
    public void A_card_without_the_key_opens_no_session()
    {
        using var key = Hex.Key("00000000000000000000000000000001");
        var challenge = Hex.Bytes("13C5DB8A5930439FC3DEF9A4C675360F");
        var third = Hex.Bytes("3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663");

        Assert.Null(Ev2Handshake.Finish(key, third, challenge, new byte[16]));
        Assert.Null(Ev2Handshake.Finish(key, third.AsSpan(0, 16), challenge, new byte[16]));
    }

    [Fact]
    public void A_command_in_MAC_mode_is_that_of_the_note()
    {
        using var session = Session(EncryptionKey, "8248134A386E86EB7FAF54A52E536CB6", "7A21085E");

        var data = session.Protect(CommunicationMode.Mac, 0xF5, [0x02], []);
        var answer = session.Open(
            CommunicationMode.Mac, NativeStatus.Good,
            Hex.Bytes("0040EEEE000100D1FE001F00004400004400002000006A00002A474282E7A47986"));

        Assert.Equal("90F5000009026597A457C8CD442C00", Convert.ToHexString(WrappedCommand.Wrap(0xF5, data)));
        Assert.Equal("0040EEEE000100D1FE001F00004400004400002000006A0000", Convert.ToHexString(answer!));
        Assert.Equal(1, session.Counter);
    }

    [Fact]
    public void Data_written_in_full_mode_are_those_of_the_note()
    {
        using var session = Session("7A93D6571E4B180FCA6AC90C9A7488D4", "FC4AF159B62E549B5812394CAB1918CC", "7614281A");

        var data = session.Protect(
            CommunicationMode.Full, 0x8D, Hex.Bytes("030000000A0000"), Hex.Bytes("0102030405060708090A"));

        Assert.Equal(
            "908D00001F030000000A00006B5E6804909962FC4E3FF5522CF0F8436C0C53315B9C73AA00",
            Convert.ToHexString(WrappedCommand.Wrap(0x8D, data)));
        Assert.Empty(session.Open(CommunicationMode.Full, NativeStatus.Good, Hex.Bytes("C26D236E4A7C046D"))!);
    }

    [Fact]
    public void The_UID_in_full_mode_is_that_of_the_note()
    {
        using var session = Session("2B4D963C014DC36F24F69A50A394F875", "379D32130CE61705DD5FD8C36B95D764", "DF055522");

        var data = session.Protect(CommunicationMode.Full, 0x51, [], []);
        var uid = session.Open(
            CommunicationMode.Full, NativeStatus.Good,
            Hex.Bytes("70756055688505B52A5E26E59E329CD6595F672298EA41B7"));

        Assert.Equal("90510000088E2C155ADDA99BE300", Convert.ToHexString(WrappedCommand.Wrap(0x51, data)));
        Assert.Equal("04958CAA5C5E80", Convert.ToHexString(uid!));
    }

    [Theory]
    [InlineData("70756055688505B52A5E26E59E329CD6595F672298EA41B6")]
    [InlineData("70756055688505B52A5E26E59E329CD7595F672298EA41B7")]
    [InlineData("595F672298EA41B7")]
    [InlineData("595F67")]
    [InlineData("")]
    public void An_answer_that_anybody_turned_a_bit_of_is_not_opened(string answer)
    {
        using var session = Session("2B4D963C014DC36F24F69A50A394F875", "379D32130CE61705DD5FD8C36B95D764", "DF055522");
        session.Protect(CommunicationMode.Full, 0x51, [], []);

        Assert.Null(session.Open(CommunicationMode.Full, NativeStatus.Good, Hex.Bytes(answer)));
    }

    [Fact]
    public void The_data_of_a_key_change_are_those_of_the_note()
    {
        using var old = CardKey.Factory();
        using var fresh = Hex.Key("F3847D627727ED3BC9C4CC050489B966");

        var data = new byte[ChangeKeyData.OtherLength];
        ChangeKeyData.OfOther(old, fresh, 1, data);

        Assert.Equal("F3847D627727ED3BC9C4CC050489B96601789DFADC", Convert.ToHexString(data));
    }

    [Theory]
    [InlineData(0x60, "", "9060000000")]
    [InlineData(0xAF, "0102", "90AF000002010200")]
    public void A_native_command_is_wrapped_with_its_length_when_it_has_data(byte command, string data, string apdu)
    {
        Assert.Equal(apdu, Convert.ToHexString(WrappedCommand.Wrap(command, Hex.Bytes(data))));
    }

    private static Ev2Session Session(string encryption, string mac, string transaction) =>
        new(Hex.Key(encryption), Hex.Key(mac), Hex.Bytes(transaction));
}
