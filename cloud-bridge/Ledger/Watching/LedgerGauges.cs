using System.Diagnostics.Metrics;
using CloudBridge.Contract;
using CloudBridge.Metrics;

namespace CloudBridge.Ledger;

/// <summary>
/// What is asked of a running ledger whenever somebody wants to know. Who asks is answered from what the loop saw last,
/// and waits for no disk and no database: that one of them hangs must come out.
/// </summary>
internal sealed class LedgerGauges
{
    private readonly Meter meter;
    private readonly LedgerLogic logic;
    private readonly LedgerService service;
    private readonly TimeProvider time;
    private readonly FleetView fleet;
    private readonly (string Name, string Value) label;

    private LedgerGauges(Meter meter, SiteId site, LedgerLogic logic, LedgerService service, TimeProvider time)
    {
        (this.meter, this.logic, this.service, this.time) = (meter, logic, service, time);
        fleet = new FleetView(logic.Fleet, () => service.IsConnected, time);
        label = ("site", site.ToString());
    }

    private IEnumerable<SeenTerminal> Terminals => logic.Seen?.Terminals ?? [];

    private IEnumerable<SeenTerminal> InUse => Terminals.Where(row => !row.IsRevoked);

    /// <summary>What terminals said is not said any more by who does not hear them.</summary>
    private IEnumerable<SeenTerminal> Saying => service.IsConnected ? InUse : [];

    /// <summary>Adds them to a meter.</summary>
    /// <param name="meter">The ledger's.</param>
    /// <param name="site">Whose it is: a label of all.</param>
    /// <param name="logic">What decides.</param>
    /// <param name="service">The one that serves terminals.</param>
    /// <param name="time">Clocks.</param>
    public static void AddTo(Meter meter, SiteId site, LedgerLogic logic, LedgerService service, TimeProvider time)
    {
        var gauges = new LedgerGauges(meter, site, logic, service, time);
        gauges.AddBooks();
        gauges.AddTerminals();
        gauges.Gauge("broker.connected", "{state}", "1: there is a connection to the broker.", () =>
            [gauges.Of(service.IsConnected ? 1 : 0)]);
        gauges.Gauge("leads", "{state}", "1: it is connected, and makes the lists.", () =>
            [gauges.Of(service.Leads ? 1 : 0)]);
        gauges.Gauge("loop.busy", "s", "How long the loop has been at the messages in hand; 0: it has none.", () =>
            [gauges.Of(service.BusyFor?.TotalSeconds ?? 0)]);
        ProcessGauges.AddTo(meter);
    }

    private void AddBooks()
    {
        Gauge("cards", "{card}", "Cards in the books.", () => Seen(seen => [Of(seen.Cards)]));
        Gauge("era", "{era}", "Of the books.", () => Seen(seen => [Of(seen.Era)]));
        Gauge("books.behind", "{state}", "1: terminals use a later card list than these books have ever said.", () =>
            Seen(seen => [Of(seen.IsBehind ? 1 : 0)]));
        Gauge("list.version", "{version}", "Of the last card list that was made; 0: none.", () =>
            Seen(seen => [Of(seen.List?.Version ?? 0)]));
        Gauge("rows.open", "{row}", "What somebody must look at (docs/reconciliation.md), by its kind.", () =>
            Seen(seen => ReconcileReport.Kinds.Select(kind => Of(OpenRows(seen, kind), ("kind", kind)))));
    }

    /// <summary>Who hears nobody sees nothing new, and knows of nobody's silence.</summary>
    private int OpenRows(SeenLedger seen, string kind) => kind == ReconcileReport.Silent
        ? Saying.Count(row => ReconcileReport.IsSilent(row.RecordMilliseconds, time.GetUtcNow()))
        : seen.OpenRows.GetValueOrDefault(kind);

    private void AddTerminals()
    {
        // As the console has it: who is not heard any more does not sell, whatever it said last.
        Gauge("terminal.sells", "{state}", "1: a guest who comes to this terminal now is served.", () =>
            InUse.Select(row => Of(fleet.Of(row).Sells ? 1 : 0, Name(row))));
        Gauge("terminal.activity", "{state}", "1 at what the terminal said last that it does.", () =>
            from row in Saying
            where row.Word is not null
            from activity in Enum.GetValues<TerminalActivity>()
            select Of(row.Word!.Activity == activity ? 1 : 0, Name(row), ("activity", EnumName.Of(activity))));
        Gauge("terminal.faults", "{fault}", "How many faults it said that it has.", () =>
            Said(word => word.Status.Faults.Count));
        Gauge("terminal.unsent", "{record}", "Records that it has and the ledger has not, as far as it said.", () =>
            from row in Saying where row.Unsent is not null select Of(row.Unsent!.Value, Name(row)));
        Gauge("terminal.unlisted_debits", "{minor_unit}", "What it said that it sold and no list shows.", () =>
            Said(word => word.Status.UnlistedDebits?.MinorUnits));
        Gauge("terminal.at_risk", "{minor_unit}", "What is lost at most if it is never seen again.", () =>
            Terminals.Select(row => Of((double)fleet.Of(row).AtRisk, Name(row))));
        Gauge("terminal.waiting", "{record}", "Records of it that wait for others.", () =>
            Saying.Select(row => Of(row.Waiting, Name(row))));
        Gauge("terminal.heard.age", "s", "Since anything of it was heard.", () =>
            from row in Saying
            where row.HeardMilliseconds is not null
            let age = time.GetUtcNow().ToUnixTimeMilliseconds() - row.HeardMilliseconds!.Value
            select Of(Math.Max(0, age) / 1_000.0, Name(row)));
    }

    private IEnumerable<Measurement<double>> Seen(Func<SeenLedger, IEnumerable<Measurement<double>>> values) =>
        logic.Seen is { } seen ? values(seen) : [];

    private IEnumerable<Measurement<double>> Said(Func<TerminalWord, long?> value) =>
        from row in Saying
        where row.Word is not null
        let number = value(row.Word!)
        where number is not null
        select Of(number.Value, Name(row));

    private void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        meter.CreateObservableGauge($"edge_terminal_ledger.{name}", values, unit, description);

    private static (string Name, string Value) Name(SeenTerminal row) => ("terminal", row.Terminal.ToString());

    private Measurement<double> Of(double value, params (string Name, string Value)[] labels) =>
        new(value, labels.Prepend(label).Select(one => new KeyValuePair<string, object?>(one.Name, one.Value)));
}
