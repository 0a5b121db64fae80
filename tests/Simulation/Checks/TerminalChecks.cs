using CloudBridge.Contract;
using CloudBridge.Mqtt;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>What must hold of one terminal, after each of its steps.</summary>
internal sealed partial class TerminalChecks
{
    private static readonly Topics Topics = new(Site.Id);
    private static readonly KioskSetup Times = new(FixedArticle: null, PriceListVersion: 1);

    private static readonly Dictionary<TerminalId, EpochMarks> NoMarks = [];

    private readonly World world;
    private readonly Machine machine;
    private readonly Accounts truth;
    private readonly ListAge age;
    private readonly Spending spending;
    private readonly Answers answers;
    private readonly Dictionary<CardToken, RecordPosition> blocked = [];
    private EpochMarks ownListed;
    private ListVersion? list;
    private Remembered? past;
    private DecisionBase? deciding;
    private Guest? tapping;
    private CardToken? lastCard;
    private Guest? asksBeside;
    private int disturbances;
    private long keys;
    private long stepsBefore;
    private Hearing hearing = new(NoMarks);

    public TerminalChecks(World world, Machine machine, Accounts truth)
    {
        (this.world, this.machine, this.truth) = (world, machine, truth);
        Witness = new Witness(machine.Name, Saw);
        age = new ListAge(world.Agenda, world.Story.Plan);
        spending = new Spending(machine.Name, world.Limits);
        answers = new Answers(world.Agenda, machine, Witness);
        Pours = machine.Kind == StationKind.Drink ? new PourChecks(machine, Witness) : null;
        Entries = machine.Kind == StationKind.Gate
            ? new EntryChecks(machine, Witness, Shop.Gate(world.Story.Plan, machine.Number))
            : null;
    }

    /// <summary>What its disk made durable.</summary>
    public Witness Witness { get; }

    /// <summary>The machine boots.</summary>
    public void Booted() => age.Booted();

    /// <summary>A guest holds a card there; null: no more.</summary>
    public void Tapping(Guest? guest) => tapping = guest;

    /// <summary>It asks the ledger how current the list is.</summary>
    public void Asks(AskMessage ask) => age.Asked(ask);

    /// <summary>
    /// Something was brought to its process. A line of another terminal that comes after the site's keys counts, once
    /// what follows from it at this moment has been done: after those that the list goes with which it has stored.
    /// </summary>
    public void Delivered(MqttMessage message)
    {
        var ledger = world.Checks.Ledger;
        if (message.Topic == Topics.Keys)
            keys = Math.Max(keys, ledger.KeysOf(message.Payload));
        else if (!Topics.TryParse(message.Topic, out var terminal, out var kind))
            return;
        else if (kind == TerminalTopic.Beat && ledger.BeatOf(machine.Name, message.Payload) is { } beat &&
            terminal == machine.Name)
            age.Heard(beat);
        // Of one that was revoked it counts what came before the keys without it, and nothing after.
        else if (kind == TerminalTopic.Journal && HasKeys && terminal != machine.Name &&
            !world.Machines.Any(other => other.Name == terminal && other.Farewell.HasBegun))
        {
            var (into, lines) = (hearing, world.Checks.Post.In(message.Payload));
            world.Agenda.After(0, () => into.Add(lines.Where(line => line.Terminal == terminal)));
        }
    }

    /// <summary>It is about to decide.</summary>
    public void Deciding(Input input, TerminalState state)
    {
        if (input is Input.ArticleChosen or Input.BasketCleared or Input.SeveralCardsPresented or Input.Started)
            disturbances++;
        stepsBefore = machine.DiskSteps;
        deciding = new DecisionBase(input, world.Agenda.Now, state.Past.Last)
        {
            Heard = hearing,
            Moment = hearing.Moment,
        };
        if (input is not Input.CardPresented tap || (tapping ?? machine.Guest) is not { } guest)
            return;
        if (guest.Shows != lastCard)
            disturbances++;
        lastCard = guest.Shows;
        deciding = On(deciding, guest) with
        {
            First = asksBeside is { } first ? On(deciding, first) : null,
        };
        if (state.Present.ListInUse is not null && guest.Shows is not null && tap.Card.Entry != deciding.Entry)
            throw new BrokenInvariant(
                "a card is looked up in the list in use",
                $"{machine.Name} knows of {guest.Card} {tap.Card.Entry}; {list} has {deciding.Entry}");
    }

