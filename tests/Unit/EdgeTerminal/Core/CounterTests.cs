using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Cards that show a counter which goes up with each reading: who shows an old one has copied it.</summary>
public class CounterTests
{
    private static readonly CardEntry Counted = Card(Guest, "TLF 9000") with { Class = CardClass.Counter };

    /// <summary>What the list says · what was shown before · what is shown now · the verdict on a beer</summary>
    public static TheoryData<long?, long[], long, Reason?> Rows() => new()
    {
        // The first reading that anybody hears of may be any.
        { null, [], 0, null },
        { null, [], 16_777_215, null },
        // One more than the list knows, the same, one less.
        { 7, [], 8, null },
        { 7, [], 7, Reason.ClassTooWeak },
        { 7, [], 6, Reason.ClassTooWeak },
        // This terminal knows more than the list.
        { 7, [9], 10, null },
        { 7, [9], 9, Reason.ClassTooWeak },
        { 7, [9], 8, Reason.ClassTooWeak },
        { 7, [9, 8], 10, null },
        { null, [9], 9, Reason.ClassTooWeak },
        // The card was read elsewhere in between: a thousand times is the most.
        { 7, [], 1_007, null },
        { 7, [], 1_008, Reason.ClassTooWeak },
        { 7, [8], 1_008, null },
        // What was too far away counts neither then nor later.
        { 7, [5_000], 8, null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_counter_counts_above_all_that_counted_and_not_far_above(
        long? listed, long[] before, long now, Reason? expected)
    {
        var driver = Open(Setup(), Counted with { Counter = listed });
        foreach (var counter in before)
            Buy(driver, counter);

        Assert.Equal(expected, Buy(driver, now));
    }

    [Fact]
    public void A_card_enrolled_by_counter_is_refused_without_one_and_taken_with_more()
    {
        var driver = Open(Setup(), Counted);

        Assert.Equal(Reason.ClassTooWeak, Buy(driver, () => driver.Tap(Guest)));
        Assert.Null(Buy(driver, () => driver.Tap(Guest, CardClass.Aes)));
    }

    [Fact]
    public void A_card_enrolled_as_aes_is_not_taken_by_its_counter()
    {
        var driver = Open(Setup(), Counted with { Class = CardClass.Aes });

        Assert.Equal(Reason.ClassTooWeak, Buy(driver, counter: 8));
    }

    [Fact]
    public void A_card_enrolled_by_its_uid_need_show_nothing_new()
    {
        var driver = Open(Setup(), Counted with { Class = CardClass.Uid });

        Assert.Null(Buy(driver, counter: 8));
        Assert.Null(Buy(driver, counter: 8));
        Assert.Null(Buy(driver, () => driver.Tap(Guest)));
    }

    /// <summary>Who would remember what counted, once a list has the record and no row for the card?</summary>
    [Fact]
    public void An_unknown_card_is_trusted_as_its_uid_whatever_its_counter_reads()
    {
        var limits = Generous with
        {
            Uid = Generous.Uid with { FloorLimit = new Money(349) },
            UnknownCards = new UnknownCardRules(
                UnknownCardPolicy.Allow, AssetId.Parse("TLF"), new Money(10_000), new Money(10_000)),
        };
        var driver = Open(Setup(limits));

        Assert.Equal(Reason.FloorLimit, Buy(driver, counter: 8));
        driver.ApplyList(2, watermark: driver.Journal.Count);
        driver.Confirm();
        Assert.Equal(Reason.FloorLimit, Buy(driver, counter: 8));
        Assert.Equal(Reason.FloorLimit, Buy(driver, counter: 9));
        Assert.Empty(driver.State.Past.Counters);
        Assert.Null(Buy(driver, () => driver.Tap(Guest, CardClass.Aes)));
    }

    [Fact]
    public void The_verdict_says_what_was_shown_and_whether_it_counted()
    {
        var driver = Open(Setup(), Counted);

        Buy(driver, counter: 8);
        var good = driver.Journal.Select(record => record.Fact).OfType<Fact.Sale>().Single().Verdict;
        Buy(driver, counter: 8);
        var replayed = driver.Journal.Select(record => record.Fact).OfType<Fact.Refusal>().Single().Verdict;

        Assert.Equal((CardClass.Counter, 8), (good.PresentedClass, good.PresentedCounter));
        Assert.Equal((CardClass.Uid, 8), (replayed.PresentedClass, replayed.PresentedCounter));
    }

    [Fact]
    public void A_refusal_for_another_reason_uses_the_counter_up()
    {
        var driver = Open(Setup(), Counted with { Balances = [Records.Amount("TLF", 200)] });

        Assert.Equal(Reason.BalanceTooLow, Buy(driver, counter: 8));
        Assert.Equal(Reason.ClassTooWeak, Buy(driver, counter: 8));
        Assert.Equal(Reason.BalanceTooLow, Buy(driver, counter: 9));
    }

    [Fact]
    public void A_balance_that_is_told_uses_the_counter_up()
    {
        var driver = Open(Setup(), Counted);

        driver.Tap(Guest, counter: 8);

        Assert.IsType<GuestScreen.Balance>(driver.Screen);
        Assert.Equal(new Fact.CounterUsed(Site.Card(Guest), 8), driver.LastFact);
        driver.Finish();
        Assert.Equal(Reason.ClassTooWeak, Buy(driver, counter: 8));
    }

    [Fact]
    public void A_balance_is_not_told_by_counter_while_the_journal_has_no_room()
    {
        var driver = Open(Setup(), Counted);
        driver.JournalHasRoom = false;

        driver.Tap(Guest, counter: 8);

        Assert.Equal(Reason.JournalFull, Assert.IsType<GuestScreen.Refused>(driver.Screen).Reason);
    }

    [Fact]
    public void A_copy_is_not_told_what_is_on_the_card()
    {
        var driver = Open(Setup(), Counted);

        driver.Tap(Guest);

        var refused = Assert.IsType<GuestScreen.Refused>(driver.Screen);
        Assert.Equal((Reason.ClassTooWeak, null), (refused.Reason, refused.Left));
    }

    [Fact]
    public void An_approval_that_nobody_saw_is_shown_to_the_card_and_not_to_a_copy_of_it()
    {
        var driver = Open(Setup(), Counted);
        driver.Give(new Input.ArticleChosen(Beer));
        driver.GiveAndLosePower(driver.Presented(Guest, CardClass.Counter, 8));

        Assert.Equal(Reason.ClassTooWeak, Buy(driver, counter: 8));
        Assert.Equal(Reason.ClassTooWeak, Buy(driver, () => driver.Tap(Guest)));
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest, counter: 9);

        Assert.IsType<GuestScreen.ApprovedEarlier>(driver.Screen);
        Assert.Equal(new Fact.CounterUsed(Site.Card(Guest), 9), driver.LastFact);
    }

    [Fact]
    public void An_approval_is_shown_again_to_the_card_and_not_to_a_copy_of_it()
    {
        var driver = Open(Setup(), Counted);
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest, counter: 8);
        driver.Give(new Input.VerdictShown());
        driver.Wait(1_000);

        driver.Tap(Guest, counter: 9);
        Assert.IsType<GuestScreen.Approved>(driver.Screen);

        driver.Tap(Guest, counter: 9);
        Assert.Equal(Reason.ClassTooWeak, Assert.IsType<GuestScreen.Refused>(driver.Screen).Reason);
    }

