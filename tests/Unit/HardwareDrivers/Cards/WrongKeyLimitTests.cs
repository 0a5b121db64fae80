using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;
using static Tests.Unit.HardwareDrivers.Cards.TestCards;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Cards that close for ever after some wrong keys: no tap and no command may use those up.</summary>
public class WrongKeyLimitTests
{
    private static readonly CardPopulation Passes = TestPopulations.Password with { Name = "passes" };

    public static TheoryData<string> Models => ["Ultralight11", "Ultralight21", "Ntag213", "Ntag215", "Ntag216"];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_card_with_a_limit_is_shown_no_password_when_several_could_be_its_own(string model)
    {
        var card = Ticket(Model(model), 1, "passes", mostFailures: 3);

        for (var tap = 0; tap < 4; tap++)
            Assert.Contains(
                "after 3 wrong keys",
                Assert.IsType<CardProof.Unproved>(Prove(card, TestPopulations.Password, Passes)).Why,
                StringComparison.Ordinal);

        Assert.Equal(0, card.Failures);
    }

    [Fact]
    public void Taps_that_end_before_the_right_password_do_not_lock_a_card()
    {
        var card = Ticket(UltralightModel.Ultralight11, 1, mostFailures: 3);

        for (var tap = 0; tap < 8 * 4; tap++)
            Prove(new TwinChannel(card) { CutAt = tap / 4, CutAnswer = true }, TestPopulations.Password);

        Assert.IsType<CardProof.Counted>(Prove(card, TestPopulations.Password with { Versions = [1] }));
    }

    [Fact]
    public void Taps_that_end_before_the_right_key_do_not_lock_an_Ultralight_AES()
    {
        var card = Wristband(1, reading: false, mostFailures: 3);

        for (var tap = 0; tap < 8 * 4; tap++)
            Prove(new TwinChannel(card) { CutAt = tap / 4, CutAnswer = true }, TestPopulations.UltralightAes);

        Assert.Equal(0, card.Failures);
        Assert.IsType<CardProof.Authenticated>(Prove(card, TestPopulations.UltralightAes with { Versions = [1] }));
    }

    [Fact]
    public void A_limit_that_is_not_shown_counts_as_one()
    {
        var card = Wristband(2, reading: true, mostFailures: 0);

        Assert.Contains(
            "may close", Assert.IsType<CardProof.Unproved>(Prove(card, TestPopulations.UltralightAes)).Why,
            StringComparison.Ordinal);
        Assert.IsType<CardProof.Authenticated>(Prove(card, TestPopulations.UltralightAes with { Versions = [2] }));
    }

    [Fact]
    public void Where_one_key_is_known_the_limit_is_not_asked_for()
    {
        var channel = new TwinChannel(Wristband(2, reading: false, mostFailures: 3));

        Assert.IsType<CardProof.Authenticated>(Prove(channel, TestPopulations.UltralightAes with { Versions = [2] }));
        Assert.Equal(3, channel.Exchanges);
    }

    [Fact]
    public void No_more_passwords_are_tried_than_two_over_all_populations()
    {
        var card = Ticket(UltralightModel.Ultralight11, 3);

        var unproved = Assert.IsType<CardProof.Unproved>(Prove(
            card, TestPopulations.Password with { Versions = [1, 2, 3, 4, 5] }, Passes with { Versions = [5] }));

        Assert.Equal(2, card.Failures);
        Assert.StartsWith("tickets 4: ", unproved.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_keys_are_tried_than_three_over_all_populations()
    {
        var card = new UltralightAesCard(Hex.Bytes(TestPopulations.Uid));
        var first = TestPopulations.UltralightAes with { Versions = [1, 2] };

        var unproved = Assert.IsType<CardProof.Unproved>(Prove(
            card, first, first with { Name = "passes", Versions = [1, 2, 3, 4, 5] }));

        Assert.Equal(3, card.Failures);
        Assert.StartsWith("passes 5: ", unproved.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_at_a_card_with_a_limit_uses_up_none_of_it()
    {
        var card = Wristband(5, reading: false, mostFailures: 1);
        using var keys = TestPopulations.Keys();

        var report = CardExamination.Examine(
            new TwinChannel(card), new CardProver([TestPopulations.UltralightAes], keys),
            TestContext.Current.CancellationToken);

        Assert.IsType<CardOutcome<CardReport>.Done>(report);
        Assert.Equal(0, card.Failures);
    }

    [Fact]
    public void Provisioning_leaves_a_card_with_a_limit_alone()
    {
        var card = Wristband(5, reading: false, mostFailures: 13);
        using var keys = TestPopulations.Keys();
        var provisioner = new CardProvisioner(
            TestPopulations.UltralightAes with { Versions = [1, 2, 3] }, 3, keys, new NoRecord());

        var outcome = provisioner.Provision(new TwinChannel(card), TestContext.Current.CancellationToken);

        Assert.Contains(
            "AUTH_LIM", Assert.IsType<CardOutcome<ProvisioningResult>.Denied>(outcome).Why, StringComparison.Ordinal);
        Assert.Equal(0, card.Failures);
    }

    // Four: the wanted version, the factory's key, and two older versions; a closed card has no mixture of them.
    [Fact]
    public void Provisioning_shows_a_closed_card_each_key_once()
    {
        var card = Wristband(5, reading: false, mostFailures: 0);
        using var keys = TestPopulations.Keys();
        var provisioner = new CardProvisioner(
            TestPopulations.UltralightAes with { Versions = [1, 2, 3] }, 3, keys, new NoRecord());

        var outcome = provisioner.Provision(new TwinChannel(card), TestContext.Current.CancellationToken);

        Assert.IsType<CardOutcome<ProvisioningResult>.Denied>(outcome);
        Assert.Equal(4, card.Failures);
    }

    private static UltralightModel Model(string name) => name switch
    {
        "Ultralight11" => UltralightModel.Ultralight11,
        "Ultralight21" => UltralightModel.Ultralight21,
        "Ntag213" => UltralightModel.Ntag213,
        "Ntag215" => UltralightModel.Ntag215,
        _ => UltralightModel.Ntag216,
    };

    private static UltralightAesCard Wristband(int version, bool reading, int mostFailures)
    {
        var card = (UltralightAesCard)Twin("UltralightAes", version);
        card.Protect(2, reading, secureMessages: true, mostFailures);
        return card;
    }

    private sealed class NoRecord : IProvisioningRecord
    {
        public void Write(ProvisioningEntry entry) => Assert.Fail($"{entry.Step}: the card is not to be changed");

        public bool HasBegun(string uidHex, string population) => false;
    }
}
