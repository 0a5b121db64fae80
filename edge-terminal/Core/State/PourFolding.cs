using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What is remembered of pours beside their money, of kegs and of meters: that part of the folding.</summary>
internal static class PourFolding
{
    /// <summary>So many guests' pours in a row without a pulse are a dead meter's.</summary>
    public const int MostSilentPours = 3;

    private const long SilentMilliseconds = 3_000;

    public static Remembered OfHold(Remembered past, RecordPosition held, JournalRecord record, Fact.Hold hold)
    {
        // Lines of earlier builds say nothing of it: there was one tap.
        var terms = hold.Terms ?? new PourTerms(Tap: 1, MeterTotal: 0, TaxBasisPoints: 0);
        return Begin(past, terms.Tap, terms.MeterTotal, new OpenPour(
            held, record.Position, hold.Payment, hold.Product, hold.PricePerLitre, hold.PulsesPerLitre, terms));
    }

    public static Remembered OfDraw(Remembered past, JournalRecord record, Fact.Draw draw) =>
        Begin(past, draw.Tap, draw.MeterTotal, new OpenPour(
            record.Reissues?.Position() ?? record.Position,
            record.Position,
            Payment: null,
            default,
            Money.Zero,
            draw.PulsesPerLitre,
            new PourTerms(draw.Tap, draw.MeterTotal, TaxBasisPoints: 0))
        {
            Purpose = draw.Purpose, Staff = draw.Staff,
        });

    public static Remembered OfMark(Remembered past, Fact.Mark mark) =>
        past.Pours.TryGetValue(mark.Held, out var pour) && mark.Pulses > pour.Pulses
            ? past with
            {
                Pours = past.Pours.SetItem(mark.Held, pour with
                {
                    Pulses = mark.Pulses,
                    Microlitres = mark.Microlitres,
                    MeterTotal = Math.Max(pour.MeterTotal, mark.MeterTotal ?? 0),
                }),
            }
            : past;

    /// <summary>It was poured out of the keg that is there, whatever came of the money.</summary>
    public static Remembered OfCapture(Remembered past, Fact.Capture capture) => WithoutSilent(
        With(past, capture.Sold?.Tap ?? 1, capture.Sold?.MeterTotal ?? 0, capture.Microlitres, capture.End),
        capture.Sold?.Tap ?? 1);

    /// <inheritdoc cref="OfCapture"/>
    /// <param name="past">Before it.</param>
    /// <param name="hold">What it frees; null: that is not known.</param>
    /// <param name="record">Where it stands.</param>
    /// <param name="release">The pour came to less than a cent.</param>
    public static Remembered OfRelease(
        Remembered past, OpenHold? hold, JournalRecord record, Fact.Release release)
    {
        if (release.Flowed is not { } flowed)
            return past;
        var next = With(past, flowed.Tap, flowed.MeterTotal, flowed.Microlitres, release.End);
        var sums = next.TapOf(flowed.Tap);
        // When the valve shut, before a daemon that was gone settled it, nobody knows.
        var isSilent = flowed.Pulses == 0 && release.End != PourEnd.PowerCut.Word() &&
            IsSilentOfAnother(past, flowed.Tap, hold, record.Stamp.MonotonicMilliseconds);
        return flowed.Pulses > 0 ? WithoutSilent(next, flowed.Tap)
            : isSilent ? With(next, sums with
            {
                SilentPours = sums.SilentPours + 1, SilentCard = hold?.Payment.Card,
            })
            : next;
    }

    /// <summary>
    /// The valve was open for longer than who lays a card there and takes it away again, and for another guest than the
    /// last time: one who does not find the tap behind the valve tries again.
    /// </summary>
    /// <param name="past">For the machine's boot, and the last time.</param>
    /// <param name="tap">Which.</param>
    /// <param name="hold">When it was opened, and for whom; null: that is not known.</param>
    /// <param name="atMilliseconds">When it was shut, by the monotonic clock.</param>
    public static bool IsSilentOfAnother(Remembered past, int tap, OpenHold? hold, long atMilliseconds) =>
        hold is { } opened && opened.MachineBoot == past.MachineBoot &&
        atMilliseconds - opened.AtMilliseconds >= SilentMilliseconds &&
        past.TapOf(tap).SilentCard != opened.Payment.Card;

