using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;
using Tests.Unit.HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>NXP AN13452 and the data sheet MF0AES(H)20, with the key of zeros.</summary>
public class UltralightAesTests
{
    private const string ReaderChallenge = "42BDF7E08E110F14B6D3323D14F1C2B9";

    [Theory]
    [InlineData(
        ReaderChallenge, "374142DAFB0AB97183D846EB7ED379E0",
        "794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821", "A17673DCC20D27EE80584ACCFC39E0A3")]
    [InlineData(
        "F29B0123F5C00DF612487BBF42468C7E", "D5A847B84862FF3874A7F07B8DDF351B",
        "CDF22C5F7A92F0AF0155612B9B236AC7A424BC5238D41AD041B8165B7D99E524", "2C743D6B1E128F8076BD197B76012CE8")]
    public void The_three_passes_are_those_of_the_documents(
        string readerChallenge, string first, string second, string third)
    {
        using var key = CardKey.Factory();

        var answer = UltralightAesHandshake.Answer(key, Hex.Bytes(first), Hex.Bytes(readerChallenge), out _);

        Assert.Equal(second, Convert.ToHexString(answer));
        Assert.True(UltralightAesHandshake.IsProof(key, Hex.Bytes(third), Hex.Bytes(readerChallenge)));
    }

    [Fact]
    public void A_card_with_another_key_has_no_proof()
    {
        using var key = Hex.Key("00000000000000000000000000000001");

        Assert.False(UltralightAesHandshake.IsProof(
            key, Hex.Bytes("A17673DCC20D27EE80584ACCFC39E0A3"), Hex.Bytes(ReaderChallenge)));
    }

    [Fact]
    public void The_session_key_and_the_tag_of_the_first_command_are_those_of_the_note()
    {
        using var key = CardKey.Factory();
        UltralightAesHandshake.Answer(
            key, Hex.Bytes("374142DAFB0AB97183D846EB7ED379E0"), Hex.Bytes(ReaderChallenge), out var cardChallenge);
        var sessionKey = UltralightAesHandshake.SessionKey(key, Hex.Bytes(ReaderChallenge), cardChallenge);
        using var session = new UltralightAesSession(sessionKey);

        Assert.Equal("0D2BBA17011098E9864C8AA5192AF796", Convert.ToHexString(cardChallenge));
        Assert.Equal("D6B4F8AC7A66CFA041DC179A154543BF", Convert.ToHexString(sessionKey.Bytes));
        var tag = new byte[AesCmac.Length];
        AesCmac.Compute(sessionKey, Hex.Bytes("000060"), tag);
        Assert.Equal("551D3B5D8FE8A902A9D6A3752E164C70", Convert.ToHexString(tag));
        Assert.Equal("601D5DE802D6751670", Convert.ToHexString(session.Protect(Type2Command.GetVersion())));
    }

    // The twin makes its tags by itself, and takes that of the note (TwinVectorTests).
    [Fact]
    public void An_answer_is_opened_once_and_not_in_another_place_of_the_session()
    {
        var card = new UltralightAesCard(SelectedCard.UidBytes, () => Hex.Bytes("0D2BBA17011098E9864C8AA5192AF796"));
        card.Protect(firstPage: 4, reading: true, secureMessages: true, mostFailures: 0);
        card.Selected().Ask("1A00");
        card.Ask("AF794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821");
        using var reader = new UltralightAesSession(Hex.Key("D6B4F8AC7A66CFA041DC179A154543BF"));

        var version = Hex.Bytes(card.Ask(Convert.ToHexString(reader.Protect(Type2Command.GetVersion()))));
        Assert.Equal("0004030104000F03", Convert.ToHexString(reader.Open(version)!));
        var page = Hex.Bytes(card.Ask(Convert.ToHexString(reader.Protect(Type2Command.Read(4)))));
        Assert.Equal(new byte[16], reader.Open(page));
        Assert.Null(reader.Open(page));
        Assert.Null(reader.Open([]));
    }
}
