using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The checks of DESIGN section 6, each where it is the only one that fails, and at its edge.</summary>
public class RuleTests
{
    private static readonly ClassLimits Wide = Generous.Uid;

    /// <summary>What is special about this tap of a 3.50 beer · the verdict</summary>
    public static TheoryData<string, Action<Scene>, Reason?> Rows() => new()
    {
        { "nothing", _ => { }, null },
        { "the list does not have the card", scene => scene.Uid = Other, Reason.CardUnknown },
        { "the card makes up its UID", scene => scene.Uid = "08123456", Reason.RandomUid },
        { "the card is blocked", scene => scene.State = CardState.Blocked, Reason.CardBlocked },
        { "its last moment is now", scene => scene.ValidThrough = Clock.Noon, null },
        { "its last moment is over", scene => scene.ValidThrough = Clock.Noon - 1, Reason.CardExpired },
        {
            "it was enrolled as aes and shows only its UID",
            scene => scene.Card = scene.Card with { Class = CardClass.Aes },
            Reason.ClassTooWeak
        },
        {
            "it was enrolled as aes and proves it",
            scene => (scene.Card, scene.Proved) = (scene.Card with { Class = CardClass.Aes }, CardClass.Aes),
            null
        },
        { "members only, and it is none", scene => scene.Beer = MembersBeer, Reason.NotEntitled },
        { "members only, and it is one", scene => Membership(scene, Clock.Noon - 1, Clock.Noon), null },
        { "members only, from later on", scene => Membership(scene, Clock.Noon + 1, Clock.Day), Reason.NotEntitled },
        { "members only, until yesterday", scene => Membership(scene, 0, Clock.Noon - 1), Reason.NotEntitled },
        { "sold from noon", scene => scene.Hours = new SaleWindow(720, 1200), null },
        { "sold from 12:01", scene => scene.Hours = new SaleWindow(721, 1200), Reason.OutsideWindow },
        { "sold until noon", scene => scene.Hours = new SaleWindow(600, 720), Reason.OutsideWindow },
        { "sold from 18:00 over midnight until 12:01", scene => scene.Hours = new SaleWindow(1080, 721), null },
        { "for adults, age not known", scene => AdultsOnly(scene, AgeClass.Unknown), Reason.AgeClass },
        { "for adults, and it is a minor's", scene => AdultsOnly(scene, AgeClass.Minor), Reason.AgeClass },
        { "for adults, and it is an adult's", scene => AdultsOnly(scene, AgeClass.Adult), null },
        { "the third of three a day", scene => Alcohol(scene, usedToday: 2), null },
        { "the fourth of three a day", scene => Alcohol(scene, usedToday: 3), Reason.AllowanceUsed },
        { "3.50 on the card", scene => scene.Balances = "TLF 350", null },
        { "3.49 on the card", scene => scene.Balances = "TLF 349", Reason.BalanceTooLow },
        { "gift 1.00 and federated 2.50", scene => scene.Balances = "TNF 100, FED 250", null },
        { "gift lacks 2.00 and of 5.50 local 3.50 is left", scene => scene.Balances = "TNF -200, TLF 550", null },
        {
            "gift lacks 2.00 and of 5.49 local too little is left",
            scene => scene.Balances = "TNF -200, TLF 549",
            Reason.BalanceTooLow
        },
        {
            "federated lacks 2.00 and of 5.49 gift and local too little is left",
            scene => scene.Balances = "TNF 100, TLF 449, FED -200",
            Reason.BalanceTooLow
        },
        { "what is lacking of time takes nothing", scene => scene.Balances = "TIM -200, TLF 350", null },
        { "only hours on the card", scene => scene.Balances = "TIM 9999", Reason.BalanceTooLow },
        {
            "a price in hours",
            scene => (scene.Beer, scene.Balances) = (HoursBeer, "TIM 2"),
            null
        },
        {
            "a price in hours, and money only",
            scene => (scene.Beer, scene.Balances) = (HoursBeer, "TIM 1, TLF 9999"),
            Reason.BalanceTooLow
        },
        { "floor limit 3.50", scene => scene.Class = Wide with { FloorLimit = new(350) }, null },
        { "floor limit 3.49", scene => scene.Class = Wide with { FloorLimit = new(349) }, Reason.FloorLimit },
        { "fresh limit 3.50", scene => scene.Class = Wide with { FreshLimit = new(350) }, null },
        { "fresh limit 3.49", scene => scene.Class = Wide with { FreshLimit = new(349) }, Reason.OfflineLimit },
        { "fresh, and the offline limit is 0", scene => scene.Class = Wide with { OfflineLimit = new(0) }, null },
        { "stale, offline limit 3.50", scene => Stale(scene, Wide with { OfflineLimit = new(350) }), null },
        {
            "stale, offline limit 3.49",
            scene => Stale(scene, Wide with { OfflineLimit = new(349) }),
            Reason.OfflineLimit
        },
        {
            "stale, never used, first use 3.50",
            scene =>
            {
                scene.Card = scene.Card with { EverUsed = false };
                Stale(scene, Wide with { FirstUseLimit = new(350) });
            },
            null
        },
        {
            "stale, never used, first use 3.49",
            scene =>
            {
                scene.Card = scene.Card with { EverUsed = false };
                Stale(scene, Wide with { FirstUseLimit = new(349) });
            },
            Reason.FirstUse
        },
        { "stale, used before, first use 3.49", scene => Stale(scene, Wide with { FirstUseLimit = new(349) }), null },
        { "stale, terminal total 3.50", scene => { Stale(scene, Wide); scene.OfflineTotal = new(350); }, null },
        {
            "stale, terminal total 3.49",
            scene => { Stale(scene, Wide); scene.OfflineTotal = new(349); },
            Reason.TerminalTotal
        },
        { "fresh, terminal total 3.50", scene => scene.OfflineTotal = new(350), null },
        { "fresh, terminal total 3.49", scene => scene.OfflineTotal = new(349), Reason.TerminalTotal },
        { "the list is an hour old, less a moment", scene => scene.Wait = Clock.Hour - 1, null },
        { "the list is an hour old", scene => scene.Wait = Clock.Hour, Reason.ListExpired },
        { "the journal is full", scene => scene.JournalHasRoom = false, Reason.JournalFull },
        {
            "expired list, balance too low: the first check that fails gives the reason",
            scene => (scene.Wait, scene.Balances) = (Clock.Hour, "TLF 1"),
            Reason.BalanceTooLow
        },
    };

