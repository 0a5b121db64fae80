using System.Globalization;
using System.Text;
using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>What came of a day: of lines, refusals, litres, money, and of what was lost. By what is durable.</summary>
internal static class DayReport
{
    private const long Hour = 3_600_000;

    /// <summary>Some lines of text, the same for a seed.</summary>
    public static string Of(World world)
    {
        var text = new StringBuilder();
        var plan = world.Story.Plan;
        var facts = world.Machines
            .SelectMany(machine => world.Checks.Of(machine.Name).Witness.Records)
            .Select(row => row.Record.Fact)
            .ToList();
        Line($"{plan.Terminals} terminals ({string.Join(", ", Enum.GetValues<StationKind>().Select(Stations))}), " +
            $"{plan.Cards} guests, {facts.Count} records");
        foreach (var kind in Enum.GetValues<StationKind>())
            Lines(kind);
        Line($"refused: {string.Join(", ",
            from refusal in facts.OfType<Fact.Refusal>()
            group refusal by refusal.Reason into reason
            orderby reason.Key
            select string.Create(CultureInfo.InvariantCulture, $"{(int)reason.Key} {reason.Key} {reason.Count()}"))}");
        Litres();
        Line($"sold {Sum(facts.OfType<Fact.Sale>())}; poured {Sum(facts.OfType<Fact.Capture>())}; " +
            $"entries {Sum(facts.OfType<Fact.Entry>())}; given back {Sum(facts.OfType<Fact.EntryAbandoned>())}; " +
            $"refilled {Sum(facts.OfType<Fact.Refill>())}");
        var most = world.Machines.Count * plan.OfflineTotal;
        Line($"lost: {Euro(world.Checks.WorstLossOfTheHouse)} at most at one time, all wallets together; of one " +
            $"wallet {Euro(world.Checks.WorstLoss)}, {world.Checks.WorstShare} % of its bound; the house's bound is " +
            $"{Euro(most)}");
        return text.ToString();

        string Stations(StationKind kind) =>
            string.Create(CultureInfo.InvariantCulture, $"{plan.Of(kind).Count()} {kind}");

        void Line(string line) => text.Append(line).Append('\n');

        void Lines(StationKind kind)
        {
            var lines = world.Machines.Where(machine => machine.Kind == kind).Select(world.LineOf).ToList();
            Line($"lines at {kind}: {lines.Max(line => line.Longest)} at most; " +
                $"{lines.Sum(line => line.Past.Count(guest => !guest.WasServed))} went away; waited, by the hour, " +
                $"half of all and at most in seconds (of how many):");
            Line($"  {string.Join(", ",
                from guest in lines.SelectMany(line => line.Past)
                group guest.Waited / 1_000 by guest.At / Hour into hour
                orderby hour.Key
                let waited = hour.Order().ToList()
                select string.Create(
                    CultureInfo.InvariantCulture, $"{waited[waited.Count / 2]} {waited[^1]} ({waited.Count})"))}");
        }

        void Litres()
        {
            var pours = world.Machines.Select(machine => world.Checks.Of(machine.Name).Pours).OfType<PourChecks>();
            var (flowed, billed) = pours.Aggregate(
                (0L, 0L), (sum, one) => (sum.Item1 + one.Poured, sum.Item2 + one.Billed));
            Line($"poured: {facts.OfType<Fact.Capture>().Count()} times, {Litre(flowed)} l; " +
                $"billed {Litre(billed)} l");
        }
    }

    private static string Sum(IEnumerable<Fact> facts)
    {
        var sums =
            from movement in facts.SelectMany(fact => fact.Movements())
            group Math.Abs(movement.Amount.MinorUnits) by movement.Asset into asset
            orderby asset.Key
            select $"{Euro(asset.Sum())} {asset.Key}";
        return string.Join(" + ", sums.DefaultIfEmpty("nothing"));
    }

    private static string Euro(long units) => string.Create(CultureInfo.InvariantCulture, $"{units / 100m:0.00}");

    private static string Litre(long microlitres) =>
        string.Create(CultureInfo.InvariantCulture, $"{microlitres / 1_000_000m:0.0}");
}
