using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>What a running daemon can take over from a new configuration.</summary>
internal static class ReloadRules
{
    /// <summary>Keys that the daemon stands on: each with what was read under it.</summary>
    private static readonly ImmutableArray<(string Key, Func<HostConfiguration, object?> Value)> Foundations =
    [
        ("profile", read => read.Profile),
        ("state", read => read.State),
        ("enrolment", read => read.Enrolment),
        ("mqtt.host", read => read.Broker.Host),
        ("mqtt.port", read => read.Broker.Port),
        ("mqtt.userName", read => read.Broker.UserName),
        ("mqtt.password", read => read.Broker.Password),
        ("mqtt.tls", read => read.Broker.Tls),
        ("mqtt.longestPauseSeconds", read => read.Broker.LongestPause),
        ("mqtt.client", read => read.MqttClient.Name),
        ("ledger", read => read.Ledger),
        ("cards.cache", read => read.CardCaches.Name),
        ("cards.keys", read => read.Cards.Written.Keys),
        ("cards.populations", read => read.Cards.Written.Populations),
        ("reader.link", read => read.Reader.Link),
        ("reader.device", read => read.Reader.Device),
        ("reader.baud", read => read.Reader.Baud),
        ("reader.i2cBus", read => read.Reader.I2cBus),
        ("reader.spiBus", read => read.Reader.SpiBus),
        ("reader.spiSelect", read => read.Reader.SpiSelect),
        ("reader.interruptLine", read => read.Reader.InterruptLine),
        ("reader.resetLine", read => read.Reader.ResetLine),
        ("reader.supplyLine", read => read.Reader.SupplyLine),
        ("hardware.adapter", read => read.Hardware.Adapter),
        ("hardware.lineChip", read => read.Hardware.LineChip),
        ("hardware.folder", read => read.Hardware.Folder),
        ("hardware.socket", read => read.Hardware.Socket),
        ("panel", read => read.Panel),
        ("buzzer", read => read.Buzzer),
        ("lines", read => read.LinesWritten),
        ("keys", read => read.Keys),
        ("drink.valve", read => Drink(read)?.Valve),
        ("drink.meterLine", read => Drink(read)?.Meter.Line),
        ("drink.meterChip", read => Drink(read)?.MeterChip),
        ("drink.meterActiveLow", read => Drink(read)?.Meter.ActiveLow),
        ("drink.meterBias", read => Drink(read)?.Meter.Bias),
        ("drink.leastPulseMicroseconds", read => Drink(read)?.Glitches.LeastPeriod),
        ("drink.switchingMilliseconds", read => Drink(read)?.Glitches.NearSwitching),
        ("drink.otherTaps", read => OtherTaps(read)),
        ("gate.turnstile", read => GateOf(read)?.Turnstile),
        ("gate.passed", read => GateOf(read)?.Passed),
        ("gate.tampered", read => GateOf(read)?.Tampered),
        ("gate.fire", read => GateOf(read)?.Fire),
        ("journal.retentionDays", read => read.Retention),
        ("metrics", read => (read.Watch, read.Otlp)),
        ("log.file", read => read.Log.File),
    ];

    /// <summary>Keys that have changed, and need a restart.</summary>
    public static IEnumerable<string> NeedRestart(HostConfiguration running, HostConfiguration next) =>
        from row in Foundations
        where !Equals(row.Value(running), row.Value(next))
        select row.Key;

    /// <summary>
    /// Errors that only a running daemon can know of: verdicts name the version of the price list, so one version must
    /// not stand for two lists.
    /// </summary>
    public static IReadOnlyList<ConfigurationError> Errors(HostConfiguration running, HostConfiguration next)
    {
        var (before, after) = (running.Station.Setup.PriceListVersion, next.Station.Setup.PriceListVersion);
        var isSame = running.Station.PriceList.SetEquals(next.Station.PriceList);
        return after > before || after == before && isSame
            ? []
            :
            [
                new ConfigurationError(
                    $"{next.Profile.Name}.priceListVersion",
                    $"{after}",
                    isSame
                        ? $"at least {before}: records name the version, and a lower one stood for other prices"
                        : $"more than {before}: what is sold has changed, and records name the version"),
            ];
    }

    /// <summary>The new one, on the foundations of the running one.</summary>
    public static HostConfiguration Merge(HostConfiguration running, HostConfiguration next) => running with
    {
        Language = next.Language,
        Currency = next.Currency,
        Source = next.Source,
        Sent = next.Sent,
        PricesUnfit = next.PricesUnfit,
        CardKeysUnfit = next.CardKeysUnfit,
        Limits = next.Limits,
        Cards = running.Cards.Over(next.Sent?.CardKeyNames ?? []),
        Station = next.Profile == running.Profile ? next.Station.On(running.Station) : running.Station,
        Log = running.Log with { Level = next.Log.Level },
    };

    private static DrinkDevices? Drink(HostConfiguration read) => (read.Station as DrinkSettings)?.Devices[0];

    private static ValueList<DrinkDevices>? OtherTaps(HostConfiguration read) =>
        read.Station is DrinkSettings drink ? [.. drink.Devices.Skip(1)] : null;

    private static GateLines? GateOf(HostConfiguration read) => (read.Station as GateSettings)?.Lines;
}
