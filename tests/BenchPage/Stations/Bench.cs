using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>Three stations of one site, each a terminal of its own, and a tray of cards.</summary>
public sealed class Bench : IAsyncDisposable
{
    /// <summary>The drink station's name.</summary>
    public const string DrinkName = "tap-1";

    /// <summary>The gate's name.</summary>
    public const string GateName = "gate-1";

    private const int Valve = 17;
    private const int Meter = 23;
    private const int SecondValve = 27;
    private const int SecondMeter = 24;
    private const int Release = 17;
    private const int Passed = 5;
    private const int Tampered = 13;
    private const int Fire = 6;

    // What stations stand on; put away behind them, also where a station never came to be.
    private readonly ConcurrentQueue<IAsyncDisposable> fittings = [];
    private readonly RunningSite site;
    private readonly SitePlan plan;
    private readonly LedgerView ledger;
    private readonly string language;
    private readonly BenchNames names;

    private Bench(RunningSite site, SitePlan plan, IEnumerable<BenchCard> cards, string language)
    {
        (this.site, this.plan, Cards, this.language) = (site, plan, [.. cards], language);
        names = BenchNames.For(language);
        ledger = new LedgerView(site);
    }

    public ImmutableArray<BenchCard> Cards { get; }

    /// <summary>Do all that is done here.</summary>
    public Hands Hands { get; } = new();

    /// <summary>In the order in which they stand there.</summary>
    public ImmutableArray<Station> Stations { get; private set; } = [];

    /// <summary>The site's own terminal.</summary>
    public Station Kiosk => Stations.First(station => station.Kind == StationKind.Kiosk);

