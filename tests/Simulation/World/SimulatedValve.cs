using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Lines;

namespace Tests.Simulation;

/// <summary>
/// A valve and a flow meter, as their thread has them, in virtual time. When to close is for the product's own
/// <see cref="ValveGuard"/> to say, pulse by pulse; what flows is modelled: faster for one guest than for another, a
/// little more after the order to close, and each beginning or end of a pulse may be lost.
/// </summary>
internal sealed class SimulatedValve(World world, Machine machine, PourTap tap) : IStationDevices
{
    /// <summary>So often the loop is told of pulses.</summary>
    public const long LookEvery = 100;

    /// <summary>The most that flows, in microlitres a second.</summary>
    public const long FastestFlow = 90_000;

    /// <summary>The longest that something flows after the order to close.</summary>
    public const long LongestLag = 150;

    private const long SlowestFlow = 40_000;
    private const long FlowOfEmptyKeg = 4_000;
    private const long FlowOfLeak = 12_000;
    private const long Settling = 500;
    private const long LongestSettling = 3_000;
    private const long LeakWithin = 60_000;
    private const double EdgeIsLost = 0.004;

    private readonly Chance chance = machine.Chance.Split("valve");
    private ClosingLag lag;
    private Opening? current;
    private bool isDry;
    private bool isMeterDead;
    private bool leaks;
    private bool isLost;
    private bool isWatched;
    private (long Microlitres, long Since, long Told) drips;
    private long total;

    /// <summary>Something is to flow.</summary>
    public bool IsOpen => current is { Why: null };

    /// <summary>What has flowed since it was opened last.</summary>
    public long Microlitres => Last?.Microlitres ?? 0;

    /// <summary>All that the meter ever counted: a process goes on from what its journal says.</summary>
    public long MeterTotal => current is { IsAbandoned: false } opening ? opening.MeterTotal : total;

    /// <summary>The last time that it was opened; null: it never was.</summary>
    public Opening? Last { get; private set; }

    /// <inheritdoc/>
    public void Do(Effect.ToDevice order)
    {
        switch (order)
        {
            case Effect.OpenValve open:
                Open(open);
                break;
            case Effect.RenewLease renew when current is { } opening:
                opening.Guard = opening.Guard.Renewed(renew.DurablePulses);
                break;
            case Effect.CloseValve when current is { } opening:
                Close(opening, ValveEnd.Stopped);
                break;
        }
    }

    /// <inheritdoc/>
    public void Report()
    {
        if (machine.Process is { } process)
            total = process.State.Past.TapOf(tap.Number).MeterTotal;
        SayLost();
    }

    private void SayLost()
    {
        if (isLost)
            Tell(new Input.FaultBegan(Fault.ValveLost, "the simulated valve"));
    }

    /// <inheritdoc/>
    public void LetGo()
    {
        if (current is not { } opening)
            return;
        opening.IsAbandoned = true;
        if (opening.Why is null)
            Flow(opening);
        Close(opening, ValveEnd.Stopped);
    }

    /// <inheritdoc/>
    public void Turn(DeviceFault what, bool fails)
    {
        switch (what)
        {
            case DeviceFault.Keg:
                isDry = fails;
                break;
            case DeviceFault.Meter:
                isMeterDead = fails;
                if (fails && Last is { } last)
                    last.IsMeterTrusted = false;
                break;
            case DeviceFault.Leak:
                leaks = fails;
                drips = (0, world.Agenda.Now, 0);
                if (fails && !isWatched)
                    world.Agenda.Every(LookEvery, Drip);
                isWatched |= fails;
                break;
            case DeviceFault.Valve when isLost != fails:
                isLost = fails;
                if (fails && current is { } opening)
                    Close(opening, ValveEnd.LineLost);
                SayLost();
                break;
        }
    }

