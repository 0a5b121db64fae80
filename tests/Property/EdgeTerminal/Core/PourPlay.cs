using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>A drink station, and the valves and the water that it knows by pulses only.</summary>
internal sealed class PourPlay : IDisposable
{
    private readonly TerminalDriver driver;
    private readonly PeerJournal peer = new("bar-2");
    private readonly Dictionary<RecordPosition, long> flowed = [];
    private readonly Dictionary<RecordPosition, long> marked = [];
    private int seen;
    private int? openTap;
    private bool isAsked;
    private int orders;
    private long microlitres;

    public PourPlay(PourSetup setup, int gift, int local)
    {
        driver = new TerminalDriver(DrinkStations.Setup(setup)) { SegmentRecords = 12 };
        driver.Start();
        TakeList($"TNF {gift}, TLF {local}");
        seen = driver.Journal.Count;
    }

    public int Captures { get; private set; }

    public int Cuts { get; private set; }

    public int Drawn { get; private set; }

    public int Retirements { get; private set; }

    /// <summary>Pours of guests in the middle of which a list came.</summary>
    public int ListedInBetween { get; private set; }

    /// <summary>Why pours of guests ended.</summary>
    public HashSet<string> Ends { get; } = [];

    private OpenPour? Open => driver.State.Past.Pours.Values.SingleOrDefault();

    private long Pulses => microlitres * Open!.PulsesPerLitre / 1_000_000;

    public void Dispose() => peer.Dispose();

    public void Tap(string uid) => Give(driver.Presented(uid));

    public void Command() => Give(driver.Commanded(CommandKind.StopPour));

    public void Give(Input input)
    {
        driver.Give(input);
        Obey();
    }

    public void Flow(int more)
    {
        if (openTap is not null)
            microlitres += more;
        Note();
    }

    public void Count()
    {
        if (openTap is not { } tap)
            return;
        driver.Count(Pulses, tap);
        Obey();
    }

    /// <summary>A keg that comes to its end.</summary>
    public void Trickle()
    {
        for (var step = 0; step < 10 && openTap is not null; step++)
        {
            Flow(5_000);
            Pass(1_000);
            Count();
        }
    }

    public void Pass(int milliseconds)
    {
        driver.Pass(milliseconds);
        Obey();
    }

    /// <summary>By itself, or because it was told to.</summary>
    public void Close(ValveClosing why, bool flowsOn)
    {
        if (openTap is not { } tap)
            return;
        openTap = null;
        driver.Closed(Pulses, isAsked && why != ValveClosing.DeviceLost ? ValveClosing.Ordered : why, flowsOn, tap);
        Obey();
    }

    /// <summary>The daemon is asked to stop, finishes what it has in hand, and starts again.</summary>
    public void Stop()
    {
        Give(new Input.StopRequested());
        Close(ValveClosing.GrantUsed, flowsOn: false);
        Restart();
    }

    /// <summary>A list that has all that was written so far, and says something else of the guest.</summary>
    public void TakeList(string guests)
    {
        ListedInBetween += Open?.Payment is null ? 0 : 1;
        driver.ApplyList(
            (driver.State.Past.List?.Version ?? 0) + 1, driver.Ends,
            Card(Guest, guests), Card(Other, "TLF 500"), DrinkStations.StaffCard, DrinkStations.CellarCard);
        driver.Confirm();
        Obey();
    }

    /// <summary>Another terminal has sold the guest a beer.</summary>
    public void HearOfASale()
    {
        driver.Hear(peer.Write(Records.Beer));
        Obey();
    }

    /// <summary>What the list has is old enough to go.</summary>
    public void Retire()
    {
        var before = driver.State.Past.Retired;
        Give(new Input.RecordsOutlived(driver.Segments[^1].Before()));
        Retirements += driver.State.Past.Retired > (before ?? default) ? 1 : 0;
    }

    public void Restart() => End(driver.Restart);

    public void LosePower() => End(driver.LosePower);

