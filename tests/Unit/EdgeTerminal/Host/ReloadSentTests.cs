using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Host.Doctor;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A configuration of the ledger's on its way into a daemon that runs.</summary>
public sealed class ReloadSentTests : IAsyncDisposable
{
    private readonly Site site = new();
    private readonly LogBook<Reload> log = new();
    private readonly ForgetfulDisk disk = new();
    private readonly List<HostConfiguration> applied = [];
    private readonly EventLog<Input.CommandHeard> answers = new();
    private readonly CancellationTokenSource stop = new();
    private readonly SentConfigStore store;
    private readonly Reload reload;
    private readonly Task running;
    private HostConfiguration? file;

    public ReloadSentTests()
    {
        store = Opened(disk);
        var local = Written(350, 1);
        reload = new Reload(
            local,
            (out HostConfiguration? next) =>
            {
                next = file;
                return next is null ? [new ConfigurationError("kiosk.articles.0.price", "x", "a number")] : [];
            },
            ServiceManager.None,
            new ManualTime(),
            log);
        reload.Follow(local, store, TerminalLimits.Default);
        running = reload.RunAsync(TerminalLimits.Default, Apply, Answer, stop.Token);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        reload.Dispose();
        site.Dispose();
        stop.Dispose();
    }

    [Fact]
    public async Task It_comes_into_force_over_the_file_as_it_was_read_last()
    {
        Assert.Null(Save(1, new PricedArticle(ArticleId.Parse("beer"), new Money(400))));
        reload.OrderSent();
        await AppliedAsync(1);
        Assert.Equal((400, 2, 1), Last());

        // Somebody has spoilt the file since: nobody has ordered to read it.
        Assert.Null(Save(2, new PricedArticle(ArticleId.Parse("beer"), new Money(450))));
        reload.OrderSent();
        await AppliedAsync(2);
        Assert.Equal((450, 3, 2), Last());
    }

    [Fact]
    public async Task A_file_that_is_read_again_does_not_take_back_what_was_sent()
    {
        Assert.Null(Save(4, new PricedArticle(ArticleId.Parse("beer"), new Money(400))));
        file = Written(300, 2);
        reload.Order();
        await AppliedAsync(1);

        Assert.Equal((400, 6, 4), Last());
    }

    [Fact]
    public async Task Who_orders_it_by_command_hears_what_came_of_it()
    {
        var command = new Input.CommandHeard(7, long.MaxValue, CommandKind.Reload, Card: null);
        reload.Order(command);
        Assert.Equal(
            "not taken, the one before goes on: kiosk.articles.0.price: 'x'; expected a number",
            await AnswerToAsync(command));

        file = WrittenConfiguration.Of(WrittenConfiguration.Drink);
        reload.Order(command with { Number = 8 });
        Assert.StartsWith(
            "in force; profile needs a restart", await AnswerToAsync(command with { Number = 8 }),
            StringComparison.Ordinal);

        // Nobody asked.
        reload.Order();
        await AppliedAsync(2);
        Assert.Equal(2, answers.Seen.Count);
    }

    /// <summary>The station that runs is laid over its own file, whatever the next one is to be.</summary>
    [Fact]
    public async Task A_file_of_another_profile_waits_for_a_restart_and_what_is_sent_meanwhile_is_of_the_one_that_runs()
    {
        file = WrittenConfiguration.Of(WrittenConfiguration.Drink);
        reload.Order();
        await AppliedAsync(1);
        Assert.Equal(1, log.Count("Restart needed for profile"));

        Assert.Null(Save(1, new PricedArticle(ArticleId.Parse("beer"), new Money(400))));
        reload.OrderSent();
        await AppliedAsync(2);

        Assert.Equal((400, 2, 1), Last());
        Assert.Equal("kiosk", applied[^1].Profile.Name);
    }

    /// <summary>It was good when it was stored, and the file has changed in that moment.</summary>
    [Fact]
    public async Task What_is_stored_and_cannot_be_followed_says_why()
    {
        store.Judge = _ => null;
        Assert.Null(Save(1, new PricedArticle(ArticleId.Parse("beer"), new Money(400), Allowance: "alcohol")));
        reload.OrderSent();
        await Eventually.TrueAsync(() => store.Refused is not null, "it is refused", Cancellation);

        Assert.StartsWith("1.1: kiosk.articles.0.allowance: 'alcohol'", store.Refused, StringComparison.Ordinal);
        Assert.Empty(applied);
    }

    [Fact]
    public void What_cannot_be_followed_is_not_kept_and_says_why()
    {
        var why = Save(1, new PricedArticle(ArticleId.Parse("beer"), new Money(400), Allowance: "alcohol"));

        Assert.StartsWith("kiosk.articles.0.allowance: 'alcohol'; expected none", why, StringComparison.Ordinal);
        Assert.Null(store.Kept);
        Assert.Equal($"1.1: {why}", store.Refused);
    }

