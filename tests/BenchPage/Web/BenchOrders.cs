using Tests.Support;

namespace Tests.BenchPage;

/// <summary>What the page's buttons stand for.</summary>
internal static class BenchOrders
{
    /// <returns>False: there is no such order here.</returns>
    public static async Task<bool> ObeyAsync(
        Bench bench, Station station, string order, string? what, CancellationToken cancellation)
    {
        switch (order, what)
        {
            case ("lay", { } who) when bench.Cards.FirstOrDefault(card => card.Name == who) is { } card:
                await bench.LayAsync(station, card, cancellation);
                return true;
            case ("take", null):
                await station.TakeAsync(cancellation);
                return true;
            case ("key", { } key) when station.Keys.Any(known => known.Name == key):
                await station.PressAsync(key, cancellation);
                return true;
            case ("power", "on" or "off"):
                await station.SwitchPowerAsync(what == "on", cancellation);
                return true;
            case ("network", "on" or "off"):
                await station.SwitchNetworkAsync(what == "on", cancellation);
                return true;
            case ("clock", "hour" or "day"):
                await bench.Hands.DoAsync(
                    () => station.Clock.TurnOn(what == "hour" ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1)),
                    cancellation);
                return true;
            case ("glass", { } key) when station.Taps.FirstOrDefault(tap => tap.Key == key) is { } tap:
                await bench.Hands.DoAsync(tap.Glass.Change, cancellation);
                return true;
            case ("mend" or "leak" or "stick" or "drain", { } key)
                when station.Taps.FirstOrDefault(tap => tap.Key == key) is { } tap:
                await bench.Hands.DoAsync(() => tap.Glass.Trouble = TroubleOf(order), cancellation);
                return true;
            case ("walk", null) when station.Turnstile is { } turnstile:
                await bench.Hands.DoAsync(() => turnstile.WalkAsync(cancellation), cancellation);
                return true;
            case ("force", "on" or "off") when station.Turnstile is { } turnstile:
                await bench.Hands.DoAsync(() => turnstile.Force(what == "on"), cancellation);
                return true;
            case ("fire", "on" or "off") when station.Turnstile is { } turnstile:
                await bench.Hands.DoAsync(() => turnstile.Alarm(what == "on"), cancellation);
                return true;
            default:
                return false;
        }
    }

    private static TapTrouble TroubleOf(string order) => order switch
    {
        "leak" => TapTrouble.ValveLeaks,
        "stick" => TapTrouble.MeterStuck,
        "drain" => TapTrouble.KegNearlyEmpty,
        _ => TapTrouble.None,
    };
}
