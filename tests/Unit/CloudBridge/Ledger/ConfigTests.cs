using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What the ledger says of prices, staff and limits, and to whom.</summary>
public sealed class ConfigTests : IDisposable
{
    private static readonly ArticleId BeerId = ArticleId.Parse("beer");
    private static readonly ArticleId Water = ArticleId.Parse("water");
    private static readonly TerminalId Tap = TerminalId.Parse("tap-1");
    private static readonly ConfigScope AtBar = new(Terminal: Site.Bar);

    /// <summary>An hour after it was said.</summary>
    private const long Later = Clock.Noon + 60 * Clock.Minute;

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public ConfigTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_is_said_goes_out_once_retained_and_again_on_a_new_connection()
    {
        ledger.Logic.Connected(0);
        Assert.Empty(Said(ledger.Logic.OnTime(1)));

        Assert.Equal(1, Say(ConfigScope.Site, Prices((BeerId, 400))));

        var said = Assert.Single(Said(ledger.Logic.OnTime(2)));
        var prices = new SealedConfig(Prices((BeerId, 400)).Prices);
        Assert.Equal(new ConfigMessage(Site.Id, Addressee.Of(Site.Bar), 1, 1, prices), said);
        Assert.Empty(Said(ledger.Logic.OnTime(3)));
        Assert.Equal([said], Said(ledger.Logic.Connected(4)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Somebody has put an old one into its place at the broker, or it was dropped on its way.</summary>
    [Fact]
    public void It_is_said_again_each_minute_until_the_journal_has_come_with_it()
    {
        ledger.Logic.Connected(0);
        Say(ConfigScope.Site, Prices((BeerId, 400)));
        Assert.Single(Said(ledger.Logic.OnTime(1)));

        // To who is away the broker gives what it keeps.
        Assert.Empty(Said(ledger.Logic.OnTime(61_000)));
        Hear(61_000);
        Assert.Single(Said(ledger.Logic.OnTime(62_000)));
        Assert.Empty(Said(ledger.Logic.OnTime(121_000)));
        Assert.Single(Said(ledger.Logic.OnTime(122_000)));
        ledger.Take(terminal.Next(Applied(1, Prices((BeerId, 400)))));
        Assert.Empty(Said(ledger.Logic.OnTime(200_000)));

        // It has lost it since, and says that none is in force.
        ledger.Logic.Received([Status(config: null)], 200_000, Clock.Noon);
        Assert.Single(Said(ledger.Logic.OnTime(201_000)));
        ledger.Logic.Received([Status(new ConfigVersion(1, 1))], 201_000, Clock.Noon);
        Assert.Empty(Said(ledger.Logic.OnTime(400_000)));
    }

    [Fact]
    public void The_beat_says_which_is_current()
    {
        Assert.Equal(0, Beat().ConfigVersion);
        Say(ConfigScope.Site, Prices((BeerId, 400)));
        Say(AtBar, Prices((BeerId, 300)));

        Assert.Equal(2, Beat().ConfigVersion);
        Assert.Equal(2, Beat(ledger.Crash()).ConfigVersion);
    }

    [Fact]
    public void The_most_specific_wins_article_by_article_and_part_by_part()
    {
        Enrol(Tap, "drink");
        Say(ConfigScope.Site, Prices((BeerId, 400), (Water, 100)) with { Limits = TerminalLimits.Default });
        Say(new ConfigScope(Profile: "drink"), Prices((BeerId, 700)));
        Say(AtBar, Prices((BeerId, 300)));

        Assert.Equal((3, "water 100, beer 300"), At(Site.Bar));
        Assert.Equal((2, "water 100, beer 700"), At(Tap));
        Assert.Equal(TerminalLimits.Default, For(Tap).Config.Limits);

        Say(AtBar, TerminalConfig.Nothing, "prices");
        Assert.Equal((4, "beer 400, water 100"), At(Site.Bar));
    }

    [Fact]
    public void A_terminal_that_gets_another_profile_gets_another_version()
    {
        Enrol(Tap, "drink");
        Say(ConfigScope.Site, Prices((BeerId, 400)));
        Say(new ConfigScope(Profile: "kiosk"), Prices((BeerId, 350)));
        Assert.Equal((1, "beer 400"), At(Tap));

        Enrol(Tap, "kiosk");

        Assert.Equal((3, "beer 350"), At(Tap));
    }

    /// <summary>Terminals may have had what the backup lacks: its versions name other prices.</summary>
    [Fact]
    public void After_a_restore_all_is_said_anew_under_versions_that_nobody_had()
    {
        Say(ConfigScope.Site, Prices((BeerId, 400)));
        var backup = ledger.Crash();
        for (var price = 401; price < 410; price++)
            Say(ConfigScope.Site, Prices((BeerId, price)));
        backup.Logic.Connected(0);
        backup.RaiseEra(1_000);

        var said = Assert.Single(Said(backup.Logic.OnTime(1)));

        Assert.Equal(backup.Store.Read(books => books.Era), said.Era);
        Assert.Equal(400, said.Config.Prices!.Value[0].Price.MinorUnits);
        Assert.True(said.Version > 1_000_000);
        Assert.True(Say(ConfigScope.Site, Prices((BeerId, 500)), ledger: backup) > said.Version);
    }

    [Theory]
    [InlineData(-1, null, "prices.0.price: '-1'; expected a whole number from 0 to 100000000")]
    [InlineData(100_000_001, null, "prices.0.price: '100000001'; expected a whole number from 0 to 100000000")]
    [InlineData(1, "6pm", "prices.0.hours: '6pm'; expected local times such as 18:00-02:00")]
    public void What_no_terminal_could_follow_is_not_said(long price, string? hours, string expected)
    {
        var parts = new TerminalConfig([new PricedArticle(BeerId, new Money(price), Hours: hours)]);

        Assert.Equal(expected, Refused(ConfigScope.Site, parts));
        Assert.Equal(0, At(Site.Bar).Version);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var flaw = Refused(
            new ConfigScope(Profile: "drink"),
            new TerminalConfig(
                [new PricedArticle(BeerId, Money.Zero), new PricedArticle(BeerId, new Money(1), PaidWith: "TLF")],
                Limits: TerminalLimits.Default with { DayStartsAtMinuteUtc = 0, OfflineTotal = new Money(-1) }));

        Assert.Equal(
            "prices.0.price: '0'; expected a whole number from 1 to 100000000; " +
            "prices.1.id: 'beer'; expected an id that no other article has; " +
            "prices.1.paidWith: 'TLF'; expected TIM or FID; limits: offlineTotal: expected not below zero",
            flaw);
    }

    [Fact]
    public void Nobody_moves_the_day_by_which_a_journal_is_counted()
    {
        var parts = new TerminalConfig(Limits: TerminalLimits.Default with { DayStartsAtMinuteUtc = 0 });

        Assert.Equal(
            "terminal bar-1: limits.dayStartsAtMinuteUtc: '0'; expected 240, as in the terminal's enrolment: its " +
            "records are counted by it",
            Refused(ConfigScope.Site, parts));
    }

    [Fact]
    public void What_no_message_has_room_for_is_not_said()
    {
        var parts = new TerminalConfig([
            .. Enumerable.Range(0, 200).Select(index => new PricedArticle(
                ArticleId.Parse($"article-{index}"), new Money(1), new string('é', 40), 2_000, "TIM", "SUB-VERGER",
                "18:00-02:00", true, "alcohol")),
        ]);

        Assert.Contains("more than 47104 bytes of JSON", Refused(ConfigScope.Site, parts), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_says_it_signs_it_with_a_note_and_nobody_changes_it_unseen()
    {
        Say(AtBar, Prices((BeerId, 400)));
        var said = Assert.IsType<LedgerEntry.ConfigSaid>(ledger.Store.Entries().Last());
        var act = TreasurerAct.ReadStored(said.Act).OrThrow();

        Assert.Equal("because", act.Note);
        Assert.StartsWith("configuration 1 of terminal/bar-1: ", act.Decision, StringComparison.Ordinal);
        var forged = said with { Config = Prices((BeerId, 4)) };
        Assert.NotEmpty(LedgerBench.Of(site, [.. ledger.Store.Entries().SkipLast(1), forged]).Problems);
    }

    [Fact]
    public void Nobody_is_told_who_is_not_enrolled()
    {
        Assert.Equal("terminal tap-1 is not enrolled", Refused(new ConfigScope(Terminal: Tap), Prices((BeerId, 1))));
        Assert.Equal("nothing is said", Refused(ConfigScope.Site, TerminalConfig.Nothing));
    }

    /// <summary>It was out of reach when its staff were capped, and goes by what it was told before.</summary>
    [Fact]
    public void What_staff_gave_is_held_against_what_the_terminal_had_then()
    {
        var capped = LedgerBench.Trusting with { MostAtOnce = new Money(10) };
        Say(ConfigScope.Site, new TerminalConfig(Staff: capped));

        ledger.TakeAt(Later, terminal.Next(Refill(500), Later));
        Assert.Equal(1_500, ledger.Balance(Guest));

        ledger.TakeAt(
            Later,
            terminal.Next(Applied(1, new TerminalConfig(Staff: capped)), Later),
            terminal.Next(Refill(500), Later));
        Assert.Equal((1_500, 500), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Equal(ConfigStanding.InForce, Standing());
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Another ledger with this one's key, or one that was restored and began no era.</summary>
    [Fact]
    public void Another_content_under_the_same_number_is_not_what_was_said_and_confirms_nothing()
    {
        ledger.Logic.Connected(0);
        var limits = TerminalLimits.Default with { OfflineTotal = Money.Zero };
        Say(ConfigScope.Site, new TerminalConfig(Limits: limits));
        Assert.Single(Said(ledger.Logic.OnTime(1)));

        ledger.Take(terminal.Next(Applied(1, Prices((BeerId, 1)))));

        Assert.Equal(ConfigStanding.Another, Standing());
        Assert.Equal(TerminalLimits.Default.OfflineTotal, Risk());
        Hear(100_000);
        Assert.Single(Said(ledger.Logic.OnTime(100_001)));
    }

    /// <summary>It may be cut off with what it had before.</summary>
    [Fact]
    public void What_may_be_lost_there_is_the_most_that_it_may_go_by()
    {
        Say(AtBar, new TerminalConfig(Limits: TerminalLimits.Default with { OfflineTotal = new Money(7_000_00) }));
        var low = new TerminalConfig(Limits: TerminalLimits.Default with { OfflineTotal = new Money(1_00) });
        Say(AtBar, low);
        Assert.Equal(new Money(7_000_00), Risk());

        ledger.Take(terminal.Next(Applied(2, low)));

        Assert.Equal(new Money(1_00), Risk());
    }

    [Fact]
    public void What_a_backup_lacks_and_is_in_force_is_known_to_be_unknown()
    {
        Assert.Equal(ConfigStanding.Nothing, Standing());
        ledger.Take(terminal.Next(Applied(1, Prices((BeerId, 400)))));
        Assert.Equal(ConfigStanding.Unknown, Standing());

        ledger.RaiseEra(1_000);
        Assert.Equal(ConfigStanding.Unknown, Standing());
        Say(AtBar, Prices((BeerId, 500)));
        Assert.Equal(ConfigStanding.NotYet, Standing());
    }

    /// <summary>Until somebody confirms it there, it sells as what it is.</summary>
    [Fact]
    public void A_terminal_that_is_only_created_anew_goes_on_as_what_it_is()
    {
        Enrol(Tap, "drink");
        Say(new ConfigScope(Profile: "kiosk"), Prices((BeerId, 350)));
        Say(new ConfigScope(Profile: "drink"), Prices((BeerId, 700)));

        ledger.Add(new LedgerEntry.TerminalCreated(Tap, "kiosk", Clock.Noon));

        Assert.Equal((2, "beer 700"), At(Tap));
        Enrol(Tap, "kiosk");
        Assert.Equal((3, "beer 350"), At(Tap));
    }

    [Fact]
    public void What_one_of_the_terminals_could_not_follow_is_not_said_for_all()
    {
        Enrol(Tap, "drink");
        Assert.Equal(
            "prices.0.price: '0'; expected a whole number from 1 to 100000000",
            Refused(ConfigScope.Site, Prices((BeerId, 0))));
        var counted = new TerminalConfig([new PricedArticle(BeerId, new Money(1), Allowance: "alcohol")]);
        Assert.Equal(
            "terminal bar-1: prices.beer.allowance: 'alcohol'; expected an allowance that its limits have; " +
            "terminal tap-1: prices.beer.allowance: 'alcohol'; expected an allowance that its limits have",
            Refused(ConfigScope.Site, counted));

        var allowed = TerminalLimits.Default with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        Say(ConfigScope.Site, counted with { Limits = allowed });
        Assert.StartsWith(
            "terminal bar-1: prices.beer.allowance",
            Refused(ConfigScope.Site, new TerminalConfig(Limits: TerminalLimits.Default)),
            StringComparison.Ordinal);
    }

    /// <summary>Somebody enrolled it where that allowance is not: a stolen card's PIN must go all the same.</summary>
    [Fact]
    public void What_was_unfit_before_keeps_nobody_from_saying_something_else()
    {
        var allowed = TerminalLimits.Default with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        ledger.Add(new LedgerEntry.TerminalEnrolled(Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, allowed, 1));
        Say(AtBar, new TerminalConfig([new PricedArticle(BeerId, new Money(1), Allowance: "alcohol")]));
        ledger.Add(new LedgerEntry.TerminalEnrolled(
            Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, 2));

        Assert.Equal(2, Say(AtBar, new TerminalConfig(Staff: LedgerBench.Trusting)));
    }

    private static Fact.ConfigApplied Applied(long version, TerminalConfig config) => new(version, 1, config.Hash());

    private ConfigStanding Standing() =>
        ledger.Store.Read(books => ConfigStandings.Of(books, books.Terminal(Site.Bar)));

    private Money Risk() => ledger.Store.Read(books => books.Terminal(Site.Bar).MostOfflineTotal);

    private void Hear(long now)
    {
        var ask = new AskMessage(1, now, new Nonce(1));
        ledger.Logic.Received(
            [new MqttMessage(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask.Write())], now, Clock.Noon);
    }

    private static Fact.Refill Refill(long amount) => new(
        new Payment(Site.Card(Guest), WalletOf(Guest), [new AssetAmount(AssetId.Parse("TLF"), new Money(amount))]),
        Site.Card(Guest));

    private static TerminalConfig Prices(params (ArticleId Id, long Price)[] rows) =>
        new([.. rows.Select(row => new PricedArticle(row.Id, new Money(row.Price)))]);

    private long Say(ConfigScope scope, TerminalConfig parts, string? withdrawn = null, LedgerBench? ledger = null)
    {
        var asked = new ConfigRequest(scope, parts, withdrawn is null ? [] : [withdrawn], "because");
        return Assert.IsType<Outcome<ConfigAnswer>.Done>(Desk(ledger ?? this.ledger).Say(asked, key: null))
            .Answer.Number;
    }

    private string Refused(ConfigScope scope, TerminalConfig parts) =>
        Desk(ledger).Say(new ConfigRequest(scope, parts, [], "because"), key: null).Why!.What;

    private ConfigDesk Desk(LedgerBench of)
    {
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        return new ConfigDesk(new KeyedStore(of.Store, time), Site.Id, site.Ledger, time);
    }

    private void Enrol(TerminalId name, string profile)
    {
        using var key = Es256Signer.Create();
        ledger.Add(new LedgerEntry.TerminalCreated(name, profile, Clock.Noon));
        ledger.Add(new LedgerEntry.TerminalEnrolled(
            name, key.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon));
    }

    private (long Version, TerminalConfig Config) For(TerminalId name) =>
        ledger.Store.Read(books => (books.Configs.VersionOf(name), books.Configs.For(name)));

    private (long Version, string Prices) At(TerminalId name)
    {
        var (version, config) = For(name);
        return (version, string.Join(", ", (config.Prices ?? []).Select(row => $"{row.Id} {row.Price.MinorUnits}")));
    }

    private BeatMessage Beat(LedgerBench? of = null)
    {
        var ask = new AskMessage(1, 1_000, new Nonce(1));
        var message = new MqttMessage(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask.Write());
        return Assert.Single(Read<BeatMessage>(
            TerminalTopic.Beat, (of ?? ledger).Logic.Received([message], 0, Clock.Noon)));
    }

    private MqttMessage Status(ConfigVersion? config)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(1), TerminalActivity.Serving, "0.1.0", null, null, 1, 1,
            [], Config: config);
        return new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), SignedMessage.Sign(status, site.Terminal).Compact);
    }

    private List<ConfigMessage> Said(IReadOnlyList<LedgerAction> actions) =>
        Read<ConfigMessage>(TerminalTopic.Config, actions);

    private List<T> Read<T>(TerminalTopic kind, IReadOnlyList<LedgerAction> actions)
        where T : class, ISignedMessage<T> =>
    [
        .. from publish in actions.OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, kind)
           where publish.Message.Retained == (kind == TerminalTopic.Config)
           select SignedMessage.Read<T>(
               publish.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
    ];
}
