namespace Tests.Simulation;

/// <summary>Writes the story of a seed: which guests come when, and what goes wrong.</summary>
internal sealed class Author
{
    /// <summary>Every so many seeds sign with ES256.</summary>
    private const ulong RealKeysEvery = 64;

    private readonly Chance chance;
    private readonly Plan plan;
    private readonly Swarm swarm;
    private readonly List<Happening> happenings = [];
    private readonly List<Happening.Visit> visits = [];

    /// <summary>So often comes one of a few cards: that is where limits are reached.</summary>
    private readonly double regularly;

    private readonly bool revokes;

    private Author(
        ulong seed,
        int terminals,
        int taps,
        Swarm? swarm = null,
        bool isBusy = false,
        bool isMixed = false,
        bool revokes = false)
    {
        this.revokes = revokes;
        chance = new Chance(seed).Split("story");
        var pace = (4_000 + chance.Wait(5_000)) * (isBusy ? 2 : 5) / 5;
        plan = new Plan(seed, terminals, Math.Max(4, taps / 8), 60_000 + taps * pace / terminals)
        {
            IsBusy = isBusy,
            RealKeys = seed % RealKeysEvery == RealKeysEvery - 1,
            ListEvery = chance.Between(5_000, 30_000),
            ExpirySeconds = (int)chance.Between(120, 480),
            MostUnacked = chance.Happens(0.2) ? 160 : 5_000,
            SegmentBytes = chance.Between(8, 64) * 1024,
            RetentionSeconds = chance.Between(60, 1_800),
            OfflineLimit = chance.Between(5, 40) * 100,
            FreshLimit = chance.Between(20, 80) * 100,
            OfflineTotal = chance.Between(30, 500) * 100,
            VelocityTaps = (int)chance.Between(3, 20),
            FixedArticles = chance.Happens(0.4),
            Drift = chance.Happens(0.5) ? 100 : 0,
            PricesChange = chance.Split("prices").Happens(0.5),
            SecondCards = chance.Split("second-cards").Happens(0.6),
        };
        if (isMixed)
            plan = Mixed(plan, chance.Split("kinds"));
        regularly = swarm is null ? chance.Fraction() * 0.6 : 0.7;
        this.swarm = swarm ?? Swarm.Draw(chance.Split("swarm"));
    }

    /// <summary>The story of a seed.</summary>
    /// <param name="seed">All chance.</param>
    /// <param name="terminals">How many.</param>
    /// <param name="taps">How many guests come.</param>
    /// <param name="isBusy">They come one upon the other.</param>
    /// <param name="isMixed">There are drink stations and gates among the terminals.</param>
    /// <param name="revokes">Some of them are revoked in the middle of it.</param>
    public static Story Write(
        ulong seed, int terminals, int taps, bool isBusy = false, bool isMixed = false, bool revokes = false) =>
        new Author(seed, terminals, taps, isBusy: isBusy, isMixed: isMixed, revokes: revokes).Write(taps);

    /// <summary>A story in which all that can go wrong does.</summary>
    /// <inheritdoc cref="Write(ulong, int, int, bool, bool, bool)"/>
    public static Story WriteStormy(ulong seed, int terminals, int taps, bool isMixed = false) =>
        new Author(seed, terminals, taps, Swarm.Storm, isMixed: isMixed).Write(taps);

    /// <summary>Three terminals are one of each, others as chance has it.</summary>
    private static Plan Mixed(Plan plan, Chance kinds)
    {
        var first = kinds.Below(3);
        return plan with
        {
            Kinds =
            [
                .. Enumerable.Range(0, plan.Terminals)
                    .Select(terminal => (StationKind)((terminal < 3 ? first + terminal : kinds.Below(3)) % 3)),
            ],
            KegLitres = kinds.Happens(0.3) ? kinds.Between(3, 30) : 1_000,
            Capacity = kinds.Happens(0.5) ? (int)kinds.Between(3, 40) : null,
        };
    }

    private Story Write(int taps)
    {
        WriteGuests(taps);
        WriteMachines();
        WriteNetwork();
        WriteLedger();
        if (plan.Kinds is not null)
        {
            WriteStations();
            WriteReturns(taps / 30);
        }
        if (revokes)
            WriteRevocations();
        return new Story(plan, [.. happenings.OrderBy(happening => happening.At)]);
    }