    private static Article MembersBeer => Beer with { Entitlement = AssetId.Parse("SUB") };

    private static Article HoursBeer => Beer with { Price = new Money(2), PaidWith = AssetCategory.Time };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_first_check_that_fails_gives_the_reason(string what, Action<Scene> change, Reason? expected)
    {
        Assert.NotEmpty(what);
        var scene = new Scene();
        change(scene);

        var driver = scene.Play();

        if (expected is null)
            Assert.IsType<GuestScreen.Approved>(driver.Screen);
        else
            Assert.Equal(expected, Assert.IsType<GuestScreen.Refused>(driver.Screen).Reason);
    }

    [Theory]
    [InlineData(UntrustedTimeChoice.Allow, null)]
    [InlineData(UntrustedTimeChoice.Refuse, Reason.CardExpired)]
    public void Without_trusted_time_a_date_is_judged_as_configured_and_the_fact_says_so(
        UntrustedTimeChoice choice, Reason? expected)
    {
        var limits = Generous with { UntrustedTime = new(choice, choice, choice, choice) };
        var driver = Open(Setup(limits), Card(Guest, "TLF 1000") with { ValidThroughMilliseconds = 1 });
        driver.Trusted = false;
        driver.Give(new Input.ArticleChosen(Beer));

        driver.Tap(Guest);

        var (reason, verdict) = driver.LastFact switch
        {
            Fact.Sale sale => ((Reason?)null, sale.Verdict),
            Fact.Refusal refusal => (refusal.Reason, refusal.Verdict),
            _ => throw new InvalidOperationException("No verdict."),
        };
        Assert.Equal(expected, reason);
        Assert.Equal(expected is null ? [TimedCheck.Expiry] : [], verdict.AssumedGood);
    }