    /// <summary>A terminal was stolen, and one article is spelt wrong for this one.</summary>
    [Fact]
    public async Task A_price_that_cannot_be_followed_keeps_no_limit_away_and_those_before_go_on()
    {
        Assert.Null(Save(1, Beer(400)));
        reload.OrderSent();
        await AppliedAsync(1);

        Assert.Null(Save(2, Beer(450, "alcohol"), Lower(2)));
        reload.OrderSent();
        await AppliedAsync(2);

        Assert.Equal((400, 2, 2), Last());
        Assert.Equal(new Money(2), applied[^1].Limits!.OfflineTotal);
        Assert.StartsWith(
            "1.2: but for its prices: kiosk.articles.0.allowance", store.Refused, StringComparison.Ordinal);
        Assert.Equal(1, log.Count("prices are not taken"));

        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.Add(disk.AfterPowerCut());
        Assert.Null(Save(3, Beer(480, "alcohol"), Lower(3)));
        disk.Stepped = () => { };
        // The power may go between the two files.
        Assert.Equal([2, 3], cuts.Select(cut => Opened(cut).Kept!.Sent.Version.Version).Distinct());
        Assert.All(cuts, cut => Assert.Equal(new FormerPrices([Beer(400)], 1), Opened(cut).Kept!.Former));
        reload.OrderSent();
        await AppliedAsync(3);
        Assert.Equal((400, 2, 3), Last());
        // After a power cut as well.
        Assert.Equal(
            new FormerPrices([Beer(400)], 1), Opened(disk.AfterPowerCut()).Kept!.Former);

        Assert.Null(Save(4, Beer(500), Lower(3)));
        reload.OrderSent();
        await AppliedAsync(4);
        Assert.Equal((500, 5, 4), Last());
        Assert.Null(store.Refused);
        Assert.Null(Opened(disk.AfterPowerCut()).Kept!.Former);
    }

    /// <summary>Until its own prices were in force once: then a file that does not go with them is wrong.</summary>
    [Fact]
    public async Task Prices_that_were_followed_are_not_given_up_for_those_before()
    {
        Assert.Null(Save(1, Beer(400)));
        Assert.Null(Save(2, Beer(450, "alcohol"), Lower(2)));
        var mended = Lower(2) with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        Assert.Null(Save(3, Beer(450, "alcohol"), mended));
        reload.OrderSent();
        await AppliedAsync(1);

        Assert.Equal((450, 4, 3), Last());
        Assert.Null(store.Kept!.Former);
        Assert.Null(Opened(disk.AfterPowerCut()).Kept!.Former);
    }

    [Fact]
    public async Task Where_nothing_was_sent_before_the_prices_of_its_file_go_on()
    {
        Assert.Null(Save(1, Beer(450, "alcohol"), Lower(1)));
        reload.OrderSent();
        await AppliedAsync(1);

        Assert.Equal((350, 1, 1), Last());
        Assert.Equal(FormerPrices.None, Opened(disk.AfterPowerCut()).Kept!.Former);
    }

    /// <summary>By its file it would sell at prices that hold no more.</summary>
    [Fact]
    public void Where_what_was_in_force_is_lost_no_part_is_taken()
    {
        store.Demand(new ConfigVersion(1, 1));

        Assert.NotNull(Save(2, Beer(450, "alcohol"), Lower(1)));
        Assert.Null(store.Kept);

        Assert.Null(Save(2, Beer(450), Lower(1)));
    }

    /// <summary>There would be nothing to take, and the ledger would hear that it is in force.</summary>
    [Fact]
    public void What_brings_nothing_but_such_prices_is_not_taken()
    {
        Assert.Null(Save(1, Beer(400), Lower(1)));

        Assert.NotNull(Save(2, Beer(450, "alcohol"), Lower(1)));

        Assert.Equal(new ConfigVersion(1, 1), store.Kept!.Sent.Version);
    }

    private static PricedArticle Beer(long price, string? allowance = null) =>
        new(ArticleId.Parse("beer"), new Money(price), Allowance: allowance);

    private static TerminalLimits Lower(long total) =>
        TerminalLimits.Default with { OfflineTotal = new Money(total) };

    private SentConfigStore Opened(IStorage on) =>
        SentConfigStore.Open(on, Site.Id, Site.Bar, site.LedgerKeys, site.Terminal);

    private static HostConfiguration Written(long price, long version) => WrittenConfiguration.Of(
    [
        ("profile", "kiosk"), ("kiosk.priceListVersion", $"{version}"),
        ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", $"{price}"), ("kiosk.articles.0.key", "1"),
    ]);

    private string? Save(long version, PricedArticle article, TerminalLimits? limits = null)
    {
        var message = new ConfigMessage(
            Site.Id, Addressee.Of(Site.Bar), 1, version, new SealedConfig([article], Limits: limits));
        return store.Save(message, SignedMessage.Sign(message, site.Ledger).Compact);
    }

    private (long Price, long PriceList, long? Sent) Last()
    {
        var last = applied[^1];
        return (
            ((KioskSetup)last.Station.Setup).Articles[0].Price.MinorUnits,
            last.Station.Setup.PriceListVersion,
            last.Sent?.Sent.Version.Version);
    }

    private Task AppliedAsync(int count) =>
        Eventually.TrueAsync(() => applied.Count == count, "it is in force", Cancellation);

    private async Task<string?> AnswerToAsync(Input.CommandHeard command) => (await answers.First<Input.CommandHeard>(
        0, answer => answer.Number == command.Number, Cancellation)).CameTo;

    private ValueTask Answer(Input.CommandHeard command)
    {
        answers.Add(command);
        return ValueTask.CompletedTask;
    }

    private Task Apply(HostConfiguration configuration)
    {
        applied.Add(configuration);
        return Task.CompletedTask;
    }
}
