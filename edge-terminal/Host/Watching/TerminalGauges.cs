using System.Diagnostics.Metrics;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Metrics;
using EdgeTerminal.Core;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>What is asked of a running terminal whenever somebody wants to know, and never otherwise.</summary>
internal sealed class TerminalGauges
{
    private readonly Meter meter;
    private readonly WatchedTerminal terminal;

    private TerminalGauges(Meter meter, WatchedTerminal terminal) => (this.meter, this.terminal) = (meter, terminal);

    /// <summary>Adds them to a meter.</summary>
    public static void AddTo(Meter meter, WatchedTerminal terminal)
    {
        var gauges = new TerminalGauges(meter, terminal);
        gauges.AddStation();
        gauges.AddJournal();
        gauges.AddList();
        gauges.AddDevices();
        ProcessGauges.AddTo(meter);
    }

    private void AddStation()
    {
        Gauge("edge_terminal.ready", "{state}", "1: a guest who comes now is served. /readyz says why not.", () =>
            terminal.WhyNotReady is null ? 1 : 0);
        Gauge("edge_terminal.loop.busy", "s", "How long the loop has been at the input in hand; 0: it has none.", () =>
            terminal.BusySeconds);
        Gauge("edge_terminal.activity", "{state}", "1 at what the terminal does now, as in its status.", () =>
            OneOf("activity", Enum.GetValues<TerminalActivity>(), StatusReport.ActivityOf(terminal.State)));
        Gauge("edge_terminal.fault", "{fault}", "1: this fault is raised (docs/faults.md).", () =>
            Enum.GetValues<Fault>().Select(fault =>
                Of(terminal.State.Past.Faults.Contains(fault) ? 1 : 0, ("fault", fault.ToString()))));
        Gauge("edge_terminal.broker.connected", "{state}", "1: there is a connection to the broker.", () =>
            terminal.IsConnected() ? 1 : 0);
        Gauge(
            "edge_terminal.broker.certificate.end",
            "s",
            "Until when our certificate for the broker is good, since 1970; none: there is none.",
            () => Known(terminal.CertificateEnd));
        Gauge("edge_terminal.boots", "{start}", "How often the daemon has started on this journal.", () =>
            terminal.Boot);
    }

    private void AddJournal()
    {
        Gauge("edge_terminal.journal.unsent", "{record}", "Records that the ledger has not acknowledged.", () =>
            terminal.Journal.Outbox.Unacked);
        Gauge("edge_terminal.journal.oldest_unsent.age", "s", "Since the oldest of them was written; 0: none.", () =>
            Known(terminal.OldestUnsentSeconds));
        Gauge("edge_terminal.journal.room", "{state}", "1: there is room for another sale.", () =>
            terminal.Journal.HasRoom ? 1 : 0);
        Gauge("edge_terminal.journal.epoch", "{epoch}", "The epoch of the last record.", () =>
            terminal.State.Past.Last?.Epoch ?? 0);
        Gauge("edge_terminal.journal.sequence", "{record}", "The number of the last record in its epoch.", () =>
            terminal.State.Past.Last?.Sequence ?? 0);
        Gauge(
            "edge_terminal.unlisted_debits",
            "{minor_unit}",
            "What was sold here and no card list shows: the most that this terminal can lose of what it sold alone.",
            () => terminal.State.Past.UnlistedDebits.MinorUnits);
        Gauge("edge_terminal.unlisted_debits.limit", "{minor_unit}", "Where it stops (406): offlineTotal.", () =>
            terminal.Limits.OfflineTotal.MinorUnits);
    }

    private void AddList()
    {
        Gauge("edge_terminal.list.mode", "{state}", "1 at how the card list may be used now.", () =>
            OneOf("mode", Enum.GetValues<ListMode>(), terminal.Mode));
        Gauge("edge_terminal.list.age", "s", "Since the ledger confirmed the list in use; none: no list.", () =>
            Known(terminal.ListAgeSeconds));
        Gauge("edge_terminal.list.version", "{version}", "Of the list in use; 0: none.", () =>
            terminal.State.Present.ListInUse?.Version ?? 0);
        Gauge("edge_terminal.list.era", "{era}", "Of the list in use; 0: none.", () =>
            terminal.State.Present.ListInUse?.Era ?? 0);
        Gauge("edge_terminal.peers.missing", "{state}", "1: something of other terminals is missing here.", () =>
            terminal.State.Present.Peers.SomeMissing ? 1 : 0);
    }

    private void AddDevices()
    {
        Counter("edge_terminal.reader.failures", "{failure}", "Of the reader: its chip, its link, a line.", () =>
            Failures(terminal.Reader()));
        Counter("edge_terminal.reader.recoveries", "{attempt}", "Measures against that, and whether they helped.", () =>
            terminal.Reader().Rungs.SelectMany(Recoveries));
        Gauge("edge_terminal.reader.longest_recovery", "s", "From a failure noticed to the chip working again.", () =>
            terminal.Reader().LongestRecovery.TotalSeconds);
        Counter("edge_terminal.valve.openings", "{opening}", "Of a drink station's valves.", () =>
            [Of(terminal.State.Present.Openings)]);
        Counter("edge_terminal.meter.pulses", "{pulse}", "Counted by the meter of a drink station's tap.", () =>
            terminal.State.Present.Meters.Select(row =>
                Of(row.Value, ("tap", row.Key.ToString(CultureInfo.InvariantCulture)))));
    }

    private void Gauge(string name, string unit, string description, Func<double> value) =>
        meter.CreateObservableGauge(name, value, unit, description);

    private void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        meter.CreateObservableGauge(name, values, unit, description);

    private void Counter(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        meter.CreateObservableCounter(name, values, unit, description);

    private static IEnumerable<Measurement<double>> Known(double? value) => value is { } known ? [Of(known)] : [];

    private static IEnumerable<Measurement<double>> OneOf<T>(string label, T[] all, T now)
        where T : struct, Enum =>
        all.Select(value => Of(value.Equals(now) ? 1 : 0, (label, EnumName.Of(value))));

    private static IEnumerable<Measurement<double>> Failures(ReaderStatistics figures) =>
    [
        Of(figures.ChipFailures, ("part", "chip")),
        Of(figures.LinkLosses, ("part", "link")),
        Of(figures.LineFailures, ("part", "line")),
    ];

    private static IEnumerable<Measurement<double>> Recoveries(RungStatistics rung) =>
    [
        Of(rung.Successes, ("rung", EnumName.Of(rung.Rung)), ("outcome", "helped")),
        Of(rung.Tries - rung.Successes, ("rung", EnumName.Of(rung.Rung)), ("outcome", "failed")),
    ];

    private static Measurement<double> Of(double value, params (string Name, string Value)[] labels) =>
        new(value, labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value)));
}
