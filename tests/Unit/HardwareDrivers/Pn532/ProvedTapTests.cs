using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using static Tests.Unit.HardwareDrivers.Pn532.ProvedSite;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>
/// Whole taps with proof: prover, driver, line, chip, air, and a card that computes its own side.
/// </summary>
public class ProvedTapTests
{
    private const string Uid = "04A23B1C5D6E80";
    private const string OtherUid = "047F11223344AA";
    private const double Put = 1000;

    public static TheoryData<CardMethod> Methods { get; } = [.. Enum.GetValues<CardMethod>()];

    public static TheoryData<CardMethod> AesMethods { get; } =
        [CardMethod.UltralightAes, CardMethod.Ntag424, CardMethod.DesfireAes, CardMethod.DesfireEv2];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_card_with_its_own_key_proves_itself(CardMethod method)
    {
        var arrived = Tap(method, Card(method, Uid));

        Assert.Equal(Uid, arrived.Card.UidHex);
        if (method is CardMethod.Password or CardMethod.Sun)
            Assert.Equal(new CardProof.Counted("site", 1), arrived.Proof);
        else
            Assert.Equal(new CardProof.Authenticated("site", 1), arrived.Proof);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_card_with_another_sites_key_proves_nothing(CardMethod method)
    {
        Assert.IsType<CardProof.Unproved>(Tap(method, Card(method, Uid, Keys(0x77))).Proof);
    }

    // The key is that of the card whose UID it is; a card of the same site with this UID has another.
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_card_with_the_copied_UID_of_another_proves_nothing(CardMethod method)
    {
        Assert.IsType<CardProof.Unproved>(Tap(method, Card(method, Uid, keysOf: OtherUid)).Proof);
    }

    [Theory]
    [MemberData(nameof(AesMethods))]
    public void A_plain_card_with_the_copied_UID_of_an_AES_card_proves_nothing(CardMethod method)
    {
        var arrived = Tap(method, new UltralightCard(UltralightModel.Ntag213, Convert.FromHexString(Uid)));

        Assert.IsType<CardProof.Unproved>(arrived.Proof);
    }

    [Theory]
    [InlineData(CardMethod.Password)]
    [InlineData(CardMethod.Sun)]
    public void A_counter_goes_up_with_each_tap(CardMethod method)
    {
        var card = Card(method, Uid);

        var values = Enumerable.Range(0, 3)
            .Select(_ => Assert.IsType<CardProof.Counted>(Tap(method, card).Proof).Value);

        Assert.Equal([1, 2, 3], values);
    }

    // Who reads the counter where it has been seen before refuses it; here it must not look like a new one.
    [Fact]
    public void A_recorded_message_on_a_blank_card_is_the_old_counter_again()
    {
        var victim = Card(CardMethod.Sun, Uid);
        Tap(CardMethod.Sun, victim);
        var copy = new Ntag424Card(Convert.FromHexString(Uid));
        copy.LoadNdef(Recorded((Ntag424Card)victim), Convert.FromHexString("00E0EE"));

        var values = Enumerable.Range(0, 2)
            .Select(_ => Assert.IsType<CardProof.Counted>(Tap(CardMethod.Sun, copy).Proof).Value);

        Assert.Equal([2, 2], values);
    }

    [Fact]
    public void A_recorded_message_on_a_card_with_another_UID_proves_nothing()
    {
        var copy = new Ntag424Card(Convert.FromHexString(OtherUid));
        copy.LoadNdef(Recorded((Ntag424Card)Card(CardMethod.Sun, Uid)), Convert.FromHexString("00E0EE"));

        Assert.IsType<CardProof.Unproved>(Tap(CardMethod.Sun, copy).Proof);
    }

    // Every moment of the tap: the card was proved, or it left early; it never seems a bad card.
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_card_taken_away_at_any_moment_is_proved_or_left_early_and_good_when_it_comes_back(CardMethod method)
    {
        var early = 0;
        for (var lying = 1.0; lying < 160; lying += 1.5)
        {
            var rig = Rig(method);
            var card = Card(method, Uid);
            rig.Put(Put, card);
            rig.Take(Put + lying, card);
            rig.Put(Put + lying + 400, card);

            var events = rig.RunUntil(Put + 2000).FieldEvents.ToList();

            early += events.OfType<ReaderEvent.CardLeftEarly>().Count();
            var arrivals = events.OfType<ReaderEvent.CardArrived>().ToList();
            Assert.NotEmpty(arrivals);
            Assert.All(arrivals, arrived => Assert.IsNotType<CardProof.Unproved>(arrived.Proof));
            Assert.IsType<ReaderEvent.CardArrived>(events[^1]);
        }
        Assert.InRange(early, 5, 200);
    }

    // The copy has the UID and no key. What is proved was proved before it came.
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_copy_put_in_its_place_at_any_moment_does_not_inherit_the_proof(CardMethod method)
    {
        const double OnTheLine = 30;
        var refused = 0;
        for (var lying = 1.0; lying < 160; lying += 1.5)
        {
            var rig = Rig(method);
            var (card, copy) = (Card(method, Uid), Card(method, Uid, Keys(0x77)));
            rig.Put(Put, card);
            rig.Take(Put + lying, card);
            rig.Put(Put + lying, copy);

            foreach (var arrived in rig.RunUntil(Put + 2000).FieldEvents.OfType<ReaderEvent.CardArrived>())
            {
                if (arrived.Proof is CardProof.Unproved)
                    refused++;
                else
                    Assert.InRange(ReaderRig.Milliseconds(arrived), 0, Put + lying + OnTheLine);
            }
        }
        Assert.InRange(refused, 20, 300);
    }

    [Fact]
    public void A_card_with_a_random_UID_is_asked_nothing()
    {
        var card = (DesfireCard)Card(CardMethod.DesfireEv2, Uid);
        card.RandomUid = true;

        var arrived = Tap(CardMethod.DesfireEv2, card);

        Assert.Equal((CardProof.Nothing, 0x08), (arrived.Proof, arrived.Card.Uid.Span[0]));
    }

    // Else a card would be refused for the time that the site's other keys take.
    [Theory]
    [MemberData(nameof(Methods))]
    public void As_many_keys_as_are_allowed_fit_twice_into_the_time_for_a_card(CardMethod method)
    {
        var most = CardProver.MostAttempts(method);
        var population = Population(method) with { Versions = [.. Enumerable.Range(1, most)] };
        var rig = new ReaderRig
        {
            Prover = new CardProver([population], Keys(0x77, most)),
            Settings = new Pn532Settings { ProofTimeout = new Pn532Settings().ProofTimeout / 2 },
        };
        rig.Put(Put, Unlimited(method));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(Put + 2000).FieldEvents));