    [Fact]
    public void A_list_takes_over_the_counters_that_it_has_and_no_other()
    {
        var driver = Open(Setup(), Counted);
        Buy(driver, counter: 8);
        var first = driver.State.Past.Counters[Site.Card(Guest)].Position.Sequence;
        Buy(driver, counter: 9);

        driver.ApplyList(2, watermark: first, Counted with { Counter = 8 });
        Assert.Equal(9, driver.State.Past.Counters[Site.Card(Guest)].Value);
        driver.ApplyList(3, watermark: driver.Journal.Count, Counted with { Counter = 9 });

        Assert.Empty(driver.State.Past.Counters);
        driver.Confirm();
        Assert.Equal(Reason.ClassTooWeak, Buy(driver, counter: 9));
        Assert.Null(Buy(driver, counter: 10));
    }

    [Fact]
    public void A_list_that_has_forgotten_a_counter_is_refused()
    {
        var driver = Open(Setup(), Counted);
        driver.Tap(Guest, counter: 8);
        var used = driver.Journal.Count;
        driver.ApplyList(2, watermark: used, Counted with { Counter = 8 });

        var decision = driver.ApplyList(new ListVersion(2, 1), watermark: used - 1, Counted);

        Assert.Contains("lacks record", decision.Ignored, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_takes_the_card_away_too_early_is_told_to_hold_it_and_pays_nothing()
    {
        var driver = Open(Setup(), Counted);
        var before = driver.Journal.Count;

        driver.Give(new Input.CardLeftEarly());
        Assert.True(Assert.IsType<GuestScreen.HoldLonger>(driver.Screen).Basket.IsEmpty);
        driver.Finish();
        Assert.IsType<GuestScreen.Ready>(driver.Screen);

        driver.Give(new Input.ArticleChosen(Beer));
        driver.Give(new Input.CardLeftEarly());
        Assert.Equal(Basket.Empty.Add(Beer), Assert.IsType<GuestScreen.HoldLonger>(driver.Screen).Basket);
        Assert.Equal(before, driver.Journal.Count);

        driver.Tap(Guest, counter: 8);
        driver.Give(new Input.CardLeftEarly());
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
    }

    [Fact]
    public void The_advice_to_hold_the_card_longer_gives_way_to_the_fixed_article()
    {
        var driver = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Counted);

        driver.Give(new Input.CardLeftEarly());
        Assert.Equal(Basket.Empty.Add(Beer), Assert.IsType<GuestScreen.HoldLonger>(driver.Screen).Basket);
        driver.Finish();

        Assert.IsType<GuestScreen.AmountDue>(driver.Screen);
    }

    private static Reason? Buy(TerminalDriver driver, long counter) =>
        Buy(driver, () => driver.Tap(Guest, counter));

    /// <returns>Why not; null when it was approved.</returns>
    private static Reason? Buy(TerminalDriver driver, Func<Decision> tap)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        tap();
        var reason = (driver.Screen as GuestScreen.Refused)?.Reason;
        Assert.True(reason is not null || driver.Screen is GuestScreen.Approved, $"{driver.Screen}");
        driver.Finish();
        return reason;
    }
}
