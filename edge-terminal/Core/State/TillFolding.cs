using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What facts make of what a till remembers: that part of the folding.</summary>
internal static class TillFolding
{
    /// <summary>Wrong PINs that are remembered; no more are allowed in a while.</summary>
    private const int MostWrongPins = 64;

    /// <param name="past">Before, or whatever else the record made of it.</param>
    /// <param name="record">Of our own, and not one that says something again.</param>
    /// <param name="limits">For the day.</param>
    public static Remembered Of(Remembered past, JournalRecord record, TerminalLimits limits)
    {
        var till = record.Fact switch
        {
            Fact.Sale sale => OfSale(past.Till, past, record, sale),
            Fact.SaleShown shown when shown.Approved == past.Till.LastCredit?.Position =>
                past.Till with { LastCredit = null },
            Fact.Void taken => OfVoid(past.Till, taken),
            Fact.Refill refill => OfCredit(past.Till, record, refill.Staff, refill.Payment, limits),
            Fact.DepositReturn deposit => OfCredit(past.Till, record, deposit.Staff, deposit.Payment, limits),
            Fact.Refusal { Reason: Reason.WrongPin, Card: { } card } => OfWrongPin(past.Till, past, record, card),
            Fact.Closure closure => OfClosure(past.Till, record, closure),
            _ => past.Till,
        };
        // Whoever comes back for a sale that was taken back is not told that it is paid.
        return record.Fact is Fact.Void back && IsOfLastSale(past.Till, back)
            ? past with
            {
                Till = till,
                Unshown = past.Unshown.RemoveRange(
                    past.Unshown.Where(row => row.Value.Position == back.Voided).Select(row => row.Key)),
            }
            : ReferenceEquals(till, past.Till) ? past : past with { Till = till };
    }

    /// <summary>
    /// Records that cannot be read: each may have been a closing, which had what was sold until then. Nothing is added
    /// up twice, no number is given twice, and the next closing says what it lacks.
    /// </summary>
    /// <param name="till">Before them.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="missing">How many.</param>
    /// <param name="day">Of the record behind them; 0: it is not known.</param>
    /// <param name="staff">Their caps; null: there are none.</param>
    public static TillMemory PassOver(
        TillMemory till, RecordPosition last, long missing, long day, StaffRules? staff) => till with
    {
        Totals = [],
        Voided = [],
        Cash = [],
        First = null,
        Closings = till.Closings + missing,
        Unreadable = till.Unreadable + missing,
        UnreadableThrough = last,
        // One of them may have taken it back.
        LastSale = null,
        // Each may have been as much as any of the staff may give at once.
        Credits = staff is null
            ? till.Credits
            : till.Credits.With(new StaffShare(
                last, Staff: null, day,
                (long)Int128.Min((Int128)staff.MostAtOnce.MinorUnits * missing, staff.MostADay.MinorUnits))),
    };

    /// <summary>What only retired records say; a closing behind them has their sums.</summary>
    public static TillMemory Forget(TillMemory till, RecordPosition through) => till with
    {
        LastSale = till.LastSale?.Position <= through ? null : till.LastSale,
        LastCredit = till.LastCredit?.Position <= through ? null : till.LastCredit,
        Credits = [.. till.Credits.Where(credit => credit.Position > through)],
        WrongPins = [.. till.WrongPins.Where(wrong => wrong.Time.Position > through)],
    };

    private static TillMemory OfSale(TillMemory till, Remembered past, JournalRecord record, Fact.Sale sale) =>
        till with
        {
            Totals = ClosureSums.Sum(till.Totals.Concat(ClosureSums.Of(sale.Basket, sale.Payments))),
            Perpetual = ClosureSums.Sum(
                till.Perpetual.Concat(sale.Payments.SelectMany(payment => payment.Parts))),
            First = till.First ?? record.Position,
            LastSale = new LastSale(
                record.Position, sale.Payments, sale.Basket, record.Stamp.MonotonicMilliseconds, past.MachineBoot),
        };

    private static TillMemory OfVoid(TillMemory till, Fact.Void taken) =>
        till.LastSale is { } sale && IsOfLastSale(till, taken)
            ? till with
            {
                Voided = ClosureSums.Sum(till.Voided.Concat(ClosureSums.Of(sale.Basket, sale.Payments))),
                LastSale = null,
            }
            : till;

    /// <summary>One that names another sale, or gives something else, takes nothing back.</summary>
    private static bool IsOfLastSale(TillMemory till, Fact.Void taken) =>
        (till.LastSale?.Position, till.LastSale?.Payments) == (taken.Voided, taken.Returned);

    private static TillMemory OfCredit(
        TillMemory till, JournalRecord record, CardToken staff, Payment payment, TerminalLimits limits)
    {
        var day = limits.DayOrNone(record.Stamp);
        var given = payment.Parts.Select(part => part.Amount).SumOrLimit();
        return till with
        {
            Cash = ClosureSums.Sum(till.Cash.Concat(ClosureSums.CashOf(record.Fact))),
            First = till.First ?? record.Position,
            LastCredit = new LastCredit(record.Position, record.Fact, record.Stamp),
            Credits = till.Credits.With(new StaffShare(record.Position, staff, day, given.MinorUnits)),
        };
    }

    private static TillMemory OfWrongPin(TillMemory till, Remembered past, JournalRecord record, CardToken card)
    {
        var time = new TapTime(record.Stamp.MonotonicMilliseconds, past.MachineBoot, record.Position);
        return till with
        {
            WrongPins = [.. till.WrongPins.TakeLast(MostWrongPins - 1), new WrongPin(card, time)],
        };
    }

    private static TillMemory OfClosure(TillMemory till, JournalRecord record, Fact.Closure closure) => till with
    {
        Totals = [],
        Voided = [],
        Cash = [],
        First = null,
        Unreadable = 0,
        UnreadableThrough = null,
        Perpetual = closure.Perpetual,
        Closings = closure.Number,
        LastClosure = record.Position,
        LastSale = null,
    };
}
