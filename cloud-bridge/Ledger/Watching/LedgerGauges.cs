using System.Diagnostics.Metrics;
using CloudBridge.Contract;
using CloudBridge.Metrics;

namespace CloudBridge.Ledger;

/// <summary>What is asked of a running ledger whenever somebody wants to know.</summary>
internal sealed class LedgerGauges
{
    /// <summary>One who asks for all of them is given what was so at one moment.</summary>
    private static readonly TimeSpan OneMoment = TimeSpan.FromMilliseconds(500);

    private readonly Meter meter;
    private readonly Func<SeenLedger> look;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private (SeenLedger View, long Timestamp)? last;

    private LedgerGauges(Meter meter, Func<SeenLedger> look, TimeProvider time) =>
        (this.meter, this.look, this.time) = (meter, look, time);

    private SeenLedger View
    {
        get
        {
            lock (gate)
            {
                if (last is not { } seen || time.GetElapsedTime(seen.Timestamp) > OneMoment)
                    last = seen = (look(), time.GetTimestamp());
                return seen.View;
            }
        }
    }

    /// <summary>Adds them to a meter.</summary>
    /// <param name="meter">The ledger's.</param>
    /// <param name="look">What there is to be seen now. Any thread.</param>
    /// <param name="service">The one that serves terminals.</param>
    /// <param name="time">Clocks.</param>
    public static void AddTo(Meter meter, Func<SeenLedger> look, LedgerService service, TimeProvider time)
    {
        var gauges = new LedgerGauges(meter, look, time);
        gauges.AddBooks();
        gauges.AddTerminals();
        gauges.Gauge("broker.connected", "{state}", "1: there is a connection to the broker.", () =>
            [Of(service.IsConnected ? 1 : 0)]);
        gauges.Gauge("leads", "{state}", "1: of several workers this one makes the lists.", () =>
            [Of(service.Leads ? 1 : 0)]);
        gauges.Gauge("loop.busy", "s", "How long the loop has been at the messages in hand; 0: it has none.", () =>
            [Of(service.BusyFor?.TotalSeconds ?? 0)]);
        ProcessGauges.AddTo(meter);
    }

    private void AddBooks()
    {
        Gauge("cards", "{card}", "Cards in the books.", () => [Of(View.Cards)]);
        Gauge("era", "{era}", "Of the books.", () => [Of(View.Era)]);
        Gauge("list.version", "{version}", "Of the last card list that was made; 0: none.", () =>
            [Of(View.List?.Version ?? 0)]);
        Gauge("rows.open", "{row}", "What somebody must look at (docs/reconciliation.md), by its kind.", () =>
            Enum.GetValues<RowKind>().Select(kind =>
                Of(View.OpenRows.GetValueOrDefault(kind), ("kind", EnumName.Of(kind)))));
    }

    private void AddTerminals()
    {
        Gauge("terminal.sells", "{state}", "1: a guest who comes to this terminal now is served.", () =>
            View.Terminals.Select(row => Of(row.Word is { Sells: true } ? 1 : 0, Name(row))));
        Gauge("terminal.activity", "{state}", "1 at what the terminal said last that it does.", () =>
            from row in View.Terminals
            where row.Word is not null
            from activity in Enum.GetValues<TerminalActivity>()
            select Of(row.Word!.Activity == activity ? 1 : 0, Name(row), ("activity", EnumName.Of(activity))));
        Gauge("terminal.faults", "{fault}", "How many faults it said that it has.", () =>
            Said(word => word.Status.Faults.Count));
        Gauge("terminal.unsent", "{record}", "Records that it has and the ledger has not, as far as it said.", () =>
            from row in View.Terminals where row.Unsent is not null select Of(row.Unsent!.Value, Name(row)));
        Gauge("terminal.unlisted_debits", "{minor_unit}", "What it said that it sold and no list shows.", () =>
            Said(word => word.Status.UnlistedDebits?.MinorUnits));
        Gauge("terminal.waiting", "{record}", "Records of it that wait for others.", () =>
            View.Terminals.Select(row => Of(row.Waiting, Name(row))));
        Gauge("terminal.record.age", "s", "Since a record of it came.", () =>
            from row in View.Terminals
            where row.HeardMilliseconds is not null
            let age = time.GetUtcNow().ToUnixTimeMilliseconds() - row.HeardMilliseconds!.Value
            select Of(Math.Max(0, age) / 1_000.0, Name(row)));
    }

    private IEnumerable<Measurement<double>> Said(Func<TerminalWord, long?> value) =>
        from row in View.Terminals
        where row.Word is not null
        let number = value(row.Word!)
        where number is not null
        select Of(number.Value, Name(row));

    private void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        meter.CreateObservableGauge($"edge_terminal_ledger.{name}", values, unit, description);

    private static (string Name, string Value) Name(SeenTerminal row) => ("terminal", row.Terminal.ToString());

    private static Measurement<double> Of(double value, params (string Name, string Value)[] labels) =>
        new(value, labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value)));
}