    /// <summary>Something of an opening that is over comes late.</summary>
    public void SayLate(bool isLastWord)
    {
        if (current is null && Last is { } last)
            Tell(isLastWord
                ? new Input.ValveClosed(
                    ValveClosing.Ordered, last.Counted, FlowsOn: false, last.Number, tap.Number, MeterTotal)
                : new Input.PulsesCounted(last.Counted, last.Number, tap.Number, MeterTotal));
    }

    /// <summary>Few drops passed while it was shut; a card may have come before they were told.</summary>
    public void SayDrops()
    {
        if (current is null)
            total++;
        Tell(new Input.PulsesWhileShut(1, tap.Number, MeterTotal));
    }

    private void Open(Effect.OpenValve open)
    {
        if (isLost || current is not null)
        {
            Tell(new Input.ValveClosed(
                ValveClosing.DeviceLost, 0, FlowsOn: false, open.Opening, tap.Number, MeterTotal));
            return;
        }
        var grant = new ValveGrant(
            open.GrantPulses, TimeSpan.FromMilliseconds(open.DeadlineMilliseconds), open.LeasePulses);
        var opening = new Opening(new ValveGuard(grant, lag.Pulses, DurablePulses: 0), world.Agenda.Now)
        {
            Number = open.Opening,
            Rate = isDry ? FlowOfEmptyKeg : chance.Between(SlowestFlow, FastestFlow),
            IsMeterTrusted = !isMeterDead,
            TotalBefore = total,
        };
        (current, Last) = (opening, opening);
        world.Checks.Of(machine.Name).Pours?.Opened(opening);
        world.Tell($"{machine.Name}: the valve opens for {open.GrantPulses} pulses");
        if (opening.Guard.Look(0, TimeSpan.Zero) is { } at)
            Close(opening, at);
        else
            world.Agenda.Every(LookEvery, () => Look(opening));
    }

    /// <returns>False: it was closed.</returns>
    private bool Look(Opening opening)
    {
        if (opening.Why is not null)
            return false;
        Flow(opening);
        if (opening.Counted > opening.Told)
        {
            opening.Told = opening.Counted;
            Tell(new Input.PulsesCounted(opening.Told, opening.Number, tap.Number, opening.MeterTotal));
        }
        return opening.Why is null;
    }

    /// <summary>What has flowed until now, pulse by pulse: it closes at the one at which it must.</summary>
    private void Flow(Opening opening)
    {
        var now = world.Agenda.Now;
        var flowed = opening.Microlitres + opening.Rate * (now - opening.At) / 1_000;
        var before = opening.Pulses;
        for (var pulse = before + 1; pulse <= PulsesIn(flowed); pulse++)
        {
            Count(opening);
            if (opening.Why is null && opening.Guard.Look(opening.Most, Elapsed(opening)) is { } why)
            {
                flowed = MicrolitresOf(pulse);
                (opening.Microlitres, opening.At) = (flowed, now);
                Close(opening, why);
                return;
            }
        }
        (opening.Microlitres, opening.At) = (flowed, now);
        if (opening.Why is null && opening.Guard.Look(opening.Most, Elapsed(opening)) is { } late)
            Close(opening, late);
    }

    private TimeSpan Elapsed(Opening opening) =>
        TimeSpan.FromMilliseconds(world.Agenda.Now - opening.OpenedAt);

    private void Count(Opening opening)
    {
        opening.Pulses++;
        if (isMeterDead)
            return;
        (opening.Most, opening.Counted) = (opening.Most + 1, opening.Counted + 1);
        if (!chance.Happens(EdgeIsLost))
            return;
        // A change that is lost may have begun a pulse or ended one: it is one for who closes, and none for who pays.
        if (chance.Happens(0.5))
        {
            opening.Counted--;
            opening.Missed++;
        }
        else
            opening.Most++;
    }

    private void Close(Opening opening, ValveEnd why)
    {
        if (opening.Why is not null)
            return;
        opening.Why = why;
        world.Checks.Of(machine.Name).Pours?.Closed(opening);
        world.Tell($"{machine.Name}: the valve closes, {why}");
        var after = opening.Counted;
        var late = chance.Between(0, LongestLag);
        opening.Microlitres += opening.Rate * late / 1_000;
        while (opening.Pulses < PulsesIn(opening.Microlitres))
            Count(opening);
        after = opening.Counted - after;
        lag = lag.Learned(Math.Min(after, opening.Guard.Grant.LeasePulses));
        world.Agenda.After(late + (leaks ? LongestSettling : Settling), () => Settle(opening));
    }

