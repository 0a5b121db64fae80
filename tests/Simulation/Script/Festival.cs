using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>
/// Writes a Saturday: guests come in the morning, stand in line, go in, drink and buy until the night, and some go out
/// by a gate. The cloud is away twice, the site falls into two parts once, and ten terminals lose their power.
/// </summary>
internal sealed class Festival
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const int PowerCuts = 10;

    /// <summary>Of a day of twelve hours, an hour.</summary>
    private const int OutageIsOneOf = 12;

    private readonly Chance chance;
    private readonly Plan plan;
    private readonly long day;
    private readonly List<Happening> happenings = [];

    private Festival(ulong seed, int terminals, int guests, int hours)
    {
        chance = new Chance(seed).Split("festival");
        day = hours * Hour;
        plan = new Plan(seed, terminals, guests, Minute + day)
        {
            IsDay = true,
            Kinds = Kinds(terminals),
            // A list is as long as there are guests, and each terminal reads each of them.
            ListEvery = Math.Max(30_000, (long)terminals * guests / 8),
            ExpirySeconds = 4 * 3_600,
            RetentionSeconds = 1_800,
            OfflineLimit = 40_00,
            FreshLimit = 80_00,
            OfflineTotal = 300_00,
            KegLitres = 50,
            Drift = 50,
        };
    }

    /// <summary>The story of a seed.</summary>
    public static Story Write(ulong seed, int terminals, int guests, int hours) =>
        new Festival(seed, terminals, guests, hours).Write();

    /// <summary>A tenth gates, the others half and half: drink stations and kiosks.</summary>
    private static StationKind[] Kinds(int terminals) =>
    [
        .. Enumerable.Range(0, terminals).Select(terminal =>
            terminal % 10 == 0 ? StationKind.Gate
            : terminal % 2 == 0 ? StationKind.Drink
            : StationKind.Kiosk),
    ];

    private Story Write()
    {
        var all = Enumerable.Range(0, plan.Terminals).ToList();
        var stations = all.ToLookup(plan.KindOf);
        var gates = stations[StationKind.Gate].ToLookup(terminal => Shop.Gate(plan, terminal).IsWayOut);
        var guests = chance.Split("guests");
        for (var card = 0; card < plan.Cards; card++)
            WriteGuest(guests, card, stations, gates);
        WriteRefills([.. stations[StationKind.Kiosk]]);
        WriteTrouble();
        return new Story(plan, [.. happenings.OrderBy(happening => happening.At)]);
    }

    private void WriteGuest(
        Chance dice, int card, ILookup<StationKind, int> stations, ILookup<bool, int> gates)
    {
        // Most come around the third hour of twelve.
        var comes = Minute + (long)(day * Math.Clamp(0.24 + 0.09 * Bell(dice), 0.01, 0.9));
        var leaves = comes + (long)((Minute + day - comes) * (0.3 + 0.7 * dice.Fraction())) - 2 * Minute;
        Visit(gates[false], comes, visit => visit with
        {
            People = dice.Happens(0.12) ? (int)dice.Between(2, 4) : 1,
            Walks = dice.Happens(0.03) ? 0 : dice.Between(500, 2_500),
        });
        for (var drinks = dice.Below(2); drinks > 0; drinks--)
            Visit(stations[StationKind.Drink], Later(), visit => visit with { Millilitres = dice.Between(100, 420) });
        for (var meals = dice.Below(3); meals > 0; meals--)
            Visit(stations[StationKind.Kiosk], Later(), visit => visit with { Keys = Shop.Wish(dice) });
        if (gates[true].Any() && dice.Happens(0.3))
            Visit(gates[true], leaves, visit => visit with { Walks = 600 });

        long Later() => comes + Minute + (long)(Math.Max(Minute, leaves - comes) * dice.Fraction());

        void Visit(IEnumerable<int> where, long at, Func<Happening.Visit, Happening.Visit> wants)
        {
            if (at < Minute || at >= day - Minute)
                return;
            happenings.Add(wants(new Happening.Visit(dice.Of([.. where]), card, [])
            {
                At = at,
                Manner = dice.Happens(0.02) ? Manner.HoldsCopy : dice.Happens(0.02) ? Manner.Slips : Manner.Usual,
            }));
        }
    }

    /// <summary>About as the sum of many chances falls: −3 to 3.</summary>
    private static double Bell(Chance dice) => Enumerable.Range(0, 12).Sum(_ => dice.Fraction()) - 6;

    private void WriteRefills(List<int> kiosks)
    {
        var dice = chance.Split("refills");
        for (var left = plan.Cards / 50; left > 0; left--)
            happenings.Add(new Happening.StaffActed(
                dice.Of(kiosks), StaffAct.Refill, dice.Below(plan.Cards), dice.Between(1, 10) * 5_00)
            {
                At = dice.Between(Minute, day),
            });
    }

    private void WriteTrouble()
    {
        var dice = chance.Split("trouble");
        var outage = day / OutageIsOneOf;
        foreach (var at in new[] { day * 3 / 10, day * 6 / 10 })
            happenings.Add(new Happening.LedgerTrouble(LedgerFault.PowerCut, Steps: 0, Torn: 0, outage) { At = at });
        // Stations of each kind in both parts: taps and gates that do not hear each other.
        happenings.Add(new Happening.NetworkSplit(
            [.. Enumerable.Range(0, plan.Terminals).Select(terminal => terminal / 2 % 2)], outage / 12)
        {
            At = day * 8 / 10,
        });
        for (var cuts = 0; cuts < PowerCuts; cuts++)
            happenings.Add(new Happening.PowerCutAt(
                dice.Below(plan.Terminals), dice.Below(12), dice.Below(1_400), dice.Between(10_000, 3 * Minute))
            {
                At = dice.Between(day / 10, day * 9 / 10),
            });
    }
}
