using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>New card keys for terminals that are enrolled: what the books say of them, and what goes out.</summary>
public sealed class CardKeyDeskTests : IDisposable
{
    private static readonly ArticleId Beer = ArticleId.Parse("beer");

    private readonly ForgetfulDisk disk = new();
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly LedgerLogic logic;

    public CardKeyDeskTests()
    {
        ledger = new LedgerBench(site, disk).With((Guest, "TLF 1000"));
        logic = LogicOver(new LogBook<CardKeySource>());
    }

    private SiteTrust Trust => new(disk);

    private CardKeyDesk Desk => new(Trust, ledger.Store, Configs, () => new NoLock());

    private ConfigDesk Configs
    {
        get
        {
            var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
            return new ConfigDesk(new KeyedStore(ledger.Store, time), Site.Id, site.Ledger, time);
        }
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Keys_that_are_refused_are_kept_nowhere_and_take_nothing_with_them()
    {
        Set('C', 1, 2);
        var before = disk.List();

        var outcome = Desk.Set([KeyOf('D', 1)], new string('n', 501));

        Assert.NotNull(outcome.Why);
        Assert.Equal(before, disk.List());
        Assert.Equal([Name(1), Name(2)], Desk.Names());
    }

    [Fact]
    public void They_go_out_sealed_and_the_books_have_only_what_they_are_known_by()
    {
        logic.Connected(0);
        var key = Set('C', 1, 2);

        var (said, text) = Assert.Single(Told(logic.OnTime(1)));

        Assert.Equal([Name(1), Name(2)], said.Config.CardKeys!.Names(site.Terminal).OrThrow());
        Assert.False(said.Config.CardKeys.Open(site.Ledger).Succeeded(out _, out _));
        var files = string.Concat(
            disk.List().Where(name => !name.StartsWith("card-keys-", StringComparison.Ordinal))
                .Select(name => Encoding.Latin1.GetString(disk.Read(name))));
        Assert.Contains($"{said.Config.CardKeys.Hash}", files, StringComparison.Ordinal);
        Assert.DoesNotContain(key, $"{text}{ledger.State}{files}", StringComparison.Ordinal);
        Assert.Empty(ledger.Problems);
        Assert.Equal([Name(1), Name(2)], Desk.Names());
        Assert.Empty(Told(logic.OnTime(2)));
    }

    /// <summary>A PIN or a limit that is taken away must not wait for a file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_they_are_gone_the_rest_goes_out_and_it_is_said_once(bool isGone)
    {
        var log = new LogBook<CardKeySource>();
        var logic = LogicOver(log);
        logic.Connected(0);
        Set('C', 1);
        Configs.Say(new ConfigRequest(ConfigScope.Site, Prices(400), [], "because"), key: null);
        var file = Assert.Single(disk.List(), name => name.StartsWith("card-keys-", StringComparison.Ordinal));
        var before = disk.Read(file);
        if (isGone)
            disk.Delete(file);
        else
            disk.Replace(file, "{}"u8);

        var (said, _) = Assert.Single(Told(logic.OnTime(1)));

        // Not as if they were withdrawn: a terminal goes on with those that it has.
        Assert.Equal(new SealedCardKeys(Digest.Of(before), before.Length), said.Config.CardKeys);
        Assert.Equal(Prices(400).Prices, said.Config.Prices);
        logic.Connected(2);
        Assert.Equal(1, log.Count("given no card keys"));
        Assert.Throws<LedgerStoreException>(() => Desk.Names());

        // It has that, and is not told again and again, be the file gone or another's.
        Apply(said);
        Hear(logic, 61_500);
        foreach (var now in new[] { 500, 1_000, 62_500, 63_000 })
            Assert.Empty(Told(logic.OnTime(now)));

        // Somebody has put it back: the same version, with keys.
        disk.ReplaceSecret(file, before);
        Assert.Empty(Told(logic.OnTime(63_500)));
        var (healed, _) = Assert.Single(Told(logic.OnTime(122_500)));
        Assert.Equal([Name(1)], healed.Config.CardKeys!.Names(site.Terminal).OrThrow());
        Assert.Equal(said.Version, healed.Version);
        Assert.Empty(Told(logic.OnTime(122_501)));
    }

    /// <summary>Terminals would go by their own files again, where its retired keys lie.</summary>
    [Fact]
    public void A_population_that_is_in_force_is_left_out_by_who_says_so_alone()
    {
        var others = KeyOf('D', 1) with { Population = "others" };
        Assert.Null(Desk.Set([KeyOf('C', 1), others], "because").Why);
        var said = Desk.Said;

        Assert.Contains("no key of others", Desk.Set([KeyOf('C', 2)], "because").Why!.What, StringComparison.Ordinal);
        Assert.Contains("at least one key", Desk.Set([], "because").Why!.What, StringComparison.Ordinal);
        Assert.Contains(
            "--without members: the file has keys of it",
            Desk.Set([KeyOf('C', 2)], "because", ["members"]).Why!.What,
            StringComparison.Ordinal);
        Assert.Contains(
            "--without otters: no keys of it are sent",
            Desk.Set([KeyOf('C', 2), others], "because", ["otters"]).Why!.What,
            StringComparison.Ordinal);
        Assert.Equal(said, Desk.Said);

        Assert.Null(Desk.Set([KeyOf('C', 2)], "because", ["others"]).Why);
        Assert.Equal([Name(2)], Desk.Names());

        // The file is lost: nobody knows what it had, and it must be possible to set keys anew.
        said = Desk.Said;
        disk.Delete(Assert.Single(disk.List(), name => name.StartsWith("card-keys-", StringComparison.Ordinal)));
        Assert.Contains("--even-if-unknown", Desk.Set([others], "because").Why!.What, StringComparison.Ordinal);
        Assert.Contains(
            "--even-if-unknown", Desk.Set([others], "because", ["members"]).Why!.What, StringComparison.Ordinal);
        Assert.Equal(said, Desk.Said);
        Assert.Null(Desk.Set([others], "because", evenIfUnknown: true).Why);
    }

    /// <summary>What the books say can be sealed at any moment, and nothing else stays.</summary>
    [Fact]
    public void A_cut_at_any_step_leaves_keys_for_what_the_books_say()
    {
        Set('C', 1);
        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.AddRange([disk.AfterPowerCut(), disk.AfterPowerCut(torn: 10)]);

        Set('D', 2);

        disk.Stepped = () => { };
        var found = cuts.Select(cut => Encoding.UTF8.GetString(new SiteTrust(cut).Find(
            new LedgerBench(site, cut).Store.Read(books => books.Configs.CardKeys!)))).Distinct();
        Assert.Equal([Written('C', 1), Written('D', 2)], found);
        Assert.Single(disk.List(), name => name.StartsWith("card-keys", StringComparison.Ordinal));
        Assert.All(disk.Secrets, name => Assert.StartsWith("card-keys-", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Cards_of_a_population_go_everywhere_and_so_do_their_keys()
    {
        var said = new TerminalConfig(CardKeys: Trust.KeepCardKeys([KeyOf('C', 1)]));
        foreach (var scope in new[] { new ConfigScope(Profile: "kiosk"), new ConfigScope(Terminal: Site.Bar) })
        {
            var why = Configs.Say(new ConfigRequest(scope, said, [], "because"), key: null).Why!.What;
            Assert.StartsWith($"cardKeys: said for {scope}; expected site", why, StringComparison.Ordinal);
        }
    }

    /// <summary>Each fits alone.</summary>
    [Fact]
    public void Keys_that_do_not_fit_beside_staff_are_refused_and_not_kept()
    {
        var staff = LedgerBench.Trusting with
        {
            Pins =
            [
                .. Enumerable.Range(0, 140).Select(row => new StaffPin(
                    Site.Card($"04{row:X12}"), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Of([(byte)row])}")),
            ],
        };
        ValueList<PricedArticle> prices =
            [.. Enumerable.Range(1, 150).Select(row => new PricedArticle(ArticleId.Parse($"{row}"), new Money(400)))];
        Assert.Null(Configs.Say(
            new ConfigRequest(ConfigScope.Site, new TerminalConfig(prices, staff), [], "because"), key: null).Why);
        SiteCardKey[] keys =
        [
            .. Enumerable.Range(1, SiteCardKeys.Most).Select(
                row => KeyOf('C', 1) with { Population = $"{row:D40}" }),
        ];

        var why = Desk.Set(keys, "because").Why!.What;

        Assert.Contains($"more than {TerminalConfig.MostBytes} bytes", why, StringComparison.Ordinal);
        Assert.DoesNotContain(disk.List(), name => name.StartsWith("card-keys", StringComparison.Ordinal));
        Assert.Null(Desk.Said);
        Assert.Null(Desk.Set(keys[..40], "because").Why);
    }

    [Fact]
    public void What_is_said_no_more_is_removed()
    {
        logic.Connected(0);
        Set('C', 1);
        Configs.Say(new ConfigRequest(ConfigScope.Site, TerminalConfig.Nothing, ["cardKeys"], "because"), key: null);
        Desk.Forget();

        Assert.Null(Assert.Single(Told(logic.OnTime(1))).Said.Config.CardKeys);
        Assert.Empty(Desk.Names());
        Assert.DoesNotContain(disk.List(), name => name.StartsWith("card-keys", StringComparison.Ordinal));
    }

    /// <summary>It takes nothing that has a member which it does not know, and says which.</summary>
    [Fact]
    public void A_terminal_of_an_earlier_build_is_told_the_rest()
    {
        logic.Connected(0);
        Configs.Say(new ConfigRequest(ConfigScope.Site, Prices(400), [], "because"), key: null);
        Set('C', 1);
        Assert.NotNull(Assert.Single(Told(logic.OnTime(1))).Said.Config.CardKeys);

        Refuse("1.2: kiosk.articles.0.allowance: 'cardKeysAll'; expected none");
        Assert.Empty(Told(logic.OnTime(2)));
        // Of one before.
        Refuse("1.1: $.config: The JSON property 'cardKeys' could not be mapped to any .NET member");
        Assert.Empty(Told(logic.OnTime(3)));

        Refuse("1.2: $.config: The JSON property 'cardKeys' could not be mapped to any .NET member");
        var (said, _) = Assert.Single(Told(logic.OnTime(4)));
        Assert.Null(said.Config.CardKeys);
        Assert.Equal((2, Prices(400).Prices), (said.Version, said.Config.Prices));
        // It has taken that, and refuses nothing any more.
        Refuse(null);
        Assert.Empty(Told(logic.OnTime(5)));

        // It may have been brought up to date meanwhile.
        Set('C', 1, 2);
        Assert.NotNull(Assert.Single(Told(logic.OnTime(6))).Said.Config.CardKeys);
    }

    private static TerminalConfig Prices(long price) => new([new PricedArticle(Beer, new Money(price))]);

    private static SiteCardKey KeyOf(char digit, int version) =>
        new("members", "proof", version, new string(digit, 32));

    private static SiteCardKeyName Name(int version) => new("members", "proof", version);

    private static string Written(char digit, int version) =>
        Encoding.UTF8.GetString(SiteCardKeys.Write([KeyOf(digit, version)]));

    /// <returns>The digits of the key.</returns>
    private string Set(char digit, params int[] versions)
    {
        Assert.Null(Desk.Set([.. versions.Select(version => KeyOf(digit, version))], "because").Why);
        return new string(digit, 32);
    }

    private LedgerLogic LogicOver(LogBook<CardKeySource> log) =>
        new(Site.Id, ledger.Store, site.Ledger, LedgerBench.Options)
        {
            CardKeys = new CardKeySource(Trust, log),
        };

    private void Refuse(string? why)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(1), TerminalActivity.Serving, "0.1.0", null, null, 1, 1,
            [], ConfigRefused: why);
        var message = new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), SignedMessage.Sign(status, site.Terminal).Compact);
        logic.Received([message], 2, Clock.Noon);
    }

    private static void Hear(LedgerLogic logic, long now)
    {
        var ask = new AskMessage(1, now, new Nonce(1));
        logic.Received(
            [new MqttMessage(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask.Write())], now, Clock.Noon);
    }

    /// <summary>By its journal.</summary>
    private void Apply(ConfigMessage said) => ledger.Take(new JournalWriter(site).Next(
        new Fact.ConfigApplied(said.Version, said.Era, said.Config.InClear().Hash())));

    private List<(ConfigMessage Said, string Text)> Told(IReadOnlyList<LedgerAction> actions) =>
    [
        .. from publish in actions.OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Config)
           let payload = publish.Message.Payload
           select (
               SignedMessage.Read<ConfigMessage>(payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
               Encoding.UTF8.GetString(
                   Jws.Open(JwsType.Config, payload, site.LedgerKeys).OrThrow().Payload.Span)),
    ];

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
