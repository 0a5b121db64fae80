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
        var next = OfCounter(
            past with { Last = record.Position, LastAtMilliseconds = record.Stamp.MonotonicMilliseconds }, record);
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
                past.Last is null || past.Boots < brought.Boots ? Carrying.Begin(next, brought) : next,
            Fact.RecordsRetired retired => Carrying.Forget(next, retired.Through),
            Fact.ListApplied applied => OfList(next, record, applied),
            Fact.CardBlocked blocked => OfBlock(next, record, blocked),
            Fact.FaultRaised raised => next with { Faults = Toggle(next, raised.Fault, raised: true) },
            Fact.FaultCleared cleared => Moving.OfFaults(
                next with { Faults = Toggle(next, cleared.Fault, raised: false) }),
            Fact.Refill or Fact.Refund or Fact.DepositReturn or Fact.Void or Fact.Entry or Fact.EntryAbandoned =>
                OfMovements(next, record),
            Fact.Hold hold => OfHold(next, record, hold),
            Fact.Capture capture => OfClosing(next, record, capture.Held),
            Fact.Release release => OfClosing(next, record, release.Held),
            Fact.EpochOpened opened => Moving.OfEpochOpened(past, next, record, opened),
            Fact.EpochClosed => next with { IsClosed = true },
            // They move no money, and no rule of a kiosk reads them.
            Fact.Mark or Fact.Exit or Fact.FireOpened or Fact.Closure or Fact.ConfigApplied or Fact.CommandDone => next,
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
            Fact.Capture capture => OfClosing(next, record, capture.Held),
            Fact.Release release => OfClosing(next, record, release.Held),
            Fact.CardBlocked blocked => OfBlock(next, record, blocked),
            _ => OfMovements(next, record),
        };
        return Moving.OfSaidAgain(next) with { MachineBoot = past.MachineBoot };
    }

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
        next = OfVerdict(next, record, sale.Verdict);
        foreach (var purse in PursesOf(sale))
            next = Change(next, purse, activity =>
                activity.With(new TapTime(record.Stamp.MonotonicMilliseconds, past.MachineBoot, record.Position)));
        return OfUnknownCards(next, record, sale, limits) with
        {
            Unshown = next.Unshown.SetItem(
                sale.Card,
                new UnshownSale(
                    record.Position, sale.Basket, record.Stamp.Boot, record.Stamp.MonotonicMilliseconds)),
        };
    }

    /// <summary>What costs nothing is counted with the card, by its taps and by its pieces.</summary>
    private static IEnumerable<PurseId> PursesOf(Fact.Sale sale) =>
        sale.Payments.Count == 0 ? [PurseId.Of(sale.Card)] : sale.Payments.Select(PurseId.Of);

    private static Remembered OfSpent(Remembered past, JournalRecord record, Fact.Sale sale, TerminalLimits limits)
    {
        var allowances = Allowances.Of(sale, record.Stamp, limits);
        return sale.Payments.Count == 0 && allowances.Count > 0
            ? Add(past, PurseId.Of(sale.Card), new Unlisted(record.Position, [], allowances))
            : OfMovements(past, record, allowances);
    }

    private static Remembered OfUnknownCards(
        Remembered past, JournalRecord record, Fact.Sale sale, TerminalLimits limits)
    {
        var spent = sale.Payments.Where(payment => payment.Wallet is null).Sum(payment => payment.Total());
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
                allowances);
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
        return Add(past, PurseId.Of(hold.Payment), unlisted) with { Holds = past.Holds.SetItem(open.Held, open) };
    }

    /// <summary>A capture or a release: what was held comes back, what is captured goes.</summary>
    private static Remembered OfClosing(Remembered past, JournalRecord record, RecordPosition held)
    {
        var next = OfMovements(past, record);
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
                return past with { Unshown = past.Unshown.Remove(card) };
        return past;
    }

    private static Remembered OfVerdict(Remembered past, JournalRecord record, Verdict verdict) =>
        verdict.ListAgeMilliseconds is { } age
            ? past with { ListAge = new AgeReading(age, record.Stamp.MonotonicMilliseconds, past.MachineBoot) }
            : past;

    private static Remembered OfBlock(Remembered past, JournalRecord record, Fact.CardBlocked blocked) =>
        past with { BlockedHere = past.BlockedHere.SetItem(blocked.Card, record.Position) };

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

    /// <summary>Most faults are levels of running devices: each start finds out anew.</summary>
    public static ImmutableSortedSet<Fault> FaultsAtStart(ImmutableSortedSet<Fault> faults) =>
        faults.Intersect([Fault.RolledBack]);

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

    /// <summary>
    /// The list's balances contain our records up to its watermark: those are not counted beside it any more. Nothing
    /// else, no ack above all, ever takes a record out of the count.
    /// </summary>
    private static Remembered OfList(Remembered past, JournalRecord record, Fact.ListApplied applied)
    {
        var listed = applied.Watermarks();
        // A list that was lost and is back has what it had: of what a hold gave back nothing is newly in doubt.
        var isBack = applied.List == past.List;
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
            List = applied.List,
            Watermarks = listed,
            LastListed = past.LastListed.With(past.Counted.Where(listed.Covers)),
            // A later version says more than the one that was confirmed, so it is no older than that.
            ListAge = past.ListAge ?? new AgeReading(0, record.Stamp.MonotonicMilliseconds, past.MachineBoot),
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
