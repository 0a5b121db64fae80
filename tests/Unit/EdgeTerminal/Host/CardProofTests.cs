using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
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
