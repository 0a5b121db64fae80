using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;
using static Tests.Unit.HardwareDrivers.Cards.TestCards;

namespace Tests.Unit.HardwareDrivers.Cards;

public class CardProverTests
{
    public static TheoryData<string> Kinds => ["UltralightAes", "Ntag424", "DesfireAes", "DesfireEv2"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_with_its_diversified_key_is_authenticated(string kind)
    {
        var population = PopulationOf(kind);

        Assert.Equal(
            new CardProof.Authenticated(population.Name, 2), Prove(Twin(kind, 2), population));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_older_version_counts_until_it_is_retired(string kind)
    {
        var population = PopulationOf(kind);

        Assert.Equal(new CardProof.Authenticated(population.Name, 1), Prove(Twin(kind, 1), population));
        Assert.IsType<CardProof.Unproved>(Prove(Twin(kind, 1), population with { Versions = [2] }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_that_copies_the_UID_of_another_has_not_its_key(string kind)
    {
        var copy = Twin(kind, 2, keyUid: OtherUid);

        var unproved = Assert.IsType<CardProof.Unproved>(Prove(copy, PopulationOf(kind)));

        Assert.DoesNotContain(TestPopulations.Uid, unproved.Why!, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_swapped_in_at_any_exchange_is_never_authenticated(string kind)
    {
        var (genuine, population) = (Twin(kind, 2), PopulationOf(kind));
        var whole = new TwinChannel(genuine);
        Prove(whole, population);

        for (var at = 0; at < whole.Exchanges; at++)
        {
            var when = at;
            var channel = new TwinChannel(Twin(kind, 2))
            {
                // The same UID, and a key of its own.
                Before = (field, number) =>
                {
                    if (number == when)
                        field.Swap(Twin(kind, 2, keyUid: OtherUid));
                },
            };

            Assert.IsNotType<CardProof.Authenticated>(Prove(channel, population));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_taken_away_at_any_exchange_is_interrupted(string kind)
    {
        var (card, population) = (Twin(kind, 2), PopulationOf(kind));
        var whole = new TwinChannel(card);
        Prove(whole, population);

        for (var at = 0; at < whole.Exchanges; at++)
            foreach (var heard in (bool[])[false, true])
                Assert.IsType<CardProof.Interrupted>(
                    Prove(new TwinChannel(card) { CutAt = at, CutAnswer = heard }, population));
    }

    [Fact]
    public void A_card_that_no_population_can_be_of_is_asked_nothing()
    {
        foreach (var card in (EmulatedCard[])
            [new MifareClassicCard(Hex.Bytes("11223344")), new UltralightAesCard(Hex.Bytes(TestPopulations.Uid))])
        {
            var channel = new TwinChannel(card);

            Assert.Equal(CardProof.Nothing, Prove(channel, TestPopulations.Ntag424));
            Assert.Equal((0, 0), (channel.Exchanges, channel.Reactivations));
        }
    }

    [Fact]
    public void A_card_of_the_same_family_and_another_type_is_asked_for_its_version_only()
    {
        var channel = new TwinChannel(new UltralightCard(UltralightModel.Ntag213, Hex.Bytes(TestPopulations.Uid)));

        Assert.Equal(CardProof.Nothing, Prove(channel, TestPopulations.UltralightAes));
        Assert.Equal(1, channel.Exchanges);
    }

    [Fact]
    public void A_random_UID_is_asked_nothing()
    {
        var card = new Ntag424Card(Hex.Bytes(TestPopulations.Uid)) { RandomUid = true };
        card.PowerUp();
        var channel = new TwinChannel(card);

        Assert.Equal(CardProof.Nothing, Prove(channel, TestPopulations.Ntag424));
        Assert.Equal(0, channel.Exchanges);
    }

    [Fact]
    public void A_missing_key_is_named_and_nothing_is_tried()
    {
        var card = new UltralightAesCard(Hex.Bytes(TestPopulations.Uid));

        Assert.Equal(
            new CardProof.Unproved("there is no key wristbands proof 9"),
            Prove(card, TestPopulations.UltralightAes with { Versions = [9] }));
        Assert.Equal(0, card.Failures);
    }

    [Fact]
    public void Keys_that_cannot_be_read_are_not_the_cards_fault()
    {
        var card = new TwinChannel(new UltralightAesCard(Hex.Bytes(TestPopulations.Uid)));
        var prover = new CardProver([TestPopulations.UltralightAes], new LostKeys());

        Assert.Equal(
            new CardProof.KeysLost("the secure element does not answer"),
            prover.Prove(card, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_password_counts_up_an_EV1_with_each_tap()
    {
        var card = Ticket(UltralightModel.Ultralight11);
        card.SetCounter(1, 41);
        var population = TestPopulations.Password with { CounterNumber = 1 };

        Assert.Equal(new CardProof.Counted("tickets", 42), Prove(card, population));
        Assert.Equal(new CardProof.Counted("tickets", 43), Prove(card, population));
    }

    [Fact]
    public void An_NTAG213_counts_its_readings_itself()
    {
        var card = Ticket(UltralightModel.Ntag213);
        card.CountReadings();

        Assert.Equal(new CardProof.Counted("tickets", 1), Prove(card, TestPopulations.Password));
        Assert.Equal(new CardProof.Counted("tickets", 2), Prove(card, TestPopulations.Password));
    }

    [Fact]
    public void A_card_that_takes_the_password_and_does_not_know_its_own_half_is_not_ours()
    {
        var card = new UltralightCard(UltralightModel.Ultralight11, Hex.Bytes(TestPopulations.Uid));
        card.Protect(
            TestPopulations.KeyOf(TestPopulations.Password, CardKeyUse.Proof, 2).AsSpan(0, 4), [0, 0], 4, false, 0);

        var unproved = Assert.IsType<CardProof.Unproved>(
            Prove(card, TestPopulations.Password with { Versions = [2] }));

        Assert.Contains("PACK", unproved.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_SUN_message_counts_with_each_reading()
    {
        var card = Sticker(TestPopulations.Uid);

        Assert.Equal(new CardProof.Counted("stickers", 1), Prove(card, TestPopulations.Sun));
        Assert.Equal(new CardProof.Counted("stickers", 2), Prove(card, TestPopulations.Sun));
    }

    [Fact]
    public void A_card_that_can_do_both_proves_the_stronger_whichever_population_is_named_first()
    {
        var card = Sticker(TestPopulations.Uid);
        card.LoadKey(
            TestPopulations.Ntag424.KeyNumber, TestPopulations.KeyOf(TestPopulations.Ntag424, CardKeyUse.Proof, 1));

        Assert.Equal(
            new CardProof.Authenticated("cards", 1),
            Prove(new TwinChannel(card), TestPopulations.Sun, TestPopulations.Ntag424));
        Assert.Equal(
            new CardProof.Counted("stickers", 1),
            Prove(new TwinChannel(Sticker(TestPopulations.Uid)), TestPopulations.Ntag424, TestPopulations.Sun));
    }

    [Fact]
    public void A_SUN_message_of_another_UID_is_refused()
    {
        var sticker = Sticker(TestPopulations.Uid);
        var channel = new TwinChannel(new Ntag424Card(Hex.Bytes(OtherUid)))
        {
            Before = (field, number) =>
            {
                if (number == 0)
                    field.Swap(sticker);
            },
        };

        Assert.IsNotType<CardProof.Counted>(Prove(channel, TestPopulations.Sun));
    }

    private sealed class LostKeys : ICardKeySource
    {
        public CardKey? Find(CardKeyName name) => throw new CardKeyException("the secure element does not answer");
    }
}
