using System.Collections.Immutable;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>The valves and meters of a drink station, one of each a tap.</summary>
internal sealed class PourValves : IStationDevices
{
    private readonly ImmutableArray<PourValve> taps;

    /// <param name="drink">At which lines they are.</param>
    /// <param name="usualChip">Where no other is named.</param>
    /// <param name="board">Has the meters' lines.</param>
    /// <param name="lines">Have the valves', which are safe already.</param>
    /// <param name="time">For deadlines and looks.</param>
    public PourValves(
        DrinkSettings drink, int usualChip, IBoard board, SafeLines lines, TimeProvider time) => taps =
        [
            .. drink.Devices.Select((devices, index) => new PourValve(
                index + 1, devices, usualChip, board, lines, time)),
        ];

    /// <summary>Looks at the meters from now on.</summary>
    public void Start(Remembered past, IInbox loop)
    {
        foreach (var (tap, number) in taps.Select((tap, index) => (tap, index + 1)))
            tap.Start(past.TapOf(number).MeterTotal, loop);
    }

    public void Do(Effect.ToDevice order) => taps[order switch
    {
        Effect.OpenValve open => open.Tap,
        Effect.RenewLease renew => renew.Tap,
        Effect.CloseValve close => close.Tap,
        _ => throw new InvalidOperationException($"A drink station has no device for {order.GetType().Name}."),
    } - 1].Do(order);

    /// <summary>Closes the valves; their lines are their owner's.</summary>
    public void Dispose()
    {
        foreach (var tap in taps)
            tap.Dispose();
    }
}
