using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Folds the journal: what each fact makes of what is remembered.</summary>
internal static class Folding
{
    /// <summary>Taps are forgotten when a list comes and they are older than any velocity window looks back.</summary>
    private const long TapMemoryMilliseconds = ClassLimits.MostVelocitySeconds * 1000L;

    public static Remembered Fold(Remembered past, JournalRecord record, TerminalLimits limits)
    {
        if (record.Reissues is not null)
            return OfSaidAgain(past, record, limits);
        past = OfDay(past, limits.DayOrNone(record.Stamp));
        var next = OfCounter(
            past with { Last = record.Position, LastAtMilliseconds = record.Stamp.MonotonicMilliseconds }, record);
        return TillFolding.Of(OfFact(past, next, record, limits), record, limits);
    }

    /// <summary>What staff gave and drew while nobody knew the day is of the first one that is known.</summary>
    private static Remembered OfDay(Remembered past, long day) =>
        past.Till.Credits.IsUndated() || past.Drawn.IsUndated()
            ? past with
            {
                Till = past.Till with { Credits = past.Till.Credits.Dated(day) }, Drawn = past.Drawn.Dated(day),
            }
            : past;

    private static Remembered OfFact(
        Remembered past, Remembered next, JournalRecord record, TerminalLimits limits)
    {
        return record.Fact switch
        {
            Fact.Sale sale => OfSale(next, record, sale, limits),
            Fact.SaleShown shown => OfSaleShown(next, shown),
            Fact.Refusal refusal => OfVerdict(next, record, refusal.Verdict),
            Fact.CounterUsed => next,
            Fact.BootStarted boot => OfBoot(past, next, record, boot),
            Fact.BeatHeard beat => OfBeat(next, record, beat),
            // It knows of starts that were not read: the journal begins here, or with the epoch's first record.
            Fact.BroughtForward brought =>
                past.Last is null || past.Boots < brought.Boots || past.IsBehindRot
                    ? Carrying.Begin(OfListed(next, record, brought.Watermarks(), brought.List), brought)
                    // The same, but where the journal begins among lines that are said again.
                    : next with { Gate = next.Gate.Begin(brought) },
            Fact.RecordsRetired retired =>
                PourFolding.Forget(Carrying.Forget(next, retired.Through), retired.Through),
            Fact.ListApplied applied => OfList(next, record, applied),
            Fact.CardBlocked blocked => OfBlock(next, record, blocked),
            Fact.FaultRaised raised => next with { Faults = Toggle(next, raised.Fault, raised: true) },
            Fact.FaultCleared cleared => Moving.OfFaults(OfCleared(next, cleared)),
            Fact.Refill or Fact.Refund or Fact.DepositReturn or Fact.Void => OfMovements(next, record),
            Fact.Entry entry => Passing.Of(OfEntry(next, record, entry, limits), record),
            Fact.EntryAbandoned back => Passing.Of(OfMovements(OfUntapped(next, back), record), record),
            Fact.EntryPassed or Fact.Exit or Fact.FireOpened or Fact.EntriesCarried => Passing.Of(next, record),
            Fact.Hold hold => OfTap(OfHold(next, record, hold), record, hold.Verdict, [PurseId.Of(hold.Payment)]),
            Fact.Mark mark => PourFolding.OfMark(next, mark),
            Fact.Capture capture => OfUnknownCards(
                PourFolding.OfCapture(OfCapture(next, record, capture, limits), capture),
                record,
                [capture.Payment],
                limits),
            Fact.Release release => PourFolding.OfRelease(
                OfClosing(next, record, release.Held), past.Holds.GetValueOrDefault(release.Held), record, release),
            Fact.Draw draw => OfVerdict(PourFolding.OfDraw(next, record, draw), record, draw.Verdict),
            Fact.Drawn drawn => PourFolding.OfDrawn(next, record, drawn, limits),
            Fact.KegChanged changed => PourFolding.OfKegChanged(next, changed),
            Fact.Calibrated calibrated => PourFolding.OfCalibrated(next, calibrated),
            Fact.EpochOpened opened => Moving.OfEpochOpened(past, next, record, opened),
            Fact.EpochClosed => next with { IsClosed = true },
            Fact.CommandDone done => OfCommand(next, done),
            Fact.ConfigApplied { Hash: not null } applied =>
                next with { Config = Higher(next.Config, applied.Number()) },
            // They move no money, and no rule reads them: what earlier builds wrote down they did not store.
            Fact.Closure or Fact.ConfigApplied => next,
            _ => throw new InvalidOperationException($"A fact of an unknown kind: {record.Fact.GetType().Name}."),
        };
    }