        Assert.StartsWith("site 1: ", Assert.IsType<CardProof.Unproved>(arrived.Proof).Why, StringComparison.Ordinal);
        Assert.DoesNotContain("time", ((CardProof.Unproved)arrived.Proof).Why, StringComparison.Ordinal);
    }

    // One whole period of the heartbeat, its blind time included, at 115,200 baud.
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_card_has_proved_itself_within_150_ms_in_99_of_100_cases(CardMethod method)
    {
        var delays = new List<double>();
        for (var phase = 0.0; phase < 1020; phase += 3)
        {
            var rig = Rig(method);
            rig.Put(Put + phase, Card(method, Uid));
            var arrived = Assert.Single(rig.RunUntil(Put + phase + 400).FieldEvents);
            delays.Add(ReaderRig.Milliseconds(arrived) - Put - phase);
        }
        delays.Sort();
        var (half, most) = (delays[delays.Count / 2], delays[delays.Count * 99 / 100]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{method}: p50 {half:0.0} ms, p99 {most:0.0} ms");

        Assert.InRange(most, 30, 150);
    }

    private static ReaderEvent.CardArrived Tap(CardMethod method, EmulatedCard card)
    {
        var rig = Rig(method);
        rig.Put(Put, card);
        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(Put + 2000).FieldEvents));
        rig.Chip.Field.Take(card);
        return arrived;
    }

    private static byte[] Recorded(Ntag424Card card)
    {
        byte[] message = [];
        var rig = new ReaderRig
        {
            Prover = new AskingProver((channel, cancellation) =>
            {
                foreach (var command in new[] { "00A4040007D276000085010100", "00A4000C02E104", "00B0000000" })
                    message = Assert.IsType<CardReply.Answered>(
                        channel.Send(Convert.FromHexString(command), cancellation)).Data[..^2].ToArray();
                return CardProof.Nothing;
            }),
        };
        rig.Put(Put, card);
        rig.RunUntil(Put + 500);
        return message;
    }
}