    private void WriteGuests(int taps)
    {
        var guests = chance.Split("guests");
        var odd = guests.Fraction() * 0.12;
        var twice = guests.Fraction() * 0.06;
        var regulars = Math.Max(2, plan.Cards / 8);
        for (var left = taps; left > 0; left--)
        {
            var at = guests.Between(20_000, plan.Through - 10_000);
            var card = guests.Happens(regularly) ? guests.Below(regulars) : guests.Below(plan.Cards + 2);
            var visit = new Happening.Visit(guests.Below(plan.Terminals), card, Shop.Wish(guests))
            {
                At = at,
                Manner = guests.Happens(odd) ? (Manner)(1 + guests.Below(8)) : Manner.Usual,
            };
            visits.Add(visit);
            if (left == 1 || !guests.Happens(twice))
                continue;
            // The same card elsewhere at the same time, or somebody else who cannot wait.
            left--;
            visits.Add(guests.Happens(0.7)
                ? visit with { Terminal = guests.Below(plan.Terminals) }
                : visit with { At = at + guests.Below(300), Manner = (Manner)guests.Below(9) });
        }
        if (plan.SecondCards)
            BringSeconds();
        if (plan.Kinds is not null)
            SendToStations();
        happenings.AddRange(visits);
    }

    /// <summary>Most have a second card, or a friend who pays the rest.</summary>
    private void BringSeconds()
    {
        var seconds = chance.Split("seconds");
        for (var index = 0; index < visits.Count; index++)
            if (seconds.Happens(0.7))
                visits[index] = visits[index] with { Other = seconds.Below(plan.Cards + 2) };
    }

    /// <summary>What guests want depends on what stands there.</summary>
    private void SendToStations()
    {
        var wishes = chance.Split("wishes");
        for (var index = 0; index < visits.Count; index++)
            visits[index] = plan.KindOf(visits[index].Terminal) switch
            {
                StationKind.Drink => visits[index] with
                {
                    Keys = [], Other = null, Millilitres = wishes.Happens(0.1) ? 1_000 : wishes.Between(60, 420),
                },
                StationKind.Gate => visits[index] with
                {
                    Keys = [],
                    Other = null,
                    People = wishes.Happens(0.15) ? (int)wishes.Between(2, 5) : 1,
                    Walks = wishes.Happens(0.15) ? 0
                        : wishes.Happens(0.1) ? wishes.Between(7_500, 8_400)
                        : wishes.Between(400, 2_500),
                },
                _ => visits[index],
            };
    }

    /// <summary>What goes wrong where there are drink stations and gates.</summary>
    private void WriteStations()
    {
        AtGuests("station-press", (terminal, dice) => new Happening.Pressed(
            terminal, (Nudge)dice.Below(Enum.GetValues<Nudge>().Length)) { At = 0 });
        AtGuests("fire", (terminal, dice) =>
            new Happening.FireBroke(terminal, dice.Between(500, 60_000)) { At = 0 });
        foreach (var fault in new[]
        {
            DeviceFault.Keg, DeviceFault.Meter, DeviceFault.Leak, DeviceFault.Valve, DeviceFault.Tampered,
            DeviceFault.Turnstile, DeviceFault.Contact, DeviceFault.FireInput,
        })
            Device(fault.ToString(), fault);
        // Half of these in the middle of what takes its time.
        AtGuests("cut-in-act", (terminal, dice) => new Happening.PowerCutAt(
            terminal, dice.Below(12), dice.Below(1_400), dice.Between(2_000, 120_000)) { At = 0 }, longest: 6_000);
    }

    /// <summary>
    /// Up to a third of the terminals, and never the last of them. A ledger that is restored has forgotten that, and
    /// whoever has handed in and is gone sends nothing again: people do, which is another story.
    /// </summary>
    private void WriteRevocations()
    {
        happenings.RemoveAll(happening => happening is Happening.LedgerTrouble { What: LedgerFault.Restore });
        var dice = chance.Split("revocations");
        if (plan.Terminals < 2)
            return;
        for (var left = Math.Max(1, plan.Terminals / 3); left > 0; left--)
            happenings.Add(new Happening.TerminalRevoked(
                dice.Below(plan.Terminals - 1), dice.Happens(0.3) ? 0 : dice.Between(1_000, 300_000))
            {
                At = dice.Between(plan.Through / 3, plan.Through * 9 / 10),
            });
    }

    private void WriteReturns(int count)
    {
        var returns = chance.Split("returns");
        for (var left = count; left > 0; left--)
            happenings.Add(new Happening.StaffActed(
                returns.Below(plan.Terminals),
                returns.Of([StaffAct.Void, StaffAct.VoidElsewhere, StaffAct.Abandon]),
                returns.Below(plan.Cards),
                Amount: 0)
            {
                At = returns.Between(30_000, plan.Through - 10_000),
            });
    }