    /// <summary>
    /// Puts two stations beside the site's own terminal, and starts that anew, on a cable that can be pulled.
    /// </summary>
    /// <param name="site">Where they stand.</param>
    /// <param name="plan">What it is made of.</param>
    /// <param name="cards">For the tray.</param>
    /// <param name="language">Of the displays: <c>en</c> or <c>fr</c>.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public static async Task<Bench> OpenAsync(
        RunningSite site,
        SitePlan plan,
        IEnumerable<BenchCard> cards,
        string language,
        CancellationToken cancellation)
    {
        var bench = new Bench(site, plan, cards, language);
        try
        {
            var articles = await bench.AddArticlesAsync(cancellation);
            // All are begun before one is waited for; those that came to be are put away if another does not.
            var opening = new[]
            {
                bench.OpenKioskAsync(articles, cancellation), bench.OpenDrinkAsync(cancellation),
                bench.OpenGateAsync(cancellation),
            };
            await Task.WhenAny(Task.WhenAll(opening));
            bench.Stations =
                [.. opening.Where(task => task.IsCompletedSuccessfully).Select(task => task.GetAwaiter().GetResult())];
            await Task.WhenAll(opening);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lays a card on a reader; it is nowhere else then.</summary>
    public Task LayAsync(Station station, BenchCard card, CancellationToken cancellation) => Hands.DoAsync(
        async () =>
        {
            foreach (var other in Stations.Where(other => other.Lying == card))
                await other.TakeAsync();
            await station.LayAsync(card);
        },
        cancellation);

    /// <summary>Puts all away; what fails keeps nothing else from it.</summary>
    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();
        foreach (var part in Stations.Concat<IAsyncDisposable>(fittings))
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        Hands.Dispose();
        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    /// <summary>What a deposit is paid for, the deposit, and time for a second card.</summary>
    /// <returns>All articles, by the keys that choose them.</returns>
    private async Task<ImmutableDictionary<string, string>> AddArticlesAsync(CancellationToken cancellation)
    {
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(site.ConfigurationFile, cancellation))!;
        var kiosk = configuration["kiosk"]!.AsObject();
        kiosk["secondCardSeconds"] = 30;
        kiosk["deposit"] = "bench-cup";
        kiosk["articles"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "bench-cider", ["name"] = names.Cider, ["price"] = 300, ["taxBasisPoints"] = 2000, ["key"] = "8",
            ["withDeposit"] = true,
        });
        kiosk["articles"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "bench-cup", ["name"] = names.Cup, ["price"] = 100, ["key"] = "9",
        });
        await File.WriteAllTextAsync(site.ConfigurationFile, configuration.ToJsonString(), cancellation);
        return plan.Articles.ToImmutableDictionary(article => article.Key, article => article.Name)
            .SetItem("8", names.Cider).SetItem("9", names.Cup);
    }

    private async Task<Station> OpenKioskAsync(
        ImmutableDictionary<string, string> articles, CancellationToken cancellation)
    {
        var (cable, clock) = Fittings(plan.Terminal);
        site.Launch = TerminalLaunch.Shipped with
        {
            Environment = await EnvironmentAsync(cable, clock, cancellation),
        };
        await site.PullThePlugAsync(cancellation);
        await site.StartTerminalAsync(names.Welcome, cancellation);
        return new Station(plan.Terminal, StationKind.Kiosk, new SiteTerminal(site), cable, clock, ledger, Hands)
        {
            Language = language, Keys = BenchKeys.OfKiosk(articles),
        };
    }

    private async Task<Station> OpenDrinkAsync(CancellationToken cancellation)
    {
        var (cable, clock) = Fittings(DrinkName);
        var board = new VirtualBoard(clock);
        // The world is there before the terminal is: a fire contact that nobody holds would be a fire.
        ImmutableArray<BenchTap> taps =
        [
            new("1", names.Pils, new Glass(board.Line(Valve), board.Line(Meter))),
            new("2", names.Cider, new Glass(board.Line(SecondValve), board.Line(SecondMeter))),
        ];
        foreach (var tap in taps)
            fittings.Enqueue(tap.Glass);
        static JsonObject Product(string id, string name, int price) => new()
        {
            ["id"] = id, ["name"] = name, ["price"] = price, ["taxBasisPoints"] = 2000, ["adultsOnly"] = true,
        };
        static JsonObject Tap(JsonObject of, string key, string valve, int meter)
        {
            (of["key"], of["valve"], of["meterLine"]) = (key, valve, meter);
            of["pulsesPerLitre"] = Glass.PulsesPerLitre;
            return of;
        }
        var drink = Tap(
            new JsonObject
            {
                ["product"] = Product("pils", names.Pils, 700),
                ["kegLitres"] = 30,
                ["otherTaps"] = new JsonArray(Tap(Product("cider", names.Cider, 900), "2", "second", SecondMeter)),
                ["staffBadge"] = BenchPeople.StaffBadge,
                ["maintenanceBadge"] = BenchPeople.CellarBadge,
                ["kegKey"] = BenchKeys.Keg,
                ["calibrateKey"] = BenchKeys.Calibrate,
                ["approveKey"] = BenchKeys.Approve,
                ["moreKey"] = BenchKeys.More,
                ["lessKey"] = BenchKeys.Less,
            },
            "1", "valve", Meter);
        var terminal = await OpenAsync(
            DrinkName, "drink", drink, Outputs(("valve", Valve), ("second", SecondValve)), board, names.Pils,
            await EnvironmentAsync(cable, clock, cancellation), cancellation);
        return new Station(DrinkName, StationKind.Drink, terminal, cable, clock, ledger, Hands)
        {
            Language = language, Keys = BenchKeys.OfTaps(taps), Taps = taps,
        };
    }

    private async Task<Station> OpenGateAsync(CancellationToken cancellation)
    {
        static JsonObject Contact(int line) => new() { ["line"] = line, ["bias"] = "pullUp", ["activeLow"] = true };
        var (cable, clock) = Fittings(GateName);
        var board = new VirtualBoard(clock);
        var turnstile = new WiredTurnstile(
            board.Line(Release), board.Line(Passed), board.Line(Tampered), board.Line(Fire));
        var gate = new JsonObject
        {
            ["turnstile"] = "turnstile",
            ["passed"] = Contact(Passed),
            ["tampered"] = Contact(Tampered),
            ["fire"] = new JsonObject { ["line"] = Fire, ["bias"] = "pullUp" },
            ["antiPassback"] = true,
            ["moreKey"] = BenchKeys.OnePersonMore,
            ["resetKey"] = BenchKeys.CountOutside,
            ["mostPeople"] = 4,
            ["admissions"] = new JsonArray(
                new JsonObject { ["id"] = "member", ["name"] = names.Member, ["price"] = 0, ["entitlement"] = "SUB" },
                new JsonObject
                {
                    ["id"] = "day", ["name"] = names.DayTicket, ["price"] = 0, ["entitlement"] = BenchPeople.Ticket,
                    ["entriesPerDay"] = 2,
                },
                new JsonObject { ["id"] = "evening", ["name"] = names.Evening, ["price"] = 200 }),
        };
        var lines = Outputs(("turnstile", Release));
        lines[0]!["safe"] = "active";
        var terminal = await OpenAsync(
            GateName, "gate", gate, lines, board, names.WayIn, await EnvironmentAsync(cable, clock, cancellation),
            cancellation);
        return new Station(GateName, StationKind.Gate, terminal, cable, clock, ledger, Hands)
        {
            Language = language, Keys = BenchKeys.OfGate, Turnstile = turnstile,
        };
    }

    private static JsonArray Outputs(params (string Name, int Line)[] lines) =>
        [.. lines.Select(line => new JsonObject { ["name"] = line.Name, ["line"] = line.Line })];

    private async Task<RunningTerminal> OpenAsync(
        string name,
        string profile,
        JsonObject section,
        JsonArray lines,
        VirtualBoard board,
        string title,
        ImmutableDictionary<string, string> environment,
        CancellationToken cancellation)
    {
        var files = new TerminalFiles(site.In(""), name);
        fittings.Enqueue(WireServer.Listen(files.Wires, board));
        var kind = new NeighbourPlan
        {
            Title = title,
            Environment = environment,
            Configure = configuration =>
            {
                configuration.Remove("kiosk");
                configuration["profile"] = profile;
                configuration[profile] = section;
                configuration["hardware"] = new JsonObject
                {
                    ["adapter"] = "emulator", ["socket"] = files.Wires,
                };
                configuration["lines"] = lines;
            },
        };
        return await NeighbourTerminal.OpenAsync(site, plan, name, kind, cancellation);
    }

    private (TcpProxy Cable, MachineTime Clock) Fittings(string name)
    {
        var (cable, clock) = (TcpProxy.To(site.BrokerFor("bench").Port), MachineTime.Open(site.In($"{name}.clock")));
        fittings.Enqueue(cable);
        fittings.Enqueue(clock);
        return (cable, clock);
    }

    private async Task<ImmutableDictionary<string, string>> EnvironmentAsync(
        TcpProxy cable, MachineTime clock, CancellationToken cancellation) =>
        ImmutableDictionary<string, string>.Empty
            .AddRange(await clock.EnvironmentAsync(cancellation))
            .Add("EDGE_TERMINAL__language", language)
            .Add("EDGE_TERMINAL__mqtt__port", cable.Port.ToString(CultureInfo.InvariantCulture));
}