    /// <summary>
    /// What a line did that was left behind and is said again: to money, counters and blocks. Its taps, its showing and
    /// its part of the day's total were remembered before, and still are.
    /// </summary>
    private static Remembered OfSaidAgain(Remembered past, JournalRecord record, TerminalLimits limits)
    {
        // Its stamp is the line's own: of a boot of the machine that may be another.
        var before = past with { Last = record.Position, MachineBoot = "" };
        var next = OfCounter(before, record);
        next = record.Fact switch
        {
            Fact.Sale sale => OfSpent(next, record, sale, limits),
            Fact.Hold hold => OfHold(next, record, hold),
            Fact.Draw draw => PourFolding.OfDraw(next, record, draw),
            Fact.Mark mark => PourFolding.OfMark(next, mark),
            Fact.Capture capture => OfCapture(next, record, capture, limits),
            Fact.Release release => OfClosing(next, record, release.Held),
            // What flowed, a keg and a calibration were remembered before, and still are.
            Fact.Drawn drawn => next with { Pours = next.Pours.Remove(drawn.Held) },
            Fact.KegChanged or Fact.Calibrated => next,
            Fact.CardBlocked blocked => OfBlock(next, record, blocked),
            Fact.CommandDone done => OfCommand(next, done),
            _ => Passing.Of(OfMovements(next, record), record),
        };
        return Moving.OfSaidAgain(next) with { MachineBoot = past.MachineBoot };
    }

    private static Remembered OfCleared(Remembered past, Fact.FaultCleared cleared) =>
        (cleared.Fault == nameof(Fault.MeterDead) ? PourFolding.OfMeterCleared(past) : past) with
        {
            Faults = Toggle(past, cleared.Fault, raised: false),
        };

    /// <summary>The highest reading stays, in whatever order records say it.</summary>
    private static Remembered OfCounter(Remembered past, JournalRecord record) =>
        record.Fact.Counter() is { } reading &&
        !(past.Counters.GetValueOrDefault(reading.Card)?.Value >= reading.Value)
            ? past with
            {
                Counters = past.Counters.SetItem(reading.Card, new UsedCounter(reading.Value, record.Position)),
            }
            : past;

    private static Remembered OfSale(Remembered past, JournalRecord record, Fact.Sale sale, TerminalLimits limits)
    {
        var next = OfSpent(past, record, sale, limits);
        next = OfApproval(next, record, sale.Card, sale.Payments, sale.Verdict, limits);
        var unshown = new UnshownSale(
            record.Position, sale.Basket, record.Stamp.Boot, record.Stamp.MonotonicMilliseconds);
        // Whichever of two cards comes back first: it has been paid.
        return next with
        {
            Unshown = next.Unshown.SetItems(
                from card in sale.Payments.Select(payment => payment.Card).Append(sale.Card)
                select KeyValuePair.Create(card, unshown)),
        };
    }

    /// <summary>A group is an entry for each of its people, and one tap.</summary>
    private static Remembered OfEntry(
        Remembered past, JournalRecord record, Fact.Entry entry, TerminalLimits limits) => OfApproval(
            OfMovements(past, record), record, entry.Card, entry.Payments, entry.Verdict, limits,
            (activity, tap) => activity.WithEntry(tap));

    /// <summary>A card was told yes. What costs nothing is counted with the card, by its taps.</summary>
    private static Remembered OfApproval(
        Remembered past, JournalRecord record, CardToken card, ValueList<Payment> payments, Verdict verdict,
        TerminalLimits limits, Func<PurseActivity, TapTime, PurseActivity>? with = null)
    {
        var next = OfTap(past, record, verdict, PursesOf(card, payments), with);
        return OfUnknownCards(next, record, payments, limits);
    }

    private static IEnumerable<PurseId> PursesOf(CardToken card, ValueList<Payment> payments) =>
        payments.Count == 0 ? [PurseId.Of(card)] : payments.Select(PurseId.Of);

    private static Remembered OfTap(
        Remembered past, JournalRecord record, Verdict verdict, IEnumerable<PurseId> purses,
        Func<PurseActivity, TapTime, PurseActivity>? with = null)
    {
        var next = OfVerdict(past, record, verdict);
        var tap = new TapTime(record.Stamp.MonotonicMilliseconds, past.MachineBoot, record.Position);
        foreach (var purse in purses)
            next = Change(next, purse, activity => with?.Invoke(activity, tap) ?? activity.With(tap));
        return next;
    }

    private static Remembered OfUntapped(Remembered past, Fact.EntryAbandoned back) =>
        past.Gate.UnderWay.GetValueOrDefault(back.Abandoned) is { } entry
            ? PursesOf(entry.Card, entry.Payments).Aggregate(
                past, (next, purse) => Change(next, purse, activity => activity.WithoutTap(back.Abandoned)))
            : past;