    /// <summary>Staff have looked at the meters.</summary>
    public static Remembered OfMeterCleared(Remembered past) => past.Taps.Keys.Aggregate(past, WithoutSilent);

    /// <summary>Water for rinsing comes out of no keg.</summary>
    public static Remembered OfDrawn(
        Remembered past, JournalRecord record, Fact.Drawn drawn, TerminalLimits limits)
    {
        var (flowed, isOfKeg) = (drawn.Flowed, drawn.Purpose == DrawPurpose.Calibration.Word());
        var next = past with { Pours = past.Pours.Remove(drawn.Held) };
        if (flowed.Microlitres > 0 && past.Pours.GetValueOrDefault(drawn.Held)?.Staff is { } staff)
            next = next with
            {
                Drawn = next.Drawn.With(new StaffShare(
                    record.Position, staff, limits.DayOrNone(record.Stamp), flowed.Microlitres)),
            };
        next = With(next, flowed.Tap, flowed.MeterTotal, isOfKeg ? flowed.Microlitres : 0, end: "");
        return flowed.Pulses > 0 ? WithoutSilent(next, flowed.Tap) : next;
    }

    public static Remembered OfKegChanged(Remembered past, Fact.KegChanged changed) => WithNewKeg(
        With(past, changed.Tap, changed.MeterTotal, microlitres: 0, end: ""), changed.Tap, changed.Microlitres);

    /// <summary>An empty one gave no pulses either, where the guest has a tap.</summary>
    public static Remembered WithNewKeg(Remembered past, int tap, long? microlitres) => WithoutSilent(
        With(past, past.TapOf(tap) with
        {
            KegPouredMicrolitres = 0, KegMicrolitres = microlitres, IsDry = false,
        }),
        tap);

    public static Remembered OfCalibrated(Remembered past, Fact.Calibrated calibrated)
    {
        var next = With(past, calibrated.Tap, calibrated.MeterTotal, microlitres: 0, end: "");
        return With(next, next.TapOf(calibrated.Tap) with
        {
            PulsesPerLitre = calibrated.PulsesPerLitre, InsteadOf = calibrated.InsteadOf,
        });
    }

    /// <summary>What only the retired records say: pours of more than a month ago.</summary>
    public static Remembered Forget(Remembered past, RecordPosition through) => past with
    {
        Pours = past.Pours.RemoveRange(
            past.Pours.Where(row => row.Value.Position <= through).Select(row => row.Key)),
        Drawn = [.. past.Drawn.Where(share => share.Position > through)],
    };

    private static Remembered WithoutSilent(Remembered past, int tap) => past.TapOf(tap) is { SilentPours: > 0 } sums
        ? With(past, sums with { SilentPours = 0, SilentCard = null })
        : past;

    private static Remembered With(Remembered past, TapSums sums) =>
        past with { Taps = past.Taps.SetItem(sums.Tap, sums) };

    private static Remembered Begin(Remembered past, int tap, long meterTotal, OpenPour open) =>
        With(past with { Pours = past.Pours.SetItem(open.Held, open) }, tap, meterTotal, microlitres: 0, end: "");

    private static Remembered With(Remembered past, int tap, long meterTotal, long microlitres, string end)
    {
        var sums = past.TapOf(tap);
        return past with
        {
            Taps = past.Taps.SetItem(tap, sums with
            {
                MeterTotal = Math.Max(sums.MeterTotal, meterTotal),
                KegPouredMicrolitres = (long)Int128.Min(
                    (Int128)sums.KegPouredMicrolitres + microlitres, Money.Limit),
                IsDry = sums.IsDry || end == PourEnd.TooSlow.Word(),
            }),
        };
    }
}
