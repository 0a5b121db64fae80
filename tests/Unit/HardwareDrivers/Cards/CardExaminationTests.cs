using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

public class CardExaminationTests
{
    // Of a real card, as others have published it.
    private const string SignedUid = "04CFD71A084080";
    private const string Signature = "1B27E94B9BD4AF3BDB77D2359F3F9997C2C99D04ACA61896CC199E1F4234F9F1";

    [Fact]
    public void A_maker_s_signature_is_read_and_checked_against_the_card_s_own_UID()
    {
        Assert.True(Examine(Signed(SignedUid)).Original);
        Assert.Empty(Examine(Signed(SignedUid)).Troubles);

        var copied = Examine(Signed("04CFD71A084081"));

        Assert.False(copied.Original);
        Assert.Contains("signature is wrong", Assert.Single(copied.Troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_whose_makers_key_nobody_knows_is_neither_original_nor_a_copy()
    {
        Assert.Null(Examine(new UltralightAesCard(Hex.Bytes(TestPopulations.Uid))).Original);
        Assert.Null(Examine(new MifareClassicCard(Hex.Bytes("11223344"))).Original);
    }

    [Fact]
    public void A_random_UID_is_named_with_what_to_do()
    {
        var card = new Ntag424Card(Hex.Bytes(TestPopulations.Uid)) { RandomUid = true };
        card.PowerUp();

        var report = Examine(card);

        Assert.Equal(CardProof.Nothing, report.Proof);
        Assert.Contains(report.Troubles, trouble => trouble.Contains("(106)", StringComparison.Ordinal));
    }

    [Fact]
    public void The_factorys_key_is_named_before_a_wrong_one()
    {
        var fresh = new Ntag424Card(Hex.Bytes(TestPopulations.Uid));
        var strange = new Ntag424Card(Hex.Bytes(TestPopulations.Uid));
        for (var number = 0; number < Ntag424Card.Keys; number++)
            strange.LoadKey(number, Hex.Bytes("EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE"));

        Assert.Contains(
            "edge-terminal card provision", Assert.Single(Examine(fresh).Troubles), StringComparison.Ordinal);
        Assert.StartsWith(
            "it did not prove itself: cards 1: ", Assert.Single(Examine(strange).Troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CardType.UltralightAes, "aes")]
    [InlineData(CardType.Ntag424, "aes")]
    [InlineData(CardType.DesfireEv1, "aes")]
    [InlineData(CardType.DesfireEv3, "aes")]
    [InlineData(CardType.Ntag213, "counter")]
    [InlineData(CardType.UltralightEv1, "counter")]
    [InlineData(CardType.Classic, "uid")]
    public void Each_type_says_what_it_could_be_at_best(CardType type, string strongest)
    {
        var report = Examine(Of(type));

        Assert.Equal((type, strongest), (report.Type, report.Strongest));
    }

    [Theory]
    [InlineData(CardType.UltralightAes)]
    [InlineData(CardType.Ntag424)]
    [InlineData(CardType.Ntag213)]
    public void Taken_away_at_any_exchange_it_is_gone_and_never_reported_as_bad(CardType type)
    {
        var whole = new TwinChannel(Of(type));
        Examine(whole);
        Assert.InRange(whole.Exchanges, 2, 30);

        // The last questions may go unanswered: whether it has its factory's key is no proof of anything.
        Assert.IsType<CardOutcome<CardReport>.Gone>(Examine(new TwinChannel(Of(type)) { CutAt = 0 }));
        for (var at = 1; at < whole.Exchanges; at++)
            if (Examine(new TwinChannel(Of(type)) { CutAt = at }) is CardOutcome<CardReport>.Done { Value: var report })
                Assert.NotEqual(false, report.Original);
    }

    private static EmulatedCard Of(CardType type)
    {
        var uid = Hex.Bytes(TestPopulations.Uid);
        return type switch
        {
            CardType.UltralightAes => new UltralightAesCard(uid),
            CardType.Ntag424 => new Ntag424Card(uid),
            CardType.DesfireEv1 => new DesfireCard(DesfireModel.Ev1, uid),
            CardType.DesfireEv3 => new DesfireCard(DesfireModel.Ev3, uid),
            CardType.Ntag213 => new UltralightCard(UltralightModel.Ntag213, uid),
            CardType.UltralightEv1 => new UltralightCard(UltralightModel.Ultralight11, uid),
            _ => new MifareClassicCard(Hex.Bytes("11223344")),
        };
    }

    private static UltralightCard Signed(string uid) =>
        new(UltralightModel.Ultralight11, Hex.Bytes(uid)) { Signature = Hex.Bytes(Signature) };

    private static CardReport Examine(EmulatedCard card) =>
        Assert.IsType<CardOutcome<CardReport>.Done>(Examine(new TwinChannel(card))).Value;

    private static CardOutcome<CardReport> Examine(TwinChannel channel)
    {
        using var keys = TestPopulations.Keys();
        var prover = new CardProver([TestPopulations.UltralightAes, TestPopulations.Ntag424], keys);
        return CardExamination.Examine(channel, prover, TestContext.Current.CancellationToken);
    }
}
