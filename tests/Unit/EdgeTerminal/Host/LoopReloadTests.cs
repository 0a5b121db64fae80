using CloudBridge.Contract;
using CloudBridge.Mqtt.Clients;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A new configuration reaches the real loop.</summary>
public sealed class LoopReloadTests : IDisposable
{
    private static readonly Article DearBeer = Beer with { Price = new Money(400) };

    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));
    private readonly TaskCompletionSource inForce = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task At_rest_it_is_in_force_at_once()
    {
        bench.Start();
        await bench.GiveAsync(New(Bar with { PriceListVersion = 4 }));
        Assert.True(inForce.Task.IsCompleted);
        Assert.NotNull(bench.Notes.Words);
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));

        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);

        var sale = Assert.Single(bench.Facts.OfType<Fact.Sale>());
        Assert.Equal((400, 4), (sale.Payments[0].Parts[0].Amount.MinorUnits, sale.Verdict.PriceListVersion));
    }

    [Fact]
    public async Task A_guest_who_has_chosen_pays_what_the_display_says()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.GiveAsync(New(Bar with { PriceListVersion = 4 }));
        Assert.False(inForce.Task.IsCompleted);

        await bench.TapAsync(Guest);
        var sale = Assert.Single(bench.Facts.OfType<Fact.Sale>());
        Assert.Equal((350, 3), (sale.Payments[0].Parts[0].Amount.MinorUnits, sale.Verdict.PriceListVersion));
        Assert.False(inForce.Task.IsCompleted);

        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
        bench.Time.Advance(TimeSpan.FromSeconds(4));
        await Eventually.CompletesAsync(inForce.Task, "it is in force", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task No_card_pays_a_price_that_the_display_has_not_shown_yet()
    {
        bench.Start();
        await bench.GiveAsync(New(Bar with { FixedArticle = DearBeer, PriceListVersion = 4 }));
        var asked = Assert.IsType<GuestScreen.AmountDue>(bench.Notes.Screens[^1]);

        await bench.TapAsync(Guest);
        Assert.Empty(bench.Facts.OfType<Fact.Sale>());

        await bench.GiveAsync(new LoopInput.Shown(asked));
        await bench.TapAsync(Guest);
        Assert.Single(bench.Facts.OfType<Fact.Sale>());
    }

    [Fact]
    public async Task What_the_ledger_sent_is_in_the_journal_before_anything_is_sold_by_it()
    {
        bench.Start();
        await bench.GiveAsync(Sent(5));
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);

        Assert.Equal(
            [typeof(Fact.ConfigApplied), typeof(Fact.Sale)],
            bench.Facts.Where(fact => fact is Fact.ConfigApplied or Fact.Sale).Select(fact => fact.GetType()));
        Assert.Equal(new ConfigVersion(1, 5), bench.Notes.Statuses[^1].Config);
        Assert.Equal(30, bench.Loop.Setup.Limits.FreshSeconds);
        Assert.Equal(new ConfigVersion(1, 5), bench.Configs.Highest);
    }

    [Fact]
    public async Task One_that_is_not_above_the_last_changes_nothing()
    {
        bench.Start();
        await bench.GiveAsync(Sent(5));
        var setup = bench.Loop.Setup;

        await bench.GiveAsync(Sent(4));

        Assert.Same(setup, bench.Loop.Setup);
        Assert.Equal(1, bench.Log.Count("configuration 1.4 is not above 1.5"));
        Assert.Single(bench.Facts.OfType<Fact.ConfigApplied>());
    }

    private LoopInput.Reconfigured Sent(long version)
    {
        var next = New(Bar with { PriceListVersion = 3 + version });
        return next with
        {
            Configuration = next.Configuration with
            {
                Limits = TerminalLimits.Default with { FreshSeconds = 30 },
                Sent = new KeptConfig(
                    TerminalConfig.Nothing, new SentConfig(new ConfigVersion(1, version), Digest.Zero)),
            },
        };
    }

    private LoopInput.Reconfigured New(KioskSetup kiosk) => new(
        new HostConfiguration(
            State: "",
            Enrolment: "",
            Language.Fr,
            Currency: "€",
            new BrokerSettings("", 1, null, null, TimeSpan.Zero),
            MqttClients.Default,
            CardCaches.Default,
            new ReaderSettings("", 115_200),
            new HardwareSettings(Boards.Default, 0),
            new PanelSettings(PanelDriver.None),
            Profiles.All[0],
            new StationSettings(kiosk, KioskReader.KeysOf([("1", DearBeer)]), new HashSet<object> { DearBeer }),
            TimeSpan.FromDays(35),
            new LogSettings(LogLevel.Information, null))
        {
            Cards = CardSettings.None,
        },
        inForce);
}
