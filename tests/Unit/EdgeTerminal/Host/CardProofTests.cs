using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What a reader says of a card, as the rules see it.</summary>
public class CardProofTests
{
    /// <summary>What was proved · the class in the verdict · its counter</summary>
    public static TheoryData<CardProof, CardClass, long?> Proofs => new()
    {
        { new CardProof.Authenticated("bracelets", 1), CardClass.Aes, null },
        // Its operator believes it no more than a counter.
        { new CardProof.Authenticated("stickers", 1), CardClass.Counter, null },
        { new CardProof.Authenticated("strangers", 1), CardClass.Uid, null },
        { new CardProof.Counted("stickers", 7), CardClass.Counter, 7 },
        { new CardProof.Counted("bracelets", 7), CardClass.Counter, 7 },
        { new CardProof.Counted("strangers", 7), CardClass.Uid, null },
        { new CardProof.Unproved("wrong key"), CardClass.Uid, null },
        { CardProof.Nothing, CardClass.Uid, null },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public async Task A_proof_is_worth_what_its_population_is_believed(CardProof proof, CardClass proved, long? counter)
    {
        using var bench = new LoopBench(Card(Guest, "TLF 1000"));
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));

        await bench.GiveAsync(bench.Seen(Guest, proof));

        var verdict = Assert.Single(bench.Facts.OfType<Fact.Sale>()).Verdict;
        Assert.Equal((proved, counter), (verdict.PresentedClass, verdict.PresentedCounter));
    }

    [Fact]
    public async Task A_copy_of_a_card_that_proves_itself_is_refused_with_105()
    {
        using var bench = new LoopBench(Card(Guest, "TLF 1000") with { Class = CardClass.Aes });
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));

        await bench.GiveAsync(bench.Seen(Guest, new CardProof.Unproved("wrong key")));

        Assert.Equal(Reason.ClassTooWeak, Assert.Single(bench.Facts.OfType<Fact.Refusal>()).Reason);
    }

    /// <summary>It is the terminal's fault, and who is enrolled by UID can pay.</summary>
    [Fact]
    public async Task Keys_that_cannot_be_read_are_a_fault_and_no_reason_to_call_a_card_a_copy()
    {
        using var bench = new LoopBench(
            Card(Guest, "TLF 1000") with { Class = CardClass.Aes }, Card(Other, "TLF 1000"));
        bench.Start();

        await BuyAsync(bench, Guest, new CardProof.KeysLost("the secure element does not answer"));

        Assert.Equal(Reason.DeviceFault, Assert.Single(bench.Facts.OfType<Fact.Refusal>()).Reason);
        Assert.Equal(
            new Fact.FaultRaised(nameof(Fault.CardKeysLost), "the secure element does not answer"),
            Assert.Single(bench.Facts.OfType<Fact.FaultRaised>()));
        Assert.Equal([nameof(Fault.CardKeysLost)], bench.Notes.Statuses[^1].Faults);
        await BuyAsync(bench, Other, new CardProof.KeysLost("the secure element does not answer"));
        Assert.Equal(Site.Card(Other), Assert.Single(bench.Facts.OfType<Fact.Sale>()).Card);
        Assert.Empty(bench.Facts.OfType<Fact.FaultCleared>());

        await BuyAsync(bench, Guest, new CardProof.Authenticated("bracelets", 1));
        Assert.Equal(2, bench.Facts.OfType<Fact.Sale>().Count());
        Assert.Equal(
            nameof(Fault.CardKeysLost), Assert.Single(bench.Facts.OfType<Fact.FaultCleared>()).Fault);
    }

    [Fact]
    public async Task Why_cards_fail_is_in_the_log_at_a_rate_that_cannot_fill_it()
    {
        using var bench = new LoopBench(Card(Guest, "TLF 1000") with { Class = CardClass.Aes });
        bench.Start();

        for (var tap = 0; tap < 30; tap++)
            await BuyAsync(bench, Guest, new CardProof.Unproved("bracelets 2: the card refused"));
        await BuyAsync(bench, Guest, CardProof.Nothing);

        Assert.Equal(
            [
                "A card did not prove itself, bracelets 2: the card refused; so far 1 cards for this reason.",
                "A card did not prove itself, bracelets 2: the card refused; so far 10 cards for this reason.",
            ],
            bench.Log.Entries.Seen.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Text));
        Assert.Equal(0, bench.Log.Count(Guest));
    }

    private static async Task BuyAsync(LoopBench bench, string uid, CardProof proof)
    {
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.GiveAsync(bench.Seen(uid, proof));
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
    }

    [Fact]
    public async Task A_card_that_left_early_is_asked_for_again_and_nothing_is_recorded()
    {
        using var bench = new LoopBench(Card(Guest, "TLF 1000"));
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        var before = bench.Facts.Count;

        await bench.GiveAsync(new LoopInput.Reader(new ReaderEvent.CardLeftEarly(bench.Time.GetTimestamp())));

        Assert.IsType<GuestScreen.HoldLonger>(bench.Notes.Screens[^1]);
        Assert.Equal(before, bench.Facts.Count);
    }
}
