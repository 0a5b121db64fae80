using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>What must hold of one terminal, after each of its steps.</summary>
internal sealed class TerminalChecks
{
    private readonly World world;
    private readonly Machine machine;
    private readonly Accounts truth;
    private readonly List<(RecordPosition Position, long Debit)> unlisted = [];
    private readonly HashSet<RecordPosition> shown = [];
    private readonly HashSet<RecordPosition> approved = [];
    private ListVersion? list;
    private Remembered? past;
    private DecisionBase? deciding;
    private Guest? tapping;
    private Hearing hearing = new();

    public TerminalChecks(World world, Machine machine, Accounts truth)
    {
        (this.world, this.machine, this.truth) = (world, machine, truth);
        Witness = new Witness(machine.Name, Saw);
    }

    /// <summary>What its disk made durable.</summary>
    public Witness Witness { get; }

    /// <summary>What it has sold that is not in its list's balances.</summary>
    public long Unlisted => unlisted.Sum(row => row.Debit);

    /// <summary>A guest holds a card there; null: no more.</summary>
    public void Tapping(Guest? guest) => tapping = guest;

    /// <summary>It is about to decide.</summary>
    public void Deciding(Input input, TerminalState state)
    {
        deciding = new DecisionBase(
            input, state.Past.Last, state.Present.ListInUse, (input as Input.CardPresented)?.Card.Entry, tapping);
        if (input is Input.PeersHeard heard)
            hearing.Add(heard.Records);
    }

    /// <summary>It has decided, and done what follows.</summary>
    public void Decided(TerminalState state, TerminalStep step)
    {
        if (step.Failure is null && state.Past.Last != Witness.Last?.Record.Position)
            throw new BrokenInvariant(
                "the journal is the truth",
                $"{machine.Name} goes by records up to {state.Past.Last}; durable are {Witness.Last?.Record.Position}");
        past = state.Past;
        if (tapping is not null && step.Facts.Count(fact => fact is Fact.Sale) > 1)
            throw new BrokenInvariant("each tap is charged once", $"{machine.Name} sold twice in one tap");
        // What was written and not synced may be durable later: it was decided on this.
        if (step.Failure is null)
            deciding = null;
    }

    /// <summary>It was asked to show something: what is approved must be durable, and be said once.</summary>
    public void Asked(GuestScreen screen)
    {
        world.Exercise.Note(screen);
        if (screen is not GuestScreen.Approved || deciding?.Input is not Input.CardPresented)
            return;
        var last = Witness.Last;
        var isRepeat = machine.Process?.State.Present.Phase is KioskPhase.Shown { Approval.Screen: var before } &&
            ReferenceEquals(before, screen);
        if (!isRepeat && (last?.Record.Fact is not Fact.Sale || !approved.Add(last.Record.Position)))
            throw new BrokenInvariant(
                "nothing is shown approved that is not durable", $"{machine.Name} after {last?.Record.Position}");
    }

    /// <summary>A process has opened what was durable.</summary>
    public void Opened(TerminalState state)
    {
        hearing = new Hearing();
        if (Witness.Last is { } last && !(state.Past.Last >= last.Record.Position))
            throw new BrokenInvariant(
                "nothing durable is lost",
                $"{machine.Name} opened up to {state.Past.Last}; durable was {last.Record.Position}");
        // What a start folds from the journal is what the process before it went by.
        if (past?.Last == state.Past.Last && past is not null && !machine.HasRotted && !past.Equals(state.Past))
            throw new BrokenInvariant(
                "folding the journal gives the state",
                $"{machine.Name} at {state.Past.Last}:\n{past}\n{state.Past}");
    }

    /// <summary>An older image is on its disk: what it knew since is forgotten.</summary>
    public void Restored(ForgetfulDisk disk)
    {
        Witness.Rewind(disk);
        unlisted.Clear();
        (list, past, deciding) = (null, null, null);
    }

    /// <summary>A line that the ledger has, with the receipt for it on the disk: chance says which.</summary>
    public WitnessedRecord? Acknowledged(ulong where)
    {
        var receipt = JournalOutbox.ReadReceipt(machine.Disk, world.LedgerKeys, Site.Id, machine.Name);
        var lines = Witness.Records
            .Where(row => machine.Disk.Exists(row.File) && receipt?.Epochs.Any(epoch =>
                epoch.Epoch == row.Record.Position.Epoch && epoch.Sequence > row.Record.Position.Sequence) == true)
            .ToList();
        return lines.Count == 0 ? null : lines[(int)(where % (ulong)lines.Count)];
    }