    public void Check()
    {
        foreach (var record in driver.Journal.Skip(seen))
            Check(record.Fact);
        seen = driver.Journal.Count;
        Assert.True(driver.State.Past.Pours.Count <= 1);
        Assert.True(openTap is not null || driver.State.Past.Pours.IsEmpty);
        Assert.Equal(driver.Folded(), driver.State.Past);
    }

    private void Check(Fact fact)
    {
        switch (fact)
        {
            case Fact.Mark mark:
                Assert.True(mark.Pulses > marked.GetValueOrDefault(mark.Held));
                marked[mark.Held] = mark.Pulses;
                break;
            case Fact.Capture capture:
                Captures++;
                Ends.Add(capture.End);
                Check(capture, HoldOf(capture.Held));
                break;
            case Fact.Release release:
                Ends.Add(release.End);
                var held = HoldOf(release.Held);
                Check(release.Held, release.Flowed!, release.End, held.PulsesPerLitre, held.Terms!.MeterTotal);
                Assert.Equal(0, CostOf(held, release.Flowed!.Microlitres));
                break;
            case Fact.Drawn drawn:
                Drawn++;
                var draw = (Fact.Draw)FactAt(drawn.Held);
                Check(drawn.Held, drawn.Flowed, drawn.End, draw.PulsesPerLitre, draw.MeterTotal);
                break;
        }
    }

    private void Check(Fact.Capture capture, Fact.Hold hold)
    {
        foreach (var part in capture.Payment.Parts)
            Assert.True(part.Amount <= hold.Payment.Parts.Single(row => row.Asset == part.Asset).Amount);
        var sold = capture.Sold!;
        Check(
            capture.Held, new PourFlowed(sold.Tap, sold.MeterTotal, capture.Pulses, capture.Microlitres), capture.End,
            hold.PulsesPerLitre, hold.Terms!.MeterTotal);
        // Never above the price, and above a cent below it only where the hold was the most.
        Assert.Equal(
            Math.Min(CostOf(hold, capture.Microlitres), hold.Payment.Total().MinorUnits),
            capture.Payment.Total().MinorUnits);
    }

    /// <summary>What flowed is within a pulse of the water, or was marked before the power went.</summary>
    private void Check(RecordPosition held, PourFlowed said, string end, long pulsesPerLitre, long totalBefore)
    {
        var volume = flowed[held];
        Assert.True(said.Microlitres <= volume, $"{said.Microlitres} of {volume}");
        Assert.Equal(totalBefore + said.Pulses, said.MeterTotal);
        if (end == "powerCut")
        {
            Cuts += said.Pulses > 0 ? 1 : 0;
            Assert.Equal(marked.GetValueOrDefault(held), said.Pulses);
        }
        else if (end != "deviceLost")
        {
            var pulse = (1_000_000 + pulsesPerLitre - 1) / pulsesPerLitre;
            Assert.True(volume - said.Microlitres <= pulse + 1, $"{end}: {said.Microlitres} of {volume}");
        }
    }

    private static long CostOf(Fact.Hold hold, long poured) =>
        poured * (10_000 - hold.Terms!.FoamBasisPoints) / 10_000 * hold.PricePerLitre.MinorUnits / 1_000_000;

    private Fact.Hold HoldOf(RecordPosition held) => (Fact.Hold)FactAt(held);

    private Fact FactAt(RecordPosition position) =>
        driver.Journal.Single(record => record.Position == position).Fact;

    private void Obey()
    {
        foreach (var order in driver.Orders.Skip(orders))
            if (order is Effect.OpenValve open)
                (openTap, isAsked, microlitres) = (open.Tap, false, 0);
            else if (order is Effect.CloseValve)
                isAsked = true;
        orders = driver.Orders.Count;
        Note();
        // A valve that said nothing for too long is settled without it.
        if (Open is null)
            openTap = null;
    }

    private void End(Action how)
    {
        openTap = null;
        how();
        driver.Confirm();
        orders = driver.Orders.Count;
    }

    private void Note()
    {
        if (Open is { } open)
            flowed[open.Held] = microlitres;
    }
}
