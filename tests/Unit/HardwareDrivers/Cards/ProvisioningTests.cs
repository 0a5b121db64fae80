using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

public class ProvisioningTests
{
    public static TheoryData<string> Kinds => ["UltralightAes", "Ntag424"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_from_the_factory_becomes_good_and_stays_so(string kind)
    {
        var (card, record) = (Factory(kind), new MemoryRecord());

        Assert.Equal(Done(ProvisioningResult.Provisioned), Provision(kind, new TwinChannel(card), record));
        AssertGood(kind, card, 2);
        Assert.Equal(Done(ProvisioningResult.WasGood), Provision(kind, new TwinChannel(card), record));
        Assert.Equal(
            ProvisioningStep.Finished, record.Entries[^1].Step);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Interrupted_at_any_exchange_and_begun_again_it_becomes_good(string kind)
    {
        var whole = new TwinChannel(Factory(kind));
        Provision(kind, whole, new MemoryRecord());
        Assert.InRange(whole.Exchanges, 10, 1000);

        for (var at = 0; at < whole.Exchanges; at++)
            foreach (var heard in (bool[])[false, true])
            {
                var (card, record) = (Factory(kind), new MemoryRecord());

                Provision(kind, new TwinChannel(card) { CutAt = at, CutAnswer = heard }, record);
                Assert.IsType<CardOutcome<ProvisioningResult>.Done>(Provision(kind, new TwinChannel(card), record));

                AssertGood(kind, card, 2);
            }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_record_may_be_lost_as_well(string kind)
    {
        var whole = new TwinChannel(Factory(kind));
        Provision(kind, whole, new MemoryRecord());

        for (var at = 0; at < whole.Exchanges; at++)
        {
            var card = Factory(kind);

            Provision(kind, new TwinChannel(card) { CutAt = at, CutAnswer = true }, new MemoryRecord());
            Assert.IsType<CardOutcome<ProvisioningResult>.Done>(
                Provision(kind, new TwinChannel(card), new MemoryRecord()));

            AssertGood(kind, card, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_of_an_older_version_gets_the_new_keys_also_when_interrupted(string kind)
    {
        var exchanges = new TwinChannel(OfVersionOne(kind));
        Assert.Equal(Done(ProvisioningResult.Provisioned), Provision(kind, exchanges, new MemoryRecord()));

        for (var at = 0; at < exchanges.Exchanges; at++)
            foreach (var heard in (bool[])[false, true])
            {
                var (card, record) = (OfVersionOne(kind), new MemoryRecord());

                Provision(kind, new TwinChannel(card) { CutAt = at, CutAnswer = heard }, record);
                Assert.IsType<CardOutcome<ProvisioningResult>.Done>(Provision(kind, new TwinChannel(card), record));

                AssertGood(kind, card, 2);
            }
    }

    // Each interruption begins where the one before has left the card, and the program has forgotten it all.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Interrupted_again_and_again_it_becomes_good_in_the_end(string kind)
    {
        for (var stride = 1; stride <= 40; stride++)
            foreach (var heard in (bool[])[false, true])
            {
                var (card, record) = (OfVersionOne(kind), new MemoryRecord());
                for (var round = 0; round < 6; round++)
                    Provision(
                        kind, new TwinChannel(card) { CutAt = stride + 7 * round, CutAnswer = heard }, record);

                Assert.IsType<CardOutcome<ProvisioningResult>.Done>(Provision(kind, new TwinChannel(card), record));
                AssertGood(kind, card, 2);
            }
    }

    // Nobody may be locked out for good, whoever comes next: it still answers with a key whose master is at hand, or
    // everybody may write another.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void At_no_moment_is_it_locked_with_a_key_that_nobody_has(string kind)
    {
        var whole = new TwinChannel(OfVersionOne(kind));
        Provision(kind, whole, new MemoryRecord());

        for (var at = 0; at < whole.Exchanges; at++)
            foreach (var heard in (bool[])[false, true])
            {
                var card = OfVersionOne(kind);
                Provision(kind, new TwinChannel(card) { CutAt = at, CutAnswer = heard }, new MemoryRecord());

                Assert.True(IsOpen(card) || HasKnownKeys(kind, card), $"exchange {at}, heard: {heard}");
            }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_card_with_keys_that_nobody_here_knows_is_not_touched(string kind)
    {
        var card = Factory(kind);
        var strange = Enumerable.Repeat((byte)0xEE, 16).ToArray();
        if (card is UltralightAesCard wristband)
        {
            wristband.LoadKey(0, strange);
            wristband.Protect(4, false, false, 0);
        }
        else
            ((Ntag424Card)card).LoadKey(0, strange);
        var record = new MemoryRecord();

        var outcome = Provision(kind, new TwinChannel(card), record);

        Assert.Contains(
            "not touched", Assert.IsType<CardOutcome<ProvisioningResult>.Denied>(outcome).Why,
            StringComparison.Ordinal);
        Assert.Empty(record.Entries);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_changed_before_the_record_is_durable(string kind)
    {
        var card = Factory(kind);
        var before = Keys(card);

        Assert.Throws<IOException>(() => Provision(kind, new TwinChannel(card), new MemoryRecord { Broken = true }));

        Assert.Equal(before, Keys(card));
    }

    [Fact]
    public void Pages_are_closed_only_after_the_card_has_answered_with_the_new_key()
    {
        var (card, record) = (new UltralightAesCard(Hex.Bytes(TestPopulations.Uid)), new MemoryRecord());
        var closedBefore = false;
        record.Writing = entry => closedBefore |=
            entry.Step != ProvisioningStep.Finished && card.Memory[4 * 0x29 + 3] != 0x3C;

        Provision("UltralightAes", new TwinChannel(card), record);

        Assert.False(closedBefore);
        Assert.Equal(
            [ProvisioningStep.Begun, ProvisioningStep.Proved, ProvisioningStep.Finished],
            record.Entries.Select(entry => entry.Step));
        Assert.Equal(2, card.Memory[4 * 0x29 + 3]);
        Assert.Equal(0, card.Memory[4 * 0x2A + 2]);
    }

    [Fact]
    public void Key_0_is_not_for_terminals()
    {
        using var keys = TestPopulations.Keys();
        var provisioner = new CardProvisioner(
            TestPopulations.Ntag424 with { KeyNumber = 0 }, 2, keys, new MemoryRecord());

        Assert.IsType<CardOutcome<ProvisioningResult>.Denied>(provisioner.Provision(
            new TwinChannel(Factory("Ntag424")), TestContext.Current.CancellationToken));
    }

    private static EmulatedCard Factory(string kind) => kind == "UltralightAes"
        ? new UltralightAesCard(Hex.Bytes(TestPopulations.Uid))
        : new Ntag424Card(Hex.Bytes(TestPopulations.Uid));

    private static EmulatedCard OfVersionOne(string kind)
    {
        var card = Factory(kind);
        Provision(kind, new TwinChannel(card), new MemoryRecord(), version: 1);
        AssertGood(kind, card, 1);
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

    private static void AssertGood(string kind, EmulatedCard card, int version)
    {
        using var keys = TestPopulations.Keys();
        var population = PopulationOf(kind) with { Versions = [version] };
        Assert.Equal(
            new CardProof.Authenticated(population.Name, version),
            new CardProver([population], keys).Prove(new TwinChannel(card), TestContext.Current.CancellationToken));
        if (card is not Ntag424Card tag)
            return;
        var issuer = TestPopulations.KeyOf(population, CardKeyUse.Issuer, version);
        Assert.All((int[])[0, 1, 3, 4], number => Assert.True(tag.HasKey(number, issuer)));
    }

    private static bool IsOpen(EmulatedCard card) =>
        card is UltralightAesCard wristband && wristband.Memory[4 * UltralightAesPages.Configuration + 3] >= 0x3C;

    private static bool HasKnownKeys(string kind, EmulatedCard card)
    {
        var population = PopulationOf(kind);
        if (card is not Ntag424Card tag)
            return ((int[])[1, 2]).Any(version => new CardProver(
                    [population with { Versions = [version] }], TestPopulations.Keys())
                .Prove(new TwinChannel(card), TestContext.Current.CancellationToken) is CardProof.Authenticated);
        return Enumerable.Range(0, Ntag424Card.Keys).All(number => ((int[])[1, 2]).Any(version => tag.HasKey(
            number,
            TestPopulations.KeyOf(
                population, number == population.KeyNumber ? CardKeyUse.Proof : CardKeyUse.Issuer, version))));
    }

    private static string Keys(EmulatedCard card) => card is UltralightAesCard wristband
        ? Convert.ToHexString(wristband.Memory)
        : $"{Enumerable.Range(0, 5).All(number => ((Ntag424Card)card).HasKey(number, new byte[16]))}";

    private static CardOutcome<ProvisioningResult> Done(ProvisioningResult result) =>
        new CardOutcome<ProvisioningResult>.Done(result);

    private sealed class MemoryRecord : IProvisioningRecord
    {
        public List<ProvisioningEntry> Entries { get; } = [];

        public bool Broken { get; init; }

        public Action<ProvisioningEntry>? Writing { get; set; }

        public void Write(ProvisioningEntry entry)
        {
            if (Broken)
                throw new IOException("the disk is full");
            Writing?.Invoke(entry);
            Entries.Add(entry);
        }

        public bool HasBegun(string uidHex, string population) =>
            Entries.Exists(entry => entry.UidHex == uidHex && entry.Population == population);
    }
}
