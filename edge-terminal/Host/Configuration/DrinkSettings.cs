using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>A drink station's: with its valves and its meters, on which the daemon stands.</summary>
/// <inheritdoc cref="StationSettings"/>
/// <param name="Devices">At which lines they are, tap by tap.</param>
internal sealed record DrinkSettings(
    PourSetup Pour,
    IReadOnlyDictionary<string, Input> Keys,
    IReadOnlySet<object> PriceList,
    ValueList<DrinkDevices> Devices) : StationSettings(Pour, Keys, PriceList)
{
    /// <inheritdoc/>
    public override IEnumerable<StationOutput> Outputs => Devices.Select((devices, index) =>
        new StationOutput($"{Prefix(index)}.valve", devices.Valve)
        {
            Safe = (false, "a valve must be shut while nothing runs"),
        });

    /// <inheritdoc/>
    public override IEnumerable<(string Key, int? Chip, int Line)> InputLines =>
        Devices.Select((devices, index) => ($"{Prefix(index)}.meterLine", devices.MeterChip, devices.Meter.Line));

    /// <summary>A tap more or less is other valves: the station stays as it is until a restart.</summary>
    public override StationSettings On(StationSettings running) =>
        running is not DrinkSettings same ? this
        : same.Devices.Count == Devices.Count ? this with { Devices = same.Devices }
        : same;

    private static string Prefix(int index) => index == 0 ? "drink" : $"drink.otherTaps.{index - 1}";
}

/// <summary>The lines of a tap.</summary>
/// <param name="Valve">The name of the valve's among <c>lines</c>.</param>
/// <param name="MeterChip">N of <c>/dev/gpiochipN</c>; null: the usual one.</param>
/// <param name="Meter">How the flow meter is wired.</param>
/// <param name="Glitches">What its line may say that is no pulse.</param>
internal sealed record DrinkDevices(
    string Valve, int? MeterChip, InputLineSettings Meter, PulseFilterSettings Glitches);
