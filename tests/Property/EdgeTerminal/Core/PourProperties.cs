using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// One drink station, one valve that really flows, and inputs in any order: nobody pays more than was held, asset by
/// asset, and what is billed is what flowed, but for a pulse.
/// </summary>
public class PourProperties
{
    private static readonly Gen<PourSetup> Setups =
        from prices in Gen.ArrayOf(Gen.Choose(1, 3_000), 2)
        from pulses in Gen.ArrayOf(Gen.Choose(50, 10_000), 2)
        from taps in Gen.Choose(1, 2)
        from least in Gen.Choose(1_000, 60_000)
        from most in Gen.Choose(60_000, 1_000_000)
        from foam in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, PourTerms.MostFoam)))
        from handTap in Gen.Elements(true, false)
        select new PourSetup(
            [
                .. Enumerable.Range(0, taps).Select(index => new PourTap(
                    index + 1, DrinkStations.Draught with { Price = new Money(prices[index]) }, pulses[index])),
            ],
            PriceListVersion: 1)
        {
            LeastMicrolitres = least, MostMicrolitres = most, HasHandTap = handTap, FoamBasisPoints = foam,
            StaffBadge = DrinkStations.Badge, MaintenanceBadge = DrinkStations.CellarBadge,
            LeastStaffClass = CardClass.Uid,
        };

    private static readonly Gen<Action<PourPlay>> Step = Gen.Frequency(
        (7, Act(play => play.Tap(Guest))),
        (1, Act(play => play.Tap(Other))),
        (3, Act(play => play.Tap(DrinkStations.Staff))),
        (1, Act(play => play.Tap(DrinkStations.Cellarman))),
        (5, from tap in Gen.Choose(1, 2) select (Action<PourPlay>)(play => play.Give(new Input.TapChosen(tap)))),
        (12, from microlitres in Gen.Choose(0, 60_000) select (Action<PourPlay>)(play => play.Flow(microlitres))),
        (8, Act(play => play.Count())),
        (3, from milliseconds in Gen.Choose(1, 4_000) select (Action<PourPlay>)(play => play.Pass(milliseconds))),
        (1, Act(play => play.Pass(12_000))),
        (1, Act(play => play.Trickle())),
        (2, Act(play => play.Give(new Input.FieldEmptied()))),
        (1, Act(play => play.Give(new Input.SeveralCardsPresented(JournalHasRoom: true)))),
        (1, Act(play => play.Give(new Input.PourStopped()))),
        (1, Act(play => play.Command())),
        (1, Act(play => play.Give(new Input.VerdictShown()))),
        (1, Act(play => play.Give(new Input.FaultBegan(Fault.ReaderLost, "planned")))),
        (1, Act(play => play.Give(new Input.FaultEnded(Fault.ReaderLost)))),
        (5, from why in Gen.Frequency(
                (6, Gen.Constant(ValveClosing.GrantUsed)),
                (2, Gen.Constant(ValveClosing.DeadlinePassed)),
                (2, Gen.Constant(ValveClosing.LeaseRanOut)),
                (1, Gen.Constant(ValveClosing.DeviceLost)))
            from flowsOn in Gen.Frequency((19, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (Action<PourPlay>)(play => play.Close(why, flowsOn))),
        (2, from local in Gen.Choose(0, 3_000) select (Action<PourPlay>)(play => play.TakeList($"TLF {local}"))),
        (1, Act(play => play.HearOfASale())),
        (1, Act(play => play.Retire())),
        (1, Act(play => play.Stop())),
        (1, Act(play => play.Restart())),
        (3, Act(play => play.LosePower())));

    private static readonly Gen<(PourSetup Setup, int Gift, int Local, Action<PourPlay>[] Steps)> Story =
        from setup in Setups
        from gift in Gen.Choose(0, 500)
        from local in Gen.Choose(0, 3_000)
        from length in Gen.Choose(5, 100)
        from steps in Gen.ArrayOf(Step, length)
        select (setup, gift, local, steps);

    [Fact]
    public void Nobody_pays_more_than_was_held_or_flowed_and_a_power_cut_bills_to_the_last_mark()
    {
        var (captures, cuts, drawn, listed, retired) = (0, 0, 0, 0, 0);
        var ends = new Dictionary<string, int>();
        Holds.For(Story, 1_000, story =>
        {
            using var play = new PourPlay(story.Setup, story.Gift, story.Local);
            foreach (var step in story.Steps)
            {
                step(play);
                play.Check();
            }
            (captures, cuts, drawn) = (captures + play.Captures, cuts + play.Cuts, drawn + play.Drawn);
            (listed, retired) = (listed + play.ListedInBetween, retired + play.Retirements);
            foreach (var end in play.Ends)
                ends[end] = ends.GetValueOrDefault(end) + 1;
        });

        // A run counts only if it did something.
        Assert.True(
            captures > 300 && cuts > 20 && drawn > 50 && listed > 50 && retired > 20,
            $"{captures} captures, {cuts} of them after a cut, {drawn} drawn by staff, {listed} lists in between, " +
            $"{retired} times records went");
        Assert.Equal(Enum.GetValues<PourEnd>().Length, ends.Count);
    }

    /// <summary>A hold is as large as rules allow, and no larger: a sale of that price passes, of a cent more fails.
    /// </summary>
    [Fact]
    public void The_most_that_is_held_is_the_most_that_the_rules_let_pass()
    {
        var held = 0;
        var cases =
            from money in Gen.ArrayOf(Gen.Choose(0, 600), 9)
            from flags in Gen.Choose(0, 7)
            select (money, flags);
        Holds.For(cases, 1_000, row =>
        {
            var (money, flags) = row;
            var limits = Generous with
            {
                Uid = Generous.Uid with
                {
                    FreshLimit = new Money(money[0]), OfflineLimit = new Money(money[1]),
                    FloorLimit = new Money(money[2]), FirstUseLimit = new Money(money[3]),
                },
                OfflineTotal = new Money(money[4]),
                UnknownCards = new UnknownCardRules(
                    UnknownCardPolicy.Allow, AssetId.Parse("TLF"), new Money(money[5]), new Money(money[6])),
            };
            var card = Card(Guest, $"TNF {money[7]}, TLF {money[8]}") with { EverUsed = (flags & 1) == 0 };
            var uid = (flags & 2) == 0 ? Guest : Other;
            // A microlitre is a cent: what is held is what may be bought for.
            var article = DrinkStations.Draught with { Price = new Money(1_000_000) };
            var tap = new PourSetup([new PourTap(1, article, 1_000_000)], 1) { LeastMicrolitres = 1 };

            var station = Begin(new TerminalSetup(limits, tap), card, isFresh: (flags & 4) == 0);
            station.Tap(uid);
            var most = station.LastFact is Fact.Hold hold ? hold.Payment.Total() : Money.Zero;
            held += most.IsPositive ? 1 : 0;

            Assert.True(!most.IsPositive || Buys(limits, card, uid, flags, most));
            Assert.False(Buys(limits, card, uid, flags, most + new Money(1)));
        });

        Assert.True(held > 200, $"{held} holds");
    }

    private static bool Buys(TerminalLimits limits, CardEntry card, string uid, int flags, Money price)
    {
        var kiosk = Begin(Kiosks.Setup(limits), card, isFresh: (flags & 4) == 0);
        kiosk.Give(new Input.ArticleChosen(Beer with { Price = price }));
        kiosk.Tap(uid);
        return kiosk.LastFact is Fact.Sale;
    }

    private static TerminalDriver Begin(TerminalSetup setup, CardEntry card, bool isFresh)
    {
        var driver = new TerminalDriver(setup);
        driver.Start();
        driver.ApplyList(1, watermark: 0, card);
        if (isFresh)
            driver.Confirm();
        return driver;
    }

    private static Gen<Action<PourPlay>> Act(Action<PourPlay> act) => Gen.Constant(act);
}
