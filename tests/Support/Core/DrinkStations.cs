using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>Drink stations for tests: a pulse is 2.5 ml, and 1.75 of the cheapest coins.</summary>
public static class DrinkStations
{
    public const string Staff = "04515253545556";

    public const string Cellarman = "04616263646566";

    public static AssetId Badge { get; } = AssetId.Parse("BDG-STAFF");

    public static AssetId CellarBadge { get; } = AssetId.Parse("BDG-CELLAR");

    public static Article Draught { get; } = new(ArticleId.Parse("draught"), "Pression", new Money(700), 2000);

    public static Article Cider { get; } = new(ArticleId.Parse("cider"), "Cidre", new Money(900), 550);

    public static PourTap First { get; } = new(1, Draught, PulsesPerLitre: 400);

    public static PourTap Second { get; } = new(2, Cider, PulsesPerLitre: 500);

    public static PourSetup Tap { get; } = new([First], PriceListVersion: 3)
    {
        StaffBadge = Badge, MaintenanceBadge = CellarBadge, LeastStaffClass = CardClass.Uid,
    };

    public static PourSetup TwoTaps { get; } = Tap with { Taps = [First, Second] };

    /// <summary>One tap, of which something is special.</summary>
    public static PourSetup Of(Func<PourTap, PourTap> change) => Tap with { Taps = [change(First)] };

    public static TerminalSetup Setup(PourSetup? tap = null, TerminalLimits? limits = null) =>
        new(limits ?? Kiosks.Generous, tap ?? Tap);

    /// <summary>A drink station that has started and has a fresh list of these cards and of the staff's.</summary>
    public static TerminalDriver Open(TerminalSetup setup, params CardEntry[] entries) =>
        Kiosks.Open(setup, [.. entries, StaffCard, CellarCard]);

    public static CardEntry StaffCard { get; } = Kiosks.Card(Staff, "") with
    {
        Entitlements = [new Entitlement(Badge, null, long.MaxValue / 2_000)],
    };

    public static CardEntry CellarCard { get; } = Kiosks.Card(Cellarman, "TLF 10000") with
    {
        Entitlements = [new Entitlement(CellarBadge, null, long.MaxValue / 2_000)],
    };

    /// <summary>The valve's last word.</summary>
    public static Decision Closed(
        this TerminalDriver driver, long pulses, ValveClosing why = ValveClosing.Ordered, bool flowsOn = false,
        int tap = 1) =>
        driver.Give(new Input.ValveClosed(
            why, pulses, flowsOn, driver.OpeningAt(tap), tap, driver.MeterAt(tap, pulses)));

    public static Decision Count(this TerminalDriver driver, long pulses, int tap = 1) =>
        driver.Give(new Input.PulsesCounted(pulses, driver.OpeningAt(tap), tap, driver.MeterAt(tap, pulses)));

    /// <summary>So much flows through the valve while it is shut.</summary>
    public static Decision Drip(this TerminalDriver driver, long pulses, int tap = 1) =>
        driver.Give(new Input.PulsesWhileShut(
            pulses, tap, driver.State.Past.TapOf(tap).MeterTotal + pulses));

    /// <summary>The opening that is under way there, or one of before.</summary>
    private static long OpeningAt(this TerminalDriver driver, int tap) =>
        driver.State.Present.Openings - (driver.State.Past.Pours.Values.Any(open => open.Terms.Tap != tap) ? 1 : 0);

    /// <summary>What the meter has counted in all, so many pulses behind the beginning of a pour.</summary>
    private static long MeterAt(this TerminalDriver driver, int tap, long pulses) => pulses +
        (driver.State.Past.Pours.Values.SingleOrDefault(open => open.Terms.Tap == tap)?.Terms.MeterTotal ??
            driver.State.Past.TapOf(tap).MeterTotal);

    /// <summary>Lets so much time pass, and wakes the station whenever it wants.</summary>
    public static void Pass(this TerminalDriver driver, long milliseconds)
    {
        var until = driver.Monotonic + milliseconds;
        while (driver.State.Present.Phase.WakeAtMilliseconds is { } at && at <= until)
        {
            driver.Wait(Math.Max(0, at - driver.Monotonic));
            driver.Give(new Input.TimePassed());
        }
        driver.Wait(until - driver.Monotonic);
    }
}