    private void WriteMachines()
    {
        var all = plan.Terminals;
        AtGuests("press", (terminal, dice) => new Happening.Pressed(terminal, (Nudge)dice.Below(8)) { At = 0 });
        AtGuests("power-cut", (terminal, dice) => new Happening.PowerCutAt(
            terminal, dice.Below(12), dice.Below(1_400), dice.Between(2_000, 120_000)) { At = 0 });
        AtGuests("kill", (terminal, _) => new Happening.Killed(terminal) { At = 0 });
        AtGuests("stop", (terminal, _) => new Happening.Stopped(terminal) { At = 0 });
        Disk("full", DiskFault.Full);
        Disk("sync", DiskFault.SyncFails);
        Disk("list-rot", DiskFault.ListRots);
        Disk("journal-rot", DiskFault.JournalRots);
        Disk("list-lost", DiskFault.ListLost);
        Device("reader", DeviceFault.Reader);
        Device("panel", DeviceFault.Panel);
        Device("silent", DeviceFault.SilentPanel);
        Add("clock", all, (at, dice) =>
            new Happening.ClockJumped(dice.Below(all), dice.Between(-7_200_000, 7_200_000)) { At = at });
        Add("staff", all, (at, dice) => new Happening.StaffActed(
            dice.Below(all),
            dice.Happens(0.8) ? StaffAct.Refill : StaffAct.DepositReturn,
            dice.Below(plan.Cards),
            dice.Happens(0.1) ? dice.Between(1_000_00, 10_000_00) : dice.Between(1, 50) * 100) { At = at });
        Add("block", all, (at, dice) =>
            new Happening.StaffActed(dice.Below(all), StaffAct.Block, dice.Below(plan.Cards), 0) { At = at });

        void Disk(string kind, DiskFault fault) => Add(kind, all, (at, dice) =>
            new Happening.DiskTrouble(dice.Below(all), fault, dice.Between(5_000, 120_000), dice.Next()) { At = at });

    }

    private void Device(string kind, DeviceFault fault) => AtGuests(kind, (terminal, dice) =>
        new Happening.DeviceTrouble(terminal, fault, dice.Between(500, 60_000)) { At = 0 });

    private void WriteNetwork()
    {
        var all = plan.Terminals;
        Add("split", all, (at, dice) =>
        {
            var parts = 2 + dice.Below(Math.Min(3, all));
            return new Happening.NetworkSplit(
                [.. Enumerable.Range(0, all).Select(_ => dice.Below(parts))], 30_000 + dice.Wait(500_000)) { At = at };
        });
        Add("weather", 1, (at, dice) => new Happening.WeatherTurned(
            dice.Happens(0.5) ? dice.Fraction() * 0.2 : 0,
            dice.Happens(0.5) ? dice.Fraction() * 0.2 : 0,
            dice.Between(5, 1_500)) { At = at });
        Add("half-open", all, (at, dice) => new Happening.HalfOpened(dice.Below(all + 1) - 1) { At = at });
        Add("broker", 2, (at, dice) => new Happening.BrokerTurned(
            (BrokerMood)(1 + dice.Below(4)), dice.Between(20_000, 400_000)) { At = at });
    }

    private void WriteLedger()
    {
        Ledger("ledger-cut", LedgerFault.PowerCut);
        Ledger("backup", LedgerFault.Backup);
        Ledger("restore", LedgerFault.Restore);
        Add("sync", 1, (at, dice) => new Happening.DiskTrouble(-1, DiskFault.SyncFails, 0, dice.Next()) { At = at });

        void Ledger(string kind, LedgerFault fault) => Add(kind, 2, (at, dice) => new Happening.LedgerTrouble(
            fault, dice.Below(8), dice.Below(2_000), dice.Between(1_000, 90_000)) { At = at });
    }

    /// <summary>Half of what goes wrong does so while somebody is being served.</summary>
    private void AtGuests(
        string kind, Func<int, Chance, Happening> make, int longest = 1_400) => Add(kind, plan.Terminals, (at, dice) =>
    {
        var visit = dice.Of(visits);
        return dice.Happens(0.5)
            ? make(visit.Terminal, dice) with { At = visit.At + dice.Below(longest) }
            : make(dice.Below(plan.Terminals), dice) with { At = at };
    });

    private void Add(string kind, int machines, Func<long, Chance, Happening> make)
    {
        var dice = chance.Split(kind);
        foreach (var at in swarm.Times(kind, machines, plan.Through, dice))
            happenings.Add(make(at, dice));
    }
}