    [Fact]
    public void Limits_count_what_was_spent_since_the_list()
    {
        var driver = Open(
            Setup(Generous with { Uid = Wide with { FreshLimit = new(700) } }), Card(Guest, "TLF 10000"));
        Buy(driver, Beer);
        Buy(driver, Beer);

        Buy(driver, Syrup);

        Assert.Equal(Reason.OfflineLimit, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    [Fact]
    public void What_is_refused_takes_nothing_from_the_balance_that_is_shown()
    {
        var limits = Generous with { Uid = Wide with { FreshLimit = new(349) } };
        var driver = Open(Setup(limits), Card(Guest, "TLF 1000"));
        driver.Give(new Input.ArticleChosen(Beer));

        driver.Tap(Guest);

        Assert.Equal(Amounts("TLF 1000"), Assert.IsType<GuestScreen.Refused>(driver.Screen).Left!.Value);
    }

    [Fact]
    public void Too_many_taps_in_too_short_a_time_are_refused_until_it_is_over()
    {
        var limits = Generous with { Uid = Wide with { VelocityTaps = 2, VelocitySeconds = 60 } };
        var driver = Open(Setup(limits), Card(Guest, "TLF 10000"));
        Buy(driver, Beer);
        Buy(driver, Beer);

        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        Assert.Equal(Reason.Velocity, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);

        driver.Finish();
        driver.Wait(60 * Clock.Second);
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        Assert.IsType<Fact.Sale>(driver.LastFact);
    }

    [Fact]
    public void An_allowance_counts_what_was_bought_since_the_list_and_begins_anew_with_the_day()
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        var driver = Open(Setup(limits), Card(Guest, "TLF 100000"));
        var wine = Beer with { Allowance = "alcohol" };
        Buy(driver, wine);
        Buy(driver, wine);
        Buy(driver, wine);
        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);

        driver.Wait(Clock.Day);
        driver.Confirm();
        Buy(driver, wine);

        Assert.Contains(driver.Journal.TakeLast(2), record => record.Fact is Fact.Sale);
    }

    [Fact]
    public void Neither_a_restart_of_the_machine_nor_a_list_sets_the_velocity_back()
    {
        var limits = Generous with { Uid = Generous.Uid with { VelocityTaps = 2, VelocitySeconds = 600 } };
        var driver = Open(Setup(limits), Card(Guest, "TLF 100000"));
        Buy(driver, Beer);
        Buy(driver, Beer);
        driver.LosePower();
        driver.ApplyList(2, 0, Card(Guest, "TLF 100000"));
        driver.Confirm();

        Buy(driver, Beer);
        Assert.Equal(Reason.Velocity, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);

        driver.Wait(600 * Clock.Second);
        driver.Confirm();
        Buy(driver, Beer);
        Assert.Contains(driver.Journal.TakeLast(2), record => record.Fact is Fact.Sale);
    }

    [Fact]
    public void An_allowance_that_a_list_says_is_used_beyond_counting_is_used_up()
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        var used = new AllowanceUse("alcohol", Generous.DayOf(Clock.Noon), int.MaxValue);
        var driver = Open(Setup(limits), Card(Guest, "TLF 100000") with { AllowancesUsed = [used] });

        Buy(driver, Beer with { Allowance = "alcohol" });

        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    [Fact]
    public void A_basket_beyond_the_allowance_is_refused_whatever_day_it_is()
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        var driver = Open(Setup(limits), Card(Guest, "TLF 100000"));
        driver.Trusted = false;
        foreach (var wine in Enumerable.Repeat(Beer with { Allowance = "alcohol" }, 3))
            driver.Give(new Input.ArticleChosen(wine));

