using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>A drink station with one tap, a glass under it, a guest and somebody of the staff.</summary>
internal sealed class LoneTap : IAsyncDisposable
{
    /// <summary>What its display says when it serves.</summary>
    public const string Serving = "Pils";

    /// <summary>Cents.</summary>
    public const long PriceOfALitre = 700;

    private const int Valve = 17;
    private const int Meter = 23;

    private static readonly string Section = $$"""
        {
          "product": { "id": "pils", "name": "{{Serving}}", "price": {{PriceOfALitre}} },
          "pulsesPerLitre": {{Glass.PulsesPerLitre}}, "valve": "valve", "meterLine": {{Meter}},
          "switchingMilliseconds": 0, "noFlowSeconds": 3, "staffBadge": "BDG-STAFF", "staffClass": "uid"
        }
        """;

    private LoneTap(LoneStation station) =>
        (Station, Glass) = (station, new Glass(station.Board.Line(Valve), station.Board.Line(Meter)));

    public LoneStation Station { get; }

    public Glass Glass { get; }

    /// <summary>How often the valve was opened.</summary>
    public int Openings => Station.Board.Line(Valve).History.Count(change => change.Level);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LoneTap> OpenAsync()
    {
        var station = await LoneStation.MakeAsync(
            "drink",
            Section,
            new() { ["name"] = "valve", ["line"] = Valve },
            [Kiosks.Card(Kiosks.Guest, "TLF 100000"), DrinkStations.StaffCard]);
        var tap = new LoneTap(station);
        try
        {
            await station.StartAsync(Serving);
            return tap;
        }
        catch
        {
            await tap.DisposeAsync();
            throw;
        }
    }

    /// <summary>The guest's card is laid there, and the valve opens.</summary>
    public async Task BeginAsync()
    {
        var before = Openings;
        await Station.PutAsync(Kiosks.Guest);
        await Eventually.TrueAsync(() => Openings > before, "the valve opens", Cancellation);
    }

    /// <summary>Waits until so much more is in the glass.</summary>
    public Task FlowsAsync(long microlitres)
    {
        var before = Glass.Microlitres;
        return Eventually.TrueAsync(
            () => Glass.Microlitres >= before + microlitres, $"{microlitres} µl flow", Cancellation);
    }

    /// <summary>Waits until the valve has no current.</summary>
    public Task ShutsAsync() => Eventually.TrueAsync(() => !Glass.IsOpen, "the valve is shut", Cancellation);

    /// <summary>Whoever has the staff's card lays it there, and it serves again.</summary>
    public async Task PutBackToWorkAsync()
    {
        await Station.PutAsync(DrinkStations.Staff);
        await Station.SaysAsync(Serving);
        await Station.TakeAsync();
    }

    /// <summary>Waits for the end of the first pour.</summary>
    /// <returns>The hold, and what was taken of it.</returns>
    public async Task<(Fact.Hold Hold, Fact.Capture Capture)> BilledAsync()
    {
        var capture = await Station.FactAsync<Fact.Capture>();
        var hold = Station.Journal.Single(record => record.Position == capture.Held).Fact;
        return (Assert.IsType<Fact.Hold>(hold), capture);
    }

    /// <summary>What was taken is what flowed, at the price, rounded down, and no more than was held.</summary>
    public static void IsBilled(Fact.Hold hold, Fact.Capture capture)
    {
        var cents = capture.Payment.Total().MinorUnits;
        Assert.Equal(capture.Microlitres * PriceOfALitre / 1_000_000, cents);
        Assert.InRange(cents, 1, hold.Payment.Total().MinorUnits);
        Assert.Equal((hold.Payment.Card, Site.Card(Kiosks.Guest)), (capture.Payment.Card, capture.Payment.Card));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Glass.DisposeAsync();
        await Station.DisposeAsync();
    }
}
