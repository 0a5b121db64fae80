using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>The way to a card, through driver, line and chip.</summary>
public class CardChannelTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const string UsualAnswer = "7577810280";

    // 262 bytes fit into one exchange; FSC is 64 bytes, so that each of these goes over the air in blocks as well.
    [Theory]
    [InlineData(1)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(262)]
    [InlineData(263)]
    [InlineData(600)]
    public void A_command_and_an_answer_of_any_length_arrive_whole(int length)
    {
        var command = Enumerable.Range(0, length).Select(index => (byte)(index & 0xFF)).ToArray();

        var reply = Ask(new EchoCard(UsualAnswer, 0), (card, cancellation) => card.Send(command, cancellation));

        Assert.Equal(command, Assert.IsType<CardReply.Answered>(reply).Data.ToArray());
    }

    // FWI 8 is 77 ms; a card that needs longer asks for it.
    [Fact]
    public void A_card_that_asks_for_more_time_gets_it()
    {
        var reply = Ask(new EchoCard(UsualAnswer, 200), (card, cancellation) => card.Send([0xCA], cancellation));

        Assert.IsType<CardReply.Answered>(reply);
    }

    [Fact]
    public void A_card_that_needs_too_long_is_silent_and_the_reader_goes_on()
    {
        var rig = new ReaderRig
        {
            Prover = new AskingProver((card, cancellation) =>
                card.Send([0xCA], cancellation) is CardReply.Silent silent
                    ? new CardProof.Unproved(silent.Detail)
                    : CardProof.Nothing),
        };
        rig.Put(500, new EchoCard(UsualAnswer, 2000));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(4000).FieldEvents));

        Assert.Equal("InDataExchange: no response within 400 ms", Assert.IsType<CardProof.Unproved>(arrived.Proof).Why);
        Assert.Equal(ReaderHealth.Working, rig.Healths.Last());
    }

    [Theory]
    [InlineData(AirRate.Kilobits106)]
    [InlineData(AirRate.Kilobits212)]
    [InlineData(AirRate.Kilobits424)]
    public void Any_rate_over_the_air_will_do(AirRate rate)
    {
        var reply = Ask(
            new EchoCard(UsualAnswer, 0), (card, cancellation) => card.Send(new byte[200], cancellation), rate);

        Assert.IsType<CardReply.Answered>(reply);
    }

    [Fact]
    public void A_faster_rate_is_asked_of_a_card_that_can_and_saves_time()
    {
        var slow = Duration("65778102", AirRate.Kilobits424);
        var unable = Duration("75008102", AirRate.Kilobits424);
        var fast = Duration(UsualAnswer, AirRate.Kilobits424);
        var forbidden = Duration(UsualAnswer, AirRate.Kilobits106);

        Assert.Equal(slow, unable);
        Assert.Equal(slow, forbidden);
        // Twice 203 bytes at 9.44 µs a bit against a quarter of it, and the exchange that agrees on it.
        Assert.InRange(slow - fast, 20, 30);

        static double Duration(string answerToSelect, AirRate rate)
        {
            var took = 0.0;
            ReaderRig? rig = null;
            rig = new ReaderRig
            {
                Settings = new Pn532Settings { Radio = new RadioSettings { FastestRate = rate } },
                Prover = new AskingProver((card, cancellation) =>
                {
                    var start = rig!.Clock.Now;
                    Assert.IsType<CardReply.Answered>(card.Send(new byte[200], cancellation));
                    took = (rig.Clock.Now - start) / 1e6;
                    return CardProof.Nothing;
                }),
            };
            rig.Put(500, new EchoCard(answerToSelect, 0));
            rig.RunUntil(2000);
            return took;
        }
    }

    [Fact]
    public void A_card_without_a_protocol_answers_denies_and_listens_again_when_it_is_activated_anew()
    {
        Ask(new UltralightCard(UltralightModel.Ntag213, Convert.FromHexString(Uid)), (card, cancellation) =>
        {
            Assert.Equal("0004040201000F03", Hex(card.Send([0x60], cancellation)));
            Assert.Equal("0A", Hex(card.Send([0xA2, 0x08, 1, 2, 3, 4], cancellation)));
            Assert.Equal(new CardReply.Refused(0), card.Send([0x1B, 0, 0, 0, 0], cancellation));
            Assert.IsType<CardReply.Silent>(card.Send([0x60], cancellation));
            Assert.Equal(Reactivation.Done, card.Reactivate(cancellation));
            return card.Send([0x60], cancellation);
        });
    }

    [Fact]
    public void A_card_is_told_with_its_answer_to_select_and_its_identity()
    {
        Ask(new EchoCard(UsualAnswer, 0), (card, cancellation) =>
        {
            Assert.Equal("042F1C5A7B3D80", card.Card.UidHex);
            Assert.Equal(UsualAnswer, Convert.ToHexString(card.AnswerToSelect.Span));
            return card.Send([0x00], cancellation);
        });
    }

    [Fact]
    public void Two_cards_are_asked_nothing()
    {
        var prover = new AskingProver((_, _) => CardProof.Nothing);
        var rig = new ReaderRig { Prover = prover };
        rig.Put(500, ReaderRig.Card(Uid));
        rig.Put(500, new EchoCard(UsualAnswer, 0));

        Assert.IsType<ReaderEvent.SeveralCards>(Assert.Single(rig.RunUntil(2000).FieldEvents));
        Assert.Equal(0, prover.Asked);
    }

    [Fact]
    public void A_proof_that_was_interrupted_is_tried_once_more_while_the_card_is_there()
    {
        AskingProver? prover = null;
        prover = new AskingProver((_, _) =>
            prover!.Asked == 1 ? new CardProof.Interrupted() : new CardProof.Authenticated("site", 1));
        var rig = new ReaderRig { Prover = prover };
        rig.Put(500, ReaderRig.Card(Uid));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(2000).FieldEvents));

        Assert.Equal(new CardProof.Authenticated("site", 1), arrived.Proof);
    }

    [Fact]
    public void A_card_that_was_taken_away_too_early_arrives_when_it_comes_back_however_soon()
    {
        var card = ReaderRig.Card(Uid);
        ReaderRig? rig = null;
        AskingProver? prover = null;
        prover = new AskingProver((_, _) =>
        {
            if (prover!.Asked > 1)
                return CardProof.Nothing;
            rig!.Chip.Field.Take(card);
            return new CardProof.Interrupted();
        });
        rig = new ReaderRig { Prover = prover };
        rig.Put(500, card);
        rig.Put(650, card);

        Assert.Equal(
            [typeof(ReaderEvent.CardLeftEarly), typeof(ReaderEvent.CardArrived)],
            rig.RunUntil(3000).FieldEvents.Select(seen => seen.GetType()));
    }

    [Fact]
    public void A_card_that_lay_there_and_does_not_answer_is_reported_without_proof()
    {
        var rig = new ReaderRig { Prover = new AskingProver((_, _) => new CardProof.Interrupted()) };
        rig.Chip.Field.Put(ReaderRig.Card(Uid));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(1000).FieldEvents));

        Assert.True(arrived.LayThere);
        Assert.IsType<CardProof.Unproved>(arrived.Proof);
    }

    [Fact]
    public void A_card_that_is_asked_without_end_takes_a_second_and_no_more()
    {
        var rig = new ReaderRig
        {
            Prover = new AskingProver((card, cancellation) =>
            {
                while (card.Send([0xCA], cancellation) is CardReply.Answered)
                {
                }
                return card.Reactivate(cancellation) == Reactivation.Done
                    ? CardProof.Nothing
                    : new CardProof.Interrupted();
            }),
        };
        rig.Put(500, new EchoCard(UsualAnswer, 10));

        // Not "held too short": the guest would hold it for ever.
        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(4000).FieldEvents));

        Assert.IsType<CardProof.Unproved>(arrived.Proof);
        Assert.InRange(ReaderRig.Milliseconds(arrived), 1500, 1600);
    }

    [Fact]
    public void A_chip_that_hangs_while_a_card_is_asked_is_found_within_2_s()
    {
        ReaderRig? rig = null;
        rig = new ReaderRig
        {
            Prover = new AskingProver((card, cancellation) =>
            {
                rig!.Chip.Hung = true;
                return card.Send([0xCA], cancellation) is CardReply.Answered
                    ? CardProof.Nothing
                    : new CardProof.Interrupted();
            }),
        };
        rig.Put(500, new EchoCard(UsualAnswer, 0));

        var lost = rig.RunUntil(3000).Events.OfType<ReaderEvent.HealthChanged>()
            .First(changed => changed.Health == ReaderHealth.Lost);

        Assert.InRange(ReaderRig.Milliseconds(lost), 500, 2500);
    }

    private static CardReply Ask(
        EmulatedCard card, Func<ICardChannel, CancellationToken, CardReply> ask,
        AirRate rate = AirRate.Kilobits424)
    {
        CardReply? reply = null;
        var rig = new ReaderRig
        {
            Settings = new Pn532Settings { Radio = new RadioSettings { FastestRate = rate } },
            Prover = new AskingProver((channel, cancellation) =>
            {
                reply = ask(channel, cancellation);
                return CardProof.Nothing;
            }),
        };
        rig.Put(500, card);
        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(2500).FieldEvents));
        return reply!;
    }

    private static string Hex(CardReply reply) =>
        Convert.ToHexString(Assert.IsType<CardReply.Answered>(reply).Data.Span);
}