        driver.Tap(Guest);

        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    [Fact]
    public void The_terminal_total_counts_all_wallets_at_any_age_of_the_list_until_a_list_has_their_sales()
    {
        CardEntry[] cards = [Card(Guest, "TLF 10000"), Card(Other, "TLF 10000")];
        var driver = Open(Setup(Generous with { OfflineTotal = new(700) }), cards);
        Buy(driver, Beer);
        driver.Wait(61 * Clock.Second);
        Buy(driver, Beer);

        driver.Give(new Input.ArticleChosen(Syrup));
        driver.Tap(Other);
        Assert.Equal(Reason.TerminalTotal, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
        driver.Finish();

        driver.ApplyList(2, watermark: driver.Journal.Count, cards);
        driver.Give(new Input.ArticleChosen(Syrup));
        driver.Tap(Other);
        Assert.IsType<Fact.Sale>(driver.LastFact);
    }

    [Fact]
    public void A_card_that_staff_blocked_here_is_blocked_before_a_list_says_so()
    {
        var setup = Setup();
        var driver = Open(setup, Card(Guest, "TLF 1000"));
        var position = driver.State.Past.Last!.Value.Next();
        var record = new JournalRecord(
            Site.Id, Site.Bar, position, default, new Stamp(1, 1, 1, true),
            new Fact.CardBlocked(Site.Card(Guest), Site.Card(Other)));

        var state = new Terminal(setup).Evolve(driver.State, record);

        Assert.Equal(position, state.Past.BlockedHere[Site.Card(Guest)]);
        var decision = new Terminal(setup).Decide(state, driver.Now, driver.Presented(Guest));
        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(decision.Facts[0]).Reason);
    }

    private static void Buy(TerminalDriver driver, Article article)
    {
        driver.Give(new Input.ArticleChosen(article));
        driver.Tap(Guest);
        driver.Finish();
    }

    private static void Membership(Scene scene, long from, long through)
    {
        scene.Beer = MembersBeer;
        scene.Card = scene.Card with { Entitlements = [new Entitlement(AssetId.Parse("SUB"), from, through)] };
    }

    private static void Alcohol(Scene scene, int usedToday)
    {
        scene.Beer = Beer with { Allowance = "alcohol" };
        scene.Limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 3)] };
        scene.Card = scene.Card with
        {
            AllowancesUsed = [new AllowanceUse("alcohol", Generous.DayOf(Clock.Noon), usedToday)],
        };
    }

    private static void AdultsOnly(Scene scene, AgeClass age)
    {
        scene.Beer = Beer with { AdultsOnly = true };
        scene.Card = scene.Card with { Age = age };
    }

    private static void Stale(Scene scene, ClassLimits limits)
    {
        scene.Class = limits;
        scene.Wait = 61 * Clock.Second;
    }

    /// <summary>One tap of a guest with 10.00 who wants a beer, before something is changed.</summary>
    public sealed class Scene
    {
        public string Uid { get; set; } = Guest;

        public CardClass Proved { get; set; } = CardClass.Uid;

        public CardEntry Card { get; set; } = Card(Guest, "TLF 1000");

        public Article Beer { get; set; } = Kiosks.Beer;

        public TerminalLimits Limits { get; set; } = Generous;

        public long Wait { get; set; }

        public bool JournalHasRoom { get; set; } = true;

        public ClassLimits Class
        {
            set => Limits = Limits with { Uid = value };
        }

        public Money OfflineTotal
        {
            set => Limits = Limits with { OfflineTotal = value };
        }

        public CardState State
        {
            set => Card = Card with { State = value };
        }

        public long ValidThrough
        {
            set => Card = Card with { ValidThroughMilliseconds = value };
        }

        public SaleWindow Hours
        {
            set => Beer = Beer with { Window = value };
        }

        public string Balances
        {
            set => Card = Card with { Balances = [.. Amounts(value)] };
        }

        public TerminalDriver Play()
        {
            var driver = Open(Setup(Limits), Card);
            driver.Monotonic += Wait;
            driver.JournalHasRoom = JournalHasRoom;
            driver.Give(new Input.ArticleChosen(Beer));
            driver.Tap(Uid, Proved);
            return driver;
        }
    }
}
