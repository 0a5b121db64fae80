using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;
using static Tests.Unit.HardwareDrivers.Cards.TestCards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>A card at the edge of the field falls silent for a moment: only a card that says no is a copy.</summary>
public class SilentCardTests
{
    public static TheoryData<string> Kinds => AllKinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_that_is_silent_once_at_any_exchange_proves_itself_all_the_same(string kind)
    {
        foreach (var version in (int[])[2, 1])
            for (var at = 0; at < Exchanges(kind, version); at++)
                foreach (var heard in (bool[])[false, true])
                {
                    var channel = new TwinChannel(Twin(kind, version))
                    {
                        Silent = number => number == at ? heard : null,
                    };

                    AssertProved(Prove(channel, PopulationOf(kind)));
                }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_that_is_silent_twice_is_proved_or_to_be_held_longer(string kind)
    {
        var most = Exchanges(kind, 1) + 2;
        for (var first = 0; first < most; first++)
            for (var second = first + 1; second < most; second++)
            {
                var (one, other) = (first, second);
                var channel = new TwinChannel(Twin(kind, 1))
                {
                    Silent = number => number == one || number == other ? true : null,
                };

                var proof = Prove(channel, PopulationOf(kind));

                if (proof is not CardProof.Interrupted)
                    AssertProved(proof);
            }
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("UltralightAes")]
    public void A_card_that_mishears_once_at_any_exchange_proves_itself_all_the_same(string kind)
    {
        for (var at = 0; at < Exchanges(kind, 2); at++)
            AssertProved(Prove(new TwinChannel(Twin(kind, 2)) { MisheardAt = at }, PopulationOf(kind)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_with_another_key_that_is_silent_once_is_not_proved(string kind)
    {
        var population = PopulationOf(kind) with { Versions = [2] };
        for (var at = 0; at < Exchanges(kind, 2); at++)
        {
            var channel = new TwinChannel(Twin(kind, 1)) { Silent = number => number == at ? true : null };

            Assert.IsType<CardProof.Unproved>(Prove(channel, population));
        }
    }

    // Some cards answer nothing to what they do not know: they are what they seem, and count by their UID.
    [Fact]
    public void A_card_that_knows_neither_question_is_a_plain_one()
    {
        var channel = new TwinChannel(Twin("UltralightAes", 2)) { Silent = _ => false };

        Assert.Equal(CardProof.Nothing, Prove(channel, TestPopulations.UltralightAes));
    }

    private static int Exchanges(string kind, int version)
    {
        var whole = new TwinChannel(Twin(kind, version));
        AssertProved(Prove(whole, PopulationOf(kind)));
        return whole.Exchanges;
    }

    private static void AssertProved(CardProof proof) =>
        Assert.True(proof is CardProof.Authenticated or CardProof.Counted, $"{proof}");
}
