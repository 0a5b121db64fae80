using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>
/// Every way in which provisioning may be interrupted: what it starts from, where the card is taken away, whether it
/// has heard the last command, or half of it, and whether the record survives.
/// </summary>
public class TornProvisioningTests
{
    private const byte Write = 0xA2;

    public static MatrixTheoryData<string, int, bool> Starts { get; } =
        new(["UltralightAes", "Ntag424"], [0, 1], [false, true]);

    [Theory]
    [MemberData(nameof(Starts))]
    public void Taken_away_at_any_exchange_a_card_becomes_good_with_the_record_and_without(
        string kind, int version, bool isRecordLost)
    {
        foreach (var (at, heard) in Cuts(kind, version))
        {
            var (card, record) = (Start(kind, version), new Record());

            Provision(kind, new TwinChannel(card) { CutAt = at, CutAnswer = heard }, record);

            AssertBecomesGood(kind, card, isRecordLost ? new Record() : record);
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Taken_away_twice_at_any_two_exchanges_a_card_becomes_good(string kind, int version, bool heard)
    {
        var most = Exchanges(kind, version);
        for (var first = 0; first < most; first++)
            for (var second = 0; second < most; second++)
            {
                var (card, record) = (Start(kind, version), new Record());

                Provision(kind, new TwinChannel(card) { CutAt = first, CutAnswer = heard }, record);
                Provision(kind, new TwinChannel(card) { CutAt = second, CutAnswer = !heard }, record);

                AssertBecomesGood(kind, card, record);
            }
    }

    // A page that is being written when the field goes may hold half of it, or nothing that was ever meant.
    [Theory]
    [InlineData("first half")]
    [InlineData("second half")]
    [InlineData("erased")]
    public void A_card_whose_page_is_torn_becomes_good_as_long_as_the_record_says_that_it_was_begun(string torn)
    {
        var pages = 0;
        foreach (var version in (int[])[0, 1])
            for (var at = 0; at < Exchanges("UltralightAes", version); at++)
            {
                var (card, record) = (Start("UltralightAes", version), new Record());
                byte[] TearPage(byte[] command)
                {
                    // Settings of a card in CMAC mode cannot be torn here: half of them has no tag.
                    if (command is not [Write, _, _, _, _, _] ||
                        (torn == "erased" && command[1] == UltralightAesPages.Configuration))
                        return command;
                    pages++;
                    var page = ((UltralightAesCard)card).Memory.Slice(command[1] * 4, 4);
                    return torn switch
                    {
                        "first half" => [.. command[..4], .. page[2..]],
                        "second half" => [.. command[..2], .. page[..2], .. command[4..]],
                        _ => [.. command[..2], 0, 0, 0, 0],
                    };
                }

                Provision(
                    "UltralightAes", new TwinChannel(card) { CutAt = at, CutAnswer = true, Tear = TearPage }, record);

                AssertBecomesGood("UltralightAes", card, record);
            }
        Assert.InRange(pages, 8, 10);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void A_silent_moment_at_any_exchange_is_no_reason_to_put_a_card_aside(string kind, int version, bool heard)
    {
        for (var at = 0; at < Exchanges(kind, version); at++)
        {
            var (card, record, when) = (Start(kind, version), new Record(), at);

            var outcome = Provision(
                kind, new TwinChannel(card) { Silent = number => number == when ? heard : null }, record);

            Assert.IsNotType<CardOutcome<ProvisioningResult>.Denied>(outcome);
            AssertBecomesGood(kind, card, record);
        }
    }

    private static IEnumerable<(int At, bool Heard)> Cuts(string kind, int version) =>
        from at in Enumerable.Range(0, Exchanges(kind, version))
        from heard in (bool[])[false, true]
        select (at, heard);

    private static int Exchanges(string kind, int version)
    {
        var whole = new TwinChannel(Start(kind, version));
        Assert.IsType<CardOutcome<ProvisioningResult>.Done>(Provision(kind, whole, new Record()));
        Assert.InRange(whole.Exchanges, 10, 100);
        return whole.Exchanges;
    }

    private static EmulatedCard Start(string kind, int version)
    {
        var uid = Hex.Bytes(TestPopulations.Uid);
        EmulatedCard card = kind == "UltralightAes" ? new UltralightAesCard(uid) : new Ntag424Card(uid);
        if (version > 0)
            Assert.IsType<CardOutcome<ProvisioningResult>.Done>(
                Provision(kind, new TwinChannel(card), new Record(), version));
        return card;
    }

    private static CardPopulation PopulationOf(string kind) =>
        kind == "UltralightAes" ? TestPopulations.UltralightAes : TestPopulations.Ntag424;

    private static CardOutcome<ProvisioningResult> Provision(
        string kind, TwinChannel channel, IProvisioningRecord record, int version = 2)
    {
        using var keys = TestPopulations.Keys();
        return new CardProvisioner(PopulationOf(kind), version, keys, record)
            .Provision(channel, TestContext.Current.CancellationToken);
    }

    private static void AssertBecomesGood(string kind, EmulatedCard card, IProvisioningRecord record)
    {
        Assert.IsType<CardOutcome<ProvisioningResult>.Done>(Provision(kind, new TwinChannel(card), record));
        Assert.Equal(
            new CardProof.Authenticated(PopulationOf(kind).Name, 2),
            TestCards.Prove(card, PopulationOf(kind) with { Versions = [2] }));
        if (card is not Ntag424Card tag)
            return;
        var issuer = TestPopulations.KeyOf(TestPopulations.Ntag424, CardKeyUse.Issuer, 2);
        Assert.All((int[])[0, 1, 3, 4], number => Assert.True(tag.HasKey(number, issuer)));
    }

    private sealed class Record : IProvisioningRecord
    {
        private bool begun;

        public void Write(ProvisioningEntry entry) => begun = true;

        public bool HasBegun(string uidHex, string population) => begun;
    }
}
