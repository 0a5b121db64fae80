using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>The one place where a profile's devices are made of its settings.</summary>
internal static class StationDevices
{
    /// <param name="configuration">Which station, and where its lines are.</param>
    /// <param name="board">Has the inputs.</param>
    /// <param name="lines">Have the outputs, which are safe already.</param>
    /// <param name="time">For deadlines and patience.</param>
    public static IStationDevices Open(
        HostConfiguration configuration, IBoard board, SafeLines lines, TimeProvider time)
    {
        var chip = configuration.Hardware.LineChip;
        return configuration.Station switch
        {
            GateSettings gate => new Turnstile(gate.Lines, lines, () => board.OpenLines(chip), time),
            DrinkSettings drink => new PourValves(drink, chip, board, lines, time),
            { Setup: KioskSetup } => new PinDesk(),
            var other => throw new InvalidOperationException($"No devices for {other.GetType().Name}."),
        };
    }
}