    private void Saw(WitnessedRecord row)
    {
        var record = row.Record;
        world.Exercise.Note(record.Fact);
        switch (record.Fact)
        {
            case Fact.ListApplied applied:
                Apply(applied);
                break;
            case Fact.SaleShown seen:
                shown.Add(seen.Approved);
                break;
            case Fact.Sale sale:
                Sold(record.Position, sale);
                break;
            case Fact.Refill or Fact.DepositReturn or Fact.Void:
                world.Checks.Credited(machine.Name, record.Position, record.Fact);
                break;
        }
        var changed = truth.Take(record);
        world.Checks.TruthChanged(changed);
    }

    private void Apply(Fact.ListApplied applied)
    {
        if (list is { } before && applied.List < before)
            throw new BrokenInvariant(
                "a list is never older than one before it", $"{machine.Name} took {applied.List} after {before}");
        list = applied.List;
        var marks = applied.Watermarks();
        unlisted.RemoveAll(row => marks.Covers(row.Position));
    }

    private void Sold(RecordPosition position, Fact.Sale sale)
    {
        var ordinary = sale.Payments.SelectMany(payment => payment.Parts)
            .Where(part => part.Asset.Category.SpendRank() is not null)
            .Sum(part => part.Amount.MinorUnits);
        unlisted.Add((position, ordinary));
        var most = world.Story.Plan.OfflineTotal;
        if (ordinary > 0 && Unlisted > most)
            throw new BrokenInvariant(
                "a terminal keeps to its offline total",
                $"{machine.Name} has sold {Unlisted} that no list of its own has; at most {most}");
        if (sale.Payments is [{ Wallet: { } wallet } payment] && deciding is { Entry: { } entry, List: { } used })
            world.Checks.Bound.Add(wallet, DebitOf(position, payment, sale.Verdict, entry, used));
        Charge(position, sale);
    }

    private Debit DebitOf(RecordPosition position, Payment payment, Verdict verdict, CardEntry entry, ListVersion used)
    {
        var plan = world.Story.Plan;
        var listed = world.Checks.WatermarksOf(used);
        var counts = new Dictionary<TerminalId, EpochMarks>(listed);
        if (deciding!.Tail is { } tail)
            counts[machine.Name] = counts.GetValueOrDefault(machine.Name).With([tail]);
        var available = entry.Balances.ToDictionary(row => row.Asset, row => row.Amount.MinorUnits);
        foreach (var (asset, credit) in world.Checks.CreditsAbove(entry.Wallet, listed))
            available[asset] = available.GetValueOrDefault(asset) + credit;
        return new Debit(
            machine.Name,
            position,
            payment.Parts.ToDictionary(part => part.Asset, part => part.Amount.MinorUnits),
            used,
            counts,
            hearing,
            hearing.Count,
            verdict is { Mode: ListMode.Fresh, PeersMissing: false } ? plan.FreshLimit : plan.OfflineLimit,
            available)
        {
            At = world.Agenda.Now,
        };
    }

    /// <summary>Nobody pays twice for one wish, unless the display had said that it showed the first yes.</summary>
    private void Charge(RecordPosition position, Fact.Sale sale)
    {
        if (deciding?.Guest is not { } guest || guest.Card != sale.Card)
            return;
        const long unshownMilliseconds = 9 * 60_000;
        foreach (var before in guest.Charged)
            if (before.Basket == sale.Basket && !shown.Contains(before.Position) && !machine.HasRotted &&
                world.Agenda.Now - before.At < unshownMilliseconds && IsLastOf(guest, before, position))
                throw new BrokenInvariant(
                    "each tap is charged once",
                    $"{machine.Name}: {before.Position} and {position} for one wish, and nobody was shown the first");
        guest.Charged.Add(new ChargedSale(world.Agenda.Now, position, sale.Basket));
    }

    /// <summary>A later sale to the same card takes the place of one that nobody may have seen.</summary>
    private bool IsLastOf(Guest guest, ChargedSale before, RecordPosition now)
    {
        for (var position = before.Position.Next(); position < now; position = position.Next())
            if (Witness.At(position)?.Record.Fact is Fact.Sale other && other.Card == guest.Card)
                return false;
        return true;
    }
}