    private void Settle(Opening opening)
    {
        if (current == opening)
            current = null;
        drips = (0, world.Agenda.Now, 0);
        if (opening.IsAbandoned)
            return;
        total = opening.MeterTotal;
        Tell(new Input.ValveClosed(
            opening.Why switch
            {
                ValveEnd.GrantUsed => ValveClosing.GrantUsed,
                ValveEnd.DeadlinePassed => ValveClosing.DeadlinePassed,
                ValveEnd.LeaseRanOut => ValveClosing.LeaseRanOut,
                ValveEnd.Stopped => ValveClosing.Ordered,
                _ => ValveClosing.DeviceLost,
            },
            opening.Counted,
            leaks,
            opening.Number,
            tap.Number,
            total));
    }

    /// <summary>Flows while it is shut, for as long as it leaks.</summary>
    private bool Drip()
    {
        isWatched = leaks;
        if (!leaks || current is not null)
            return leaks;
        if (world.Agenda.Now - drips.Since > LeakWithin)
            drips = (0, world.Agenda.Now, 0);
        drips.Microlitres += FlowOfLeak * LookEvery / 1_000;
        if (PulsesIn(drips.Microlitres) is var pulses && pulses > drips.Told && !isMeterDead)
        {
            total += pulses - drips.Told;
            drips.Told = pulses;
            Tell(new Input.PulsesWhileShut(pulses, tap.Number, total));
        }
        return true;
    }

    private void Tell(Input input)
    {
        var process = machine.Process;
        world.Agenda.After(1, () =>
        {
            if (process is not null && process == machine.Process)
                machine.Run(() => process.Take(new LoopInput.Core(input)));
        });
    }

    private long PulsesIn(long microlitres) => microlitres * tap.PulsesPerLitre / 1_000_000;

    private long MicrolitresOf(long pulses) => (pulses * 1_000_000 + tap.PulsesPerLitre - 1) / tap.PulsesPerLitre;

    /// <summary>From one order to open to the end of the flow.</summary>
    /// <param name="guard">How far it may go.</param>
    /// <param name="openedAt">The true time.</param>
    internal sealed class Opening(ValveGuard guard, long openedAt)
    {
        public ValveGuard Guard { get; set; } = guard;

        public long OpenedAt { get; } = openedAt;

        /// <summary>What the station calls it by.</summary>
        public required long Number { get; init; }

        /// <summary>Up to when <see cref="Microlitres"/> is reckoned.</summary>
        public long At { get; set; } = openedAt;

        /// <summary>Microlitres a second.</summary>
        public long Rate { get; init; }

        /// <summary>What has truly flowed.</summary>
        public long Microlitres { get; set; }

        /// <summary>What that is in whole pulses.</summary>
        public long Pulses { get; set; }

        /// <summary>No fewer than were there.</summary>
        public long Most { get; set; }

        /// <summary>No more than were there.</summary>
        public long Counted { get; set; }

        /// <summary>What the meter had counted before.</summary>
        public long TotalBefore { get; init; }

        /// <summary>What it had counted then and since.</summary>
        public long MeterTotal => TotalBefore + Counted;

        /// <summary>That nobody may be billed for: how they began was lost.</summary>
        public long Missed { get; set; }

        /// <summary>The loop was told of so many.</summary>
        public long Told { get; set; }

        /// <summary>Why it was closed; null: it is open.</summary>
        public ValveEnd? Why { get; set; }

        /// <summary>The process that opened it was gone before it was told the end.</summary>
        public bool IsAbandoned { get; set; }

        /// <summary>The meter has counted all the time.</summary>
        public bool IsMeterTrusted { get; set; } = true;
    }
}
