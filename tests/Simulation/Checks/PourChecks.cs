using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Lines;

namespace Tests.Simulation;

/// <summary>
/// What must hold of pours at one drink station: by what its disk made durable, what the valve was ordered, and what
/// has truly flowed.
/// </summary>
internal sealed class PourChecks(Machine machine, Witness witness)
{
    /// <summary>
    /// A power cut bills to the last mark: a mark less than what flowed, and what flows between two looks at the meter,
    /// in the look that finds out, and while the valve shuts.
    /// </summary>
    private const long MostUnbilled = PourSetup.MarkMicrolitres +
        SimulatedValve.FastestFlow * (2 * SimulatedValve.LookEvery + SimulatedValve.LongestLag) / 1_000;

    private const long Litre = 1_000_000;

    private readonly Dictionary<RecordPosition, Pour> open = [];
    private RecordPosition latest;

    /// <summary>All that ever flowed, in microlitres.</summary>
    public long Poured { get; private set; }

    /// <summary>What of it was billed.</summary>
    public long Billed { get; private set; }

    /// <summary>
    /// Why it is not at rest; null when it is. What a rotten line said of a hold is not known any more.
    /// </summary>
    public string? Unfinished => open.Keys.Any(held => !(machine.Rotted >= held)) ? "somebody still pours" : null;

    /// <summary>A hold is durable.</summary>
    public void Held(RecordPosition position, Fact.Hold hold)
    {
        (open[position], latest) = (new Pour(hold), position);
        if (hold.Terms is not { } terms || terms.MeterTotal > ((SimulatedValve)machine.Devices!).MeterTotal)
            throw new BrokenInvariant(
                "a record says what the meter counted", $"{machine.Name} {position}: {hold.Terms?.MeterTotal}");
    }

    /// <summary>A mark is durable.</summary>
    public void Marked(Fact.Mark mark)
    {
        if (open.TryGetValue(mark.Held, out var pour))
            pour.Marked = mark.Pulses;
    }

    /// <summary>The process orders something.</summary>
    public void Ordered(Effect.ToDevice order, DecisionBase? deciding)
    {
        switch (order)
        {
            case Effect.OpenValve valve:
                if (witness.Last is not { Record: { Fact: Fact.Hold hold } record } ||
                    record.Position <= deciding?.Tail)
                    throw new BrokenInvariant(
                        "nothing opens before it is durable", $"{machine.Name} opens its valve, and nothing is held");
                if (valve.Tap != hold.Terms?.Tap)
                    throw new BrokenInvariant(
                        "the tap of the hold is the one that opens", $"{machine.Name} opens tap {valve.Tap}");
                if (valve.GrantPulses * Litre / hold.PulsesPerLitre * hold.PricePerLitre.MinorUnits / Litre >
                    hold.Payment.Total().MinorUnits)
                    throw new BrokenInvariant(
                        "no more may flow than was held",
                        $"{machine.Name} {record.Position}: {valve.GrantPulses} pulses for {hold.Payment.Total()}");
                break;
            case Effect.RenewLease renew when !(open.GetValueOrDefault(latest)?.Marked >= renew.DurablePulses):
                throw new BrokenInvariant(
                    "a lease is for what is durable",
                    $"{machine.Name} renews it for {renew.DurablePulses} pulses; no mark says so");
        }
    }

    /// <summary>The valve opens.</summary>
    public void Opened(SimulatedValve.Opening opening)
    {
        if (open.TryGetValue(latest, out var pour))
            pour.Opening = opening;
    }

    /// <summary>It closes by itself.</summary>
    public void Closed(SimulatedValve.Opening opening)
    {
        if (opening.Why == ValveEnd.LeaseRanOut &&
            open.GetValueOrDefault(latest)?.Marked + opening.Guard.Grant.LeasePulses > opening.Most)
            throw new BrokenInvariant(
                "a lease is renewed with each mark",
                $"{machine.Name} let it run out at {opening.Most} pulses; {open[latest].Marked} are durable");
    }

    /// <summary>A capture is durable.</summary>
    public void Captured(RecordPosition position, Fact.Capture capture)
    {
        var (held, payment) = (capture.Held, capture.Payment);
        var pour = Close(position, held);
        foreach (var part in payment.Parts)
            if (part.Amount > pour.Hold.Payment.Parts.FirstOrDefault(row => row.Asset == part.Asset).Amount)
                throw new BrokenInvariant(
                    "no more is captured than was held", $"{machine.Name} {position} takes {part} of {held}");
        var flowed = capture.Pulses * Litre / pour.Hold.PulsesPerLitre;
        var price = Math.Min(
            flowed * pour.Hold.PricePerLitre.MinorUnits / Litre, pour.Hold.Payment.Total().MinorUnits);
        if (capture.Microlitres != flowed || payment.Total().MinorUnits != price ||
            payment.Card != pour.Hold.Payment.Card)
            throw new BrokenInvariant(
                "a pour costs what flowed at the price of its hold",
                $"{machine.Name} {position}: {payment.Total()} for {capture.Pulses} pulses");
        Bill(position, pour, capture.Pulses, capture.End);
    }

    /// <summary>A release is durable.</summary>
    public void Released(RecordPosition position, Fact.Release release) =>
        Bill(position, Close(position, release.Held), pulses: 0, release.End);

    private Pour Close(RecordPosition position, RecordPosition held) =>
        open.Remove(held, out var pour)
            ? pour
            : throw new BrokenInvariant(
                "a hold is closed once", $"{machine.Name} {position} closes {held}, which is not open");

    private void Bill(RecordPosition position, Pour pour, long pulses, string end)
    {
        var truly = pour.Opening;
        if (pulses > (truly?.Pulses ?? 0))
            throw new BrokenInvariant(
                "what did not flow is not billed",
                $"{machine.Name} {position} bills {pulses} pulses; {truly?.Pulses ?? 0} were there");
        if (truly is null)
            return;
        var billed = pulses * Litre / pour.Hold.PulsesPerLitre;
        (Poured, Billed) = (Poured + truly.Microlitres, Billed + billed);
        // A part of a pulse is nobody's, and so is one whose beginning was lost.
        var most = (truly.Missed + 1) * Litre / pour.Hold.PulsesPerLitre + 1 + (end == "powerCut" ? MostUnbilled : 0);
        if (truly.IsMeterTrusted && truly.Microlitres - billed > most)
            throw new BrokenInvariant(
                "what flowed is billed",
                $"{machine.Name} {position}: {truly.Microlitres} microlitres flowed, {billed} are billed, {end}");
    }

    /// <param name="hold">What was set aside.</param>
    private sealed class Pour(Fact.Hold hold)
    {
        public Fact.Hold Hold => hold;

        /// <summary>What flowed; null: the valve was not opened.</summary>
        public SimulatedValve.Opening? Opening { get; set; }

        /// <summary>Pulses of the last mark.</summary>
        public long Marked { get; set; }
    }
}
