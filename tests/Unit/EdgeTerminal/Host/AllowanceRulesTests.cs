using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Host.Doctor;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Allowances that are named where something is sold, and that the enrolment does not have.</summary>
public class AllowanceRulesTests
{
    private static readonly (string, string?)[] Kiosk =
    [
        ("profile", "kiosk"),
        ("kiosk.articles.0.id", "water"), ("kiosk.articles.0.price", "100"), ("kiosk.articles.0.key", "1"),
        ("kiosk.articles.1.id", "beer"), ("kiosk.articles.1.price", "350"), ("kiosk.articles.1.key", "2"),
        ("kiosk.articles.1.allowance", "alcohol"),
    ];

    private static readonly (string, string?)[] Drink =
    [
        .. WrittenConfiguration.Drink, ("drink.product.allowance", "alcohol"), ("drink.key", "1"),
        ("drink.otherTaps.0.id", "cider"), ("drink.otherTaps.0.price", "600"),
        ("drink.otherTaps.0.pulsesPerLitre", "400"), ("drink.otherTaps.0.valve", "other"),
        ("drink.otherTaps.0.meterLine", "21"), ("drink.otherTaps.0.key", "2"),
        ("drink.otherTaps.0.allowance", "cider"), ("lines.1.name", "other"), ("lines.1.line", "18"),
    ];

    [Fact]
    public void An_article_whose_allowance_the_enrolment_has_not_is_named()
    {
        Assert.Equal(
            [
                "kiosk.articles.1.allowance: 'alcohol'; expected none, because the enrolment has no allowances " +
                "(ledger enroll --limits)",
            ],
            Errors(Kiosk));
        Assert.Equal(
            [
                "kiosk.articles.1.allowance: 'alcohol'; expected an allowance of the enrolment: meal or shots " +
                "(ledger enroll --limits)",
            ],
            Errors(Kiosk, "meal", "shots"));
    }

    [Fact]
    public void Each_tap_of_a_drink_station_is_looked_at()
    {
        Assert.Equal(
            ["drink.product.allowance", "drink.otherTaps.0.allowance"],
            Errors(Drink).Select(error => error[..error.IndexOf(':', StringComparison.Ordinal)]));
        Assert.StartsWith(
            "drink.otherTaps.0.allowance: 'cider'", Assert.Single(Errors(Drink, "alcohol")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_enrolment_has_is_good()
    {
        Assert.Empty(Errors(Kiosk, "alcohol"));
        Assert.Empty(Errors(Drink, "cider", "alcohol"));
        Assert.Empty(Errors(WrittenConfiguration.Drink));
    }

    [Fact]
    public void The_doctor_says_what_to_do()
    {
        var finding = Assert.Single(
            AllowanceExaminer.Examine(WrittenConfiguration.Of(Kiosk), Enrolment(LimitsWith("meal"))));

        Assert.True(finding.IsProblem);
        Assert.StartsWith("kiosk.articles.1.allowance: 'alcohol'", finding.Found, StringComparison.Ordinal);
        Assert.Empty(AllowanceExaminer.Examine(WrittenConfiguration.Of(Kiosk), Enrolment(LimitsWith("alcohol"))));
    }

    [Fact]
    public async Task A_reload_that_names_one_is_not_taken()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var log = new LogBook<Reload>();
        var next = WrittenConfiguration.Of([.. Kiosk, ("kiosk.priceListVersion", "2")]);
        using var reload = new Reload(
            WrittenConfiguration.Of(Kiosk[..^1]),
            (out HostConfiguration? read) =>
            {
                read = next;
                return [];
            },
            ServiceManager.None,
            new ManualTime(),
            log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var applied = new List<HostConfiguration>();
        var running = reload.RunAsync(LimitsWith("meal"), Apply, _ => ValueTask.CompletedTask, stop.Token);

        reload.Order();
        await log.Entries.First<LogEntry>(
            0, entry => entry.Text.Contains("the old one goes on", StringComparison.Ordinal), cancellation);
        Assert.Equal(1, log.Count("kiosk.articles.1.allowance: 'alcohol'; expected an allowance of the enrolment"));
        Assert.Empty(applied);

        await stop.CancelAsync();
        await running;

        Task Apply(HostConfiguration configuration)
        {
            applied.Add(configuration);
            return Task.CompletedTask;
        }
    }

    private static TerminalLimits LimitsWith(params string[] allowances) => TerminalLimits.Default with
    {
        Allowances = [.. allowances.Select(name => new AllowanceLimit(name, 2))],
    };

    private static Enrolment Enrolment(TerminalLimits limits)
    {
        using var site = new Site();
        return new Enrolment(
            1, Site.Id, Site.Bar, site.Terminal.KeyId,
            site.Ledger.PublicKey.ToJsonWebKey(), "", 1, limits);
    }

    private static IEnumerable<string> Errors((string, string?)[] written, params string[] allowances) =>
        AllowanceRules.Errors(WrittenConfiguration.Of(written).Station.Setup, LimitsWith(allowances))
            .Select(error => error.ToString());
}