    private static Remembered OfSpent(Remembered past, JournalRecord record, Fact.Sale sale, TerminalLimits limits)
    {
        var allowances = Allowances.Of(sale, record.Stamp, limits);
        return sale.Payments.Count == 0 && allowances.Count > 0
            ? Add(past, PurseId.Of(sale.Card), new Unlisted(record.Position, [], allowances))
            : OfMovements(past, record, allowances);
    }

    private static Remembered OfUnknownCards(
        Remembered past, JournalRecord record, ValueList<Payment> payments, TerminalLimits limits)
    {
        var spent = payments.Where(payment => payment.Wallet is null).Sum(payment => payment.Total());
        if (!spent.IsPositive)
            return past;
        var total = UnknownCardsTotal.At(past, record.Stamp.WallMilliseconds, record.Stamp.Trusted, limits);
        return past with
        {
            UnknownCardsDay = total.Day,
            UnknownCardsSpent = MoneySums.SumOrLimit([total.Spent, spent]),
        };
    }

    private static Remembered OfMovements(
        Remembered past, JournalRecord record, ValueList<AllowanceUse> allowances = default)
    {
        foreach (var purse in record.Fact.Movements().GroupBy(movement =>
            movement.Wallet is { } wallet ? PurseId.Of(wallet) : PurseId.Of(movement.Card)))
        {
            var unlisted = new Unlisted(
                record.Position,
                [.. purse.Select(movement => new AssetAmount(movement.Asset, movement.Amount))],
                purse.Any(movement => Allowances.AreUsedBy(movement.Card, record.Fact)) ? allowances : []);
            past = Add(past, purse.Key, unlisted);
        }
        return past;
    }

    /// <summary>What is held moves nothing yet, and is not there to be spent.</summary>
    private static Remembered OfHold(Remembered past, JournalRecord record, Fact.Hold hold)
    {
        var open = new OpenHold(
            record.Reissues?.Position() ?? record.Position,
            record.Position,
            hold.Payment,
            record.Stamp.MonotonicMilliseconds,
            past.MachineBoot);
        var unlisted = new Unlisted(record.Position, hold.Payment.Parts.Negated(), Allowances: []);
        return PourFolding.OfHold(Add(past, PurseId.Of(hold.Payment), unlisted), open.Held, record, hold) with
        {
            Holds = past.Holds.SetItem(open.Held, open),
        };
    }

    private static Remembered OfCapture(
        Remembered past, JournalRecord record, Fact.Capture capture, TerminalLimits limits) =>
        OfClosing(past, record, capture.Held, Allowances.Of(capture, record.Stamp, limits));

    /// <summary>A capture or a release: what was held comes back, what is captured goes.</summary>
    private static Remembered OfClosing(
        Remembered past, JournalRecord record, RecordPosition held, ValueList<AllowanceUse> allowances = default)
    {
        var next = OfMovements(past, record, allowances) with { Pours = past.Pours.Remove(held) };
        if (!past.Holds.TryGetValue(held, out var hold))
            return next;
        next = next with { Holds = past.Holds.Remove(held) };
        return GivenBack.Of(hold, past.Watermarks, record, past.MachineBoot) is { } given
            ? Add(next, PurseId.Of(hold.Payment), new Unlisted(record.Position, [], Allowances: [], given))
            : next;
    }

    private static Remembered Add(Remembered past, PurseId purse, Unlisted unlisted) =>
        Change(past, purse, activity => activity.With(unlisted)) with
        {
            UnlistedDebits = MoneySums.SumOrLimit([past.UnlistedDebits, unlisted.Debit]),
        };

    private static Remembered OfSaleShown(Remembered past, Fact.SaleShown shown)
    {
        foreach (var (card, sale) in past.Unshown)
            if (sale.Position == shown.Approved)
                past = past with { Unshown = past.Unshown.Remove(card) };
        return past;
    }

    private static Remembered OfVerdict(Remembered past, JournalRecord record, Verdict verdict) =>
        verdict.ListAgeMilliseconds is { } age
            ? past with { ListAge = new AgeReading(age, record.Stamp.MonotonicMilliseconds, past.MachineBoot) }
            : past;

    private static Remembered OfBlock(Remembered past, JournalRecord record, Fact.CardBlocked blocked) =>
        past with { BlockedHere = past.BlockedHere.SetItem(blocked.Card, record.Position) };

    /// <summary>Never the lower one, in whatever order they are read.</summary>
    public static ConfigVersion? Higher(ConfigVersion? one, ConfigVersion? other) =>
        other is null || one is not null && one >= other ? one : other;