    private DecisionBase On(DecisionBase at, Guest guest) => at with
    {
        Guest = guest,
        List = list,
        Age = list is { } known ? age.Of(known) : default,
        Entry = list is { } used && guest.Shows is { } card ? world.Checks.Ledger.EntryOf(used, card) : null,
        IsBlockedByStaff = blocked.ContainsKey(guest.Card) || hearing.HasBlocked(guest.Card),
        IsBlockedSinceTheList = hearing.HasBlocked(guest.Card) ||
            blocked.TryGetValue(guest.Card, out var record) && !ownListed.Covers(record),
        Disturbances = disturbances,
    };

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
        Entries?.Decided(deciding, stepsBefore);
        foreach (var sale in step.Facts.OfType<Fact.Sale>())
            Prices.Paid(machine, sale);
        if (step.Failure is not null)
            return;
        if (deciding?.Input is Input.VerdictShown)
            answers.Seen();
        // What was written and not synced may be durable later: it was decided on this.
        deciding = null;
    }

    /// <summary>It was asked to show something: what is approved must be durable, and be said once.</summary>
    public void Asked(GuestScreen screen)
    {
        world.Exercise.Note(screen);
        Entries?.Asked(screen);
        asksBeside = screen is GuestScreen.SecondCardAsked ? deciding?.Guest ?? asksBeside : null;
        // Where holds are, a list has taken off what their end gives back.
        var mostLeft = !world.HasHolds && deciding is { Entry: { } entry, Guest: { } guest, List: { } used }
            ? new Money(MostOf(entry, used).Where(row => row.Key.Category.SpendRank() is not null)
                .Sum(row => row.Value)) - spending.Of(guest.Card, entry.Wallet)
            : (Money?)null;
        answers.Asked(screen, deciding, mostLeft);
    }

    /// <summary>A process has opened what was durable.</summary>
    public void Opened(TerminalState state)
    {
        asksBeside = null;
        hearing = new Hearing(
            list is { } used ? world.Checks.WatermarksOf(used) : NoMarks, world.Story.Plan.IsDay);
        keys = 0;
        age.Started();
        answers.Started();
        if (Witness.Last is { } last && !(state.Past.Last >= last.Record.Position))
            throw new BrokenInvariant(
                "nothing durable is lost",
                $"{machine.Name} opened up to {state.Past.Last}; durable was {last.Record.Position}");
        // What a start folds from the journal is what the process before it went by. Behind a line that has rotted it
        // may know more again: a journal that begins with a later segment has what that line said.
        if (past?.Last == state.Past.Last && past is not null && machine.Rotted is null && !past.Equals(state.Past))
            throw new BrokenInvariant(
                "folding the journal gives the state",
                $"{machine.Name} at {state.Past.Last}:\n{past}\n{state.Past}");
    }

    /// <summary>An older image is on its disk: what it knew since is forgotten.</summary>
    public void Restored(ForgetfulDisk disk)
    {
        Witness.Rewind(disk);
        spending.Forget();
        answers.Restored();
        age.Forget();
        list = Witness.Records.Select(row => row.Record.Fact).OfType<Fact.ListApplied>().LastOrDefault()?.List;
        (past, deciding) = (null, null);
    }

    /// <summary>A line of its journal has rotted: starts pass over what it said of the time.</summary>
    public void Rotted() => age.Forget();

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

    private bool HasKeys => keys > 0 &&
        (machine.Process?.Lists.Stored is not { } stored || keys >= world.Checks.Ledger.KeysOf(stored));

    private void Saw(WitnessedRecord row)
    {
        var record = row.Record;
        world.Exercise.Note(record.Fact);
        age.Saw(record.Fact);
        switch (record.Fact)
        {
            case Fact.ListApplied applied:
                Apply(applied.List);
                break;
            case Fact.SaleShown seen:
                answers.Shown(seen.Approved);
                break;
            case Fact.CardBlocked staff:
                blocked[staff.Card] = record.Position;
                break;
            case Fact.Sale sale:
                spending.Take(record.Position, sale.Payments);
                if (record.Reissues is null)
                    Sold(record.Position, sale);
                break;
            case Fact.Refill or Fact.DepositReturn or Fact.Void:
                world.Checks.Credited(machine.Name, record.Position, record.Fact);
                break;
            // It takes once more from what the terminal may sell, and is no news otherwise.
            case Fact.Capture again when record.Reissues is not null:
                spending.Take(record.Position, [again.Payment]);
                break;
            case Fact.Entry again when record.Reissues is not null:
                spending.Take(record.Position, again.Payments);
                break;
            default:
                if (record.Reissues is null)
                    SawAtStation(record.Position, record.Fact);
                break;
        }
        var changed = truth.Take(record);
        world.Checks.TruthChanged(changed);
    }

    /// <summary>What it has is what the ledger has published, whatever the terminal's record says.</summary>
    private void Apply(ListVersion applied)
    {
        if (list is { } before && applied < before)
            throw new BrokenInvariant(
                "a list is never older than one before it", $"{machine.Name} took {applied} after {before}");
        if (list is null)
            age.TookFirst();
        list = applied;
        var listed = world.Checks.WatermarksOf(applied);
        spending.Listed(ownListed = listed.GetValueOrDefault(machine.Name));
        hearing.Listed(listed);
    }

    private void Sold(RecordPosition position, Fact.Sale sale)
    {
        answers.Sold(position, sale);
        if (sale.Payments is not [var first, var second])
        {
            Sold(position, sale, deciding, sale.Card, sale.Payments);
            return;
        }
        if (first.Card != sale.Card || first.Wallet == second.Wallet)
            throw new BrokenInvariant(
                "two cards that pay together are two", $"{machine.Name} {position}: {first} and {second}");
        Sold(position, sale, deciding?.First, first.Card, [first]);
        Sold(position, sale, deciding, second.Card, [second]);
    }

    /// <summary>What one card has paid of it.</summary>
    private void Sold(
        RecordPosition position, Fact.Sale sale, DecisionBase? on, CardToken card, ValueList<Payment> payments)
    {
        if (Granted(position, on, card, payments, sale.Verdict) is { } debit)
            world.Checks.Bound.Add(payments[0].Wallet!.Value, debit);
        Charge(position, sale, on!, on!.Guest!);
    }

    /// <summary>Something was granted to a card: one that was held there and may have it, on a list in force.</summary>
    /// <returns>What it took of a wallet that the list has; null: nothing.</returns>
    private Debit? Granted(
        RecordPosition position, DecisionBase? on, CardToken card, ValueList<Payment> payments, Verdict verdict)
    {
        if (on is not { Guest: { } guest })
            throw new BrokenInvariant("each tap is charged once", $"{machine.Name} {position}: nobody held a card");
        if (card != guest.Shows)
            throw new BrokenInvariant("each tap is charged once", $"{machine.Name} {position} charges another card");
        // A gate may let people in for nothing while it has no list.
        var isFree = Entries is { LetsInWithoutList: true } && verdict.Mode == ListMode.Missing &&
            payments.Count == 0;
        if (isFree ? on.IsBlockedSinceTheList : on.IsBlocked)
            throw new BrokenInvariant("nothing is sold to a card that is blocked", $"{machine.Name} {position}");
        if (!isFree && (on.List is null || verdict.Mode is ListMode.Expired or ListMode.Missing ||
            on.Age.Expired is not null))
            throw new BrokenInvariant(
                "nothing is sold on a list that is expired",
                $"{machine.Name} {position} on {on.List}, which it says is {verdict.Mode}: {on.Age.Expired}");
        if (verdict.Mode == ListMode.Fresh && on.Age.NotFresh is { } why)
            throw new BrokenInvariant(
                "a list is no younger than it is", $"{machine.Name} {position} says that {on.List} is fresh: {why}");
        if (payments is [{ Wallet: var wallet }] && wallet != on.Entry?.Wallet)
            throw new BrokenInvariant(
                "a card is looked up in the list in use", $"{machine.Name} {position} charges {wallet}");
        spending.Check(position, verdict);
        return payments is [var payment] && on.Entry is { } entry
            ? DebitOf(position, payment, verdict, on, entry, on.List!)
            : null;
    }

    private Debit DebitOf(
        RecordPosition position, Payment payment, Verdict verdict, DecisionBase on, CardEntry entry, ListVersion used)
    {
        var plan = world.Story.Plan;
        var counts = new Dictionary<TerminalId, EpochMarks>(world.Checks.WatermarksOf(used));
        if (on.Tail is { } tail)
            counts[machine.Name] = counts.GetValueOrDefault(machine.Name).With([tail]);
        return new Debit(
            machine.Name,
            position,
            payment.Parts.ToDictionary(part => part.Asset, part => part.Amount.MinorUnits),
            used,
            counts,
            on.Heard,
            on.Moment,
            verdict is { Mode: ListMode.Fresh, PeersMissing: false } ? plan.FreshLimit : plan.OfflineLimit,
            MostOf(entry, used))
        {
            At = on.At,
        };
    }

    /// <summary>What a list says of a wallet, and what staff has given it that the list lacks: by asset.</summary>
    private Dictionary<AssetId, long> MostOf(CardEntry entry, ListVersion used)
    {
        var most = entry.Balances.ToDictionary(row => row.Asset, row => row.Amount.MinorUnits);
        foreach (var (asset, credit) in world.Checks.CreditsAbove(entry.Wallet, world.Checks.WatermarksOf(used)))
            most[asset] = most.GetValueOrDefault(asset) + credit;
        return most;
    }

    /// <summary>
    /// Nobody pays twice for one wish, unless the display had said that it showed the first yes; and nobody at all
    /// while a card that comes again has slipped.
    /// </summary>
    private void Charge(RecordPosition position, Fact.Sale sale, DecisionBase on, Guest guest)
    {
        const long unshownMilliseconds = 9 * 60_000;
        const long slack = 10;
        foreach (var before in guest.Charged)
        {
            var after = on.At - before.At;
            if (before.Disturbances == on.Disturbances && after < Times.RepeatMilliseconds - slack)
                throw new BrokenInvariant(
                    "a card that slips is not charged again",
                    $"{machine.Name}: {before.Position} and {position}, {after} ms later");
            if (IsOfSame(before.Basket, sale.Basket) && !answers.WasShown(before.Position) &&
                !(machine.Rotted >= before.Position) && after < unshownMilliseconds &&
                IsLastOf(guest, before, position))
                throw new BrokenInvariant(
                    "each tap is charged once",
                    $"{machine.Name}: {before.Position} and {position} for one wish, and nobody was shown the first");
        }
        guest.Charged.Add(new ChargedSale(on.At, position, sale.Basket, on.Disturbances));
    }

    /// <summary>
    /// A later sale to the same card takes the place of one that nobody may have seen; one that staff took back is
    /// none.
    /// </summary>
    private bool IsLastOf(Guest guest, ChargedSale before, RecordPosition now)
    {
        for (var position = before.Position.Next(); position < now; position = position.Next())
            if (Witness.At(position)?.Record.Fact is Fact.Sale other && IsOf(other, guest.Card) ||
                Witness.At(position)?.Record.Fact is Fact.Void taken && taken.Voided == before.Position &&
                Witness.At(before.Position)?.Record.Fact is Fact.Sale sale && sale.Payments == taken.Returned)
                return false;
        return true;
    }

    /// <summary>One wish, whatever its price has become meanwhile.</summary>
    internal static bool IsOfSame(ValueList<BasketLine> one, ValueList<BasketLine> other) =>
        one.Select(line => (line.Article, line.Quantity))
            .SequenceEqual(other.Select(line => (line.Article, line.Quantity)));

    private static bool IsOf(Fact.Sale sale, CardToken card) =>
        sale.Card == card || sale.Payments.Any(payment => payment.Card == card);
}