    private static Remembered OfCommand(Remembered past, Fact.CommandDone done) =>
        past with { LastCommand = Math.Max(past.LastCommand, done.Number) };

    private static Remembered OfBoot(
        Remembered before, Remembered past, JournalRecord record, Fact.BootStarted boot) =>
        Moving.OfFaults((boot.MachineBoot == before.MachineBoot ? past : WithoutOldTaps(past, before)) with
        {
            Boots = record.Stamp.Boot,
            MachineBoot = boot.MachineBoot,
            StartedAtMilliseconds = record.Stamp.MonotonicMilliseconds,
            BootsWithoutBeat = past.BootsWithoutBeat + 1,
            ListAge = boot.MachineBoot == before.MachineBoot
                ? past.ListAge
                : past.ListAge?.AfterReboot(before.LastAtMilliseconds, before.MachineBoot, boot.MachineBoot),
            Faults = FaultsAtStart(past.Faults),
        });

    /// <summary>
    /// Of a tap before the machine's boot it is not known how long ago it was: those that were too old already stay so.
    /// </summary>
    private static Remembered WithoutOldTaps(Remembered past, Remembered before) =>
        past.ChangePurses(activity => activity.WithTaps(tap =>
            IsRemembered(tap, before.LastAtMilliseconds, before.MachineBoot)));

    /// <summary>
    /// Most faults are levels of running devices: each start finds out anew. What only staff can put right stays.
    /// </summary>
    public static ImmutableSortedSet<Fault> FaultsAtStart(ImmutableSortedSet<Fault> faults) =>
        faults.Intersect(
            [Fault.RolledBack, Fault.KegEmpty, Fault.MeterDead, Fault.ValveLeaks, .. FaultRules.ForGood]);

    private static Remembered OfBeat(Remembered past, JournalRecord record, Fact.BeatHeard beat)
    {
        var at = record.Stamp.MonotonicMilliseconds;
        var confirms = beat.List is not null && beat.List == past.List;
        return past with
        {
            BootsWithoutBeat = 0,
            ListAge = confirms
                ? new AgeReading(Math.Max(0, at - beat.AskedMonotonicMilliseconds), at, past.MachineBoot)
                : past.ListAge,
        };
    }

    private static Remembered OfList(Remembered past, JournalRecord record, Fact.ListApplied applied) =>
        OfListed(past, record, applied.Watermarks(), applied.List) with
        {
            List = applied.List,
            Watermarks = applied.Watermarks(),
            // A later version says more than the one that was confirmed, so it is no older than that.
            ListAge = past.ListAge ?? new AgeReading(0, record.Stamp.MonotonicMilliseconds, past.MachineBoot),
        };

    /// <summary>
    /// The list's balances contain our records up to its watermark: those are not counted beside it any more. Nothing
    /// else, no ack above all, ever takes a record out of the count.
    /// </summary>
    private static Remembered OfListed(Remembered past, JournalRecord record, EpochMarks listed, ListVersion? list)
    {
        // A list that was lost and is back has what it had: of what a hold gave back nothing is newly in doubt.
        var isBack = list == past.List;
        var left = past.ChangePurses(activity => new PurseActivity(
            [
                .. from row in activity.Unlisted
                   where !listed.Covers(row.Position)
                   select row.GivenBack is { } given && !isBack
                       ? row with { GivenBack = GivenBack.Of(given.Hold, listed, record, past.MachineBoot) }
                       : row,
            ],
            activity.Taps)
            .WithTaps(tap => IsRemembered(tap, record.Stamp.MonotonicMilliseconds, past.MachineBoot)));
        return left.CountDebits() with
        {
            LastListed = past.LastListed.With(past.Counted.Where(listed.Covers)),
            BlockedHere = past.BlockedHere.RemoveRange(
                past.BlockedHere.Where(row => listed.Covers(row.Value)).Select(row => row.Key)),
            Counters = past.Counters.RemoveRange(
                past.Counters.Where(row => listed.Covers(row.Value.Position)).Select(row => row.Key)),
        };
    }

    private static bool IsRemembered(TapTime tap, long monotonicMilliseconds, string machineBoot) =>
        tap.ElapsedAt(monotonicMilliseconds, machineBoot) < TapMemoryMilliseconds;

    private static Remembered Change(Remembered past, PurseId purse, Func<PurseActivity, PurseActivity> change) =>
        past with { Purses = past.Purses.SetItem(purse, change(past.ActivityOf(purse))) };

    private static ImmutableSortedSet<Fault> Toggle(Remembered past, string name, bool raised) =>
        !Enum.TryParse<Fault>(name, out var fault) ? past.Faults
        : raised ? past.Faults.Add(fault)
        : past.Faults.Remove(fault);
}
