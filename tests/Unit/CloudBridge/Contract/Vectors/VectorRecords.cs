using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>The records of the journal's vectors, typed by hand: every kind of fact at least once.</summary>
internal static class VectorRecords
{
    private static readonly CardToken Card = Site.Card("04E141125B3C80");
    private static readonly CardToken Other = Site.Card("DEADBEEF");
    private static readonly CardToken Staff = Site.Card("0102030405060708090A");
    private static readonly RecordPosition Earlier = new(1, 3);
    private static readonly ListVersion List = new(1, 7);
    private static readonly BasketLine Beer = new(ArticleId.Parse("beer"), 1, new Money(350), 2000);

    private static readonly Verdict Fresh = new(ListMode.Fresh, List, 1_200, CardClass.Uid, 3, []);

    private static readonly Verdict Untrusted = new(
        ListMode.Stale,
        List,
        ListAgeMilliseconds: 900_000,
        CardClass.Aes,
        PriceListVersion: 3,
        [TimedCheck.Expiry, TimedCheck.Entitlement, TimedCheck.Window, TimedCheck.Allowance]);

    private static readonly Verdict WithoutList = new(ListMode.Missing, null, null, null, 3, []);

    /// <summary>What each is a case of, and the fact; those of the first epoch, in order.</summary>
    public static IReadOnlyList<(string Says, Fact Fact)> Facts { get; } =
    [
        ("the first record of an epoch", new Fact.EpochOpened("1b534d454231515430f0a1b2c30145ff", "10000000a1b2c3d4")),
        ("a start of the daemon", new Fact.BootStarted("0.1.0", "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44")),
        ("a list that has none of our records yet", new Fact.ListApplied(List, null, 4)),
        ("a list, with its watermark", new Fact.ListApplied(List, Earlier, 4)),
        ("an answer of the ledger", new Fact.BeatHeard(List, 12_243_586, 1_795_187_391_355)),
        ("an answer of a ledger without a list", new Fact.BeatHeard(null, 12_243_586, 1_795_187_391_355)),
        ("a sale, paid with two assets", new Fact.Sale(Card, [Pays(Card, ("TNF", 200), ("TLF", 150))], [Beer], Fresh)),
        ("a sale, paid by two cards, with a tag and an allowance", new Fact.Sale(
            Card,
            [Pays(Card, ("TLF-LYON", 300), ("TIM", 30)), Pays(Other, ("FED", 400))],
            [
                Beer with { Quantity = 2, Allowance = "alcohol" },
                new BasketLine(ArticleId.Parse("sauna"), 1, new Money(30), 0, AssetCategory.Time),
            ],
            Untrusted)),
        ("a sale for nothing", new Fact.Sale(Card, [], [Beer with { UnitPrice = Money.Zero }], Fresh)),
        ("a sale to a card that the list did not have", new Fact.Sale(
            Other, [new Payment(Other, null, [Records.Amount("TLF", 350)])], [Beer], Fresh)),
        ("the largest amount", new Fact.Refill(Pays(Card, ("TLF", 9_007_199_254_740_991)), Staff)),
        ("a sale that was seen", new Fact.SaleShown(new RecordPosition(1, 7))),
        ("a refusal", new Fact.Refusal(Reason.BalanceTooLow, Card, [Beer], Fresh)),
        ("a refusal without card, basket and list", new Fact.Refusal(Reason.ListExpired, null, [], WithoutList)),
        ("a sale taken back", new Fact.Void(new RecordPosition(1, 7), [Pays(Card, ("TNF", 200), ("TLF", 150))], Staff)),
        ("a hold", new Fact.Hold(Pays(Card, ("TLF", 500)), ArticleId.Parse("cider"), new Money(700), 450, Fresh)),
        ("a mark", new Fact.Mark(new RecordPosition(1, 16), 90, 200_000)),
        ("a capture", new Fact.Capture(
            new RecordPosition(1, 16), Pays(Card, ("TLF", 174)), 112, 248_888, "cardGone")),
        ("a release", new Fact.Release(new RecordPosition(1, 16), "noFlow")),
        ("an entry", new Fact.Entry(Card, 2, [Pays(Card, ("TLF", 1000))], Fresh)),
        ("an entry given back", new Fact.EntryAbandoned(new RecordPosition(1, 20), [Pays(Card, ("TLF", 1000))])),
        ("an exit", new Fact.Exit(Card)),
        ("the fire input", new Fact.FireOpened()),
        ("money paid out", new Fact.Refund(Pays(Card, ("TLF", 50)), Staff)),
        ("a deposit", new Fact.DepositReturn(Pays(Card, ("TLF", 100)), 1, Staff)),
        ("a card locked", new Fact.CardBlocked(Card, Staff)),
        ("a closing", new Fact.Closure(
            1,
            [new ClosureTotal(ArticleId.Parse("beer"), AssetId.Parse("TLF"), 2000, 3, new Money(1050))],
            [Records.Amount("TLF", 1050), Records.Amount("TNF", 200)])),
        ("a configuration", new Fact.ConfigApplied(2)),
        ("a command", new Fact.CommandDone(4, "blockCard", "done")),
        ("a fault, with letters that JSON may write in more than one way", new Fact.FaultRaised(
            "ReaderLost", "débranché: \"/dev/ttyAMA0\" <gone> & won't\tanswer ✓ 🍺")),
        ("a fault that is over", new Fact.FaultCleared("ReaderLost")),
        ("the beginning of a segment, with all that it may bring forward", new Fact.BroughtForward(
            Boots: 12,
            "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44",
            StartedAtMilliseconds: 9_000,
            BootsWithoutBeat: 2,
            List,
            Watermark: new RecordPosition(1, 30),
            LastMoved: new RecordPosition(1, 26),
            new RecordedAge(1_200, 12_244_786, "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44"),
            UnknownCardsDay: 20_777,
            new Money(350),
            ["ReaderLost"])),
        ("the beginning of a segment, with nothing to bring forward", new Fact.BroughtForward(
            1, "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44", 9_000, 1, null, null, null, null, 0, Money.Zero, [])),
        ("records that may be deleted", new Fact.RecordsRetired(new RecordPosition(1, 3))),
        ("the last record of an epoch", new Fact.EpochClosed("replaced")),
    ];

    private static readonly Fact.BroughtForward OpenHolds = new(
        3, "machine boot", 9_000, 1, null, null, null, null, 0, Money.Zero, []);

    /// <summary>Those of the second epoch, behind its first record.</summary>
    private static readonly (string Says, Fact Fact)[] LaterFacts =
    [
        ("a sale to a card whose counter counted", new Fact.Sale(
            Card, [Pays(Card, ("TLF", 350))], [Beer], Fresh with
            {
                PresentedClass = CardClass.Counter, PresentedCounter = 16_777_215,
            })),
        ("a refusal of a card whose counter did not", new Fact.Refusal(
            Reason.ClassTooWeak, Card, [Beer], Fresh with { PresentedCounter = 0 })),
        ("a counter that counted for a balance", new Fact.CounterUsed(Card, 0)),
        ("a list, with its watermarks in two epochs", new Fact.ListApplied(
            List, new RecordPosition(2, 7), 4, [new RecordPosition(1, 30)])),
        ("the beginning of a segment behind an earlier epoch", new Fact.BroughtForward(
            Boots: 13,
            "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44",
            StartedAtMilliseconds: 9_000,
            BootsWithoutBeat: 1,
            List,
            Watermark: new RecordPosition(2, 7),
            LastMoved: new RecordPosition(2, 5),
            ListAge: null,
            UnknownCardsDay: 0,
            Money.Zero,
            Faults: [],
            EarlierWatermarks: [new RecordPosition(1, 30)],
            EarlierMoved: [new RecordPosition(1, 26)],
            StorageId: "1b534d454231515430f0a1b2c30145ff")),
        ("a refusal while other terminals' records were missing", new Fact.Refusal(
            Reason.OfflineLimit, Card, [Beer], Fresh with { PeersMissing = true })),
        ("a hold, with all that it may fix", new Fact.Hold(
            Pays(Card, ("TIM", 500)), ArticleId.Parse("cider"), new Money(700), 450, Fresh,
            new PourTerms(2, 9_120, 2000, 500, AssetCategory.Time, "alcohol", 250_000, Staff))),
        ("a mark, with the meter's total", new Fact.Mark(new RecordPosition(2, 8), 90, 200_000, 9_210)),
        ("a capture, with what was sold", new Fact.Capture(
            new RecordPosition(2, 8), Pays(Card, ("TIM", 165)), 112, 248_888, "cardGone",
            new PourSold(2, 9_232, ArticleId.Parse("cider"), 2000, 236_443, "alcohol", 1))),
        ("a hold that fixes the least", new Fact.Hold(
            Pays(Card, ("TLF", 500)), ArticleId.Parse("cider"), new Money(700), 450, Fresh, new PourTerms(1, 0, 0))),
        ("a release, with what flowed", new Fact.Release(
            new RecordPosition(2, 11), "noFlow", new PourFlowed(1, 1, 1, 2_222))),
        ("what staff are about to draw", new Fact.Draw(Staff, "calibration", 1, 450, 1, Fresh)),
        ("what they have drawn", new Fact.Drawn(
            new RecordPosition(2, 13), "calibration", "cardGone", new PourFlowed(1, 226, 225, 500_000))),
        ("a new keg", new Fact.KegChanged(1, 226, ArticleId.Parse("cider"), 30_000_000, Staff)),
        ("a new keg that nobody counts", new Fact.KegChanged(2, 0, ArticleId.Parse("cider"), null, Staff)),
        ("a calibration by two glasses", new Fact.Calibrated(
            1, 342, 464, 450,
            [
                new MeasuredGlass(new RecordPosition(2, 13), 225, 485_000),
                new MeasuredGlass(new RecordPosition(2, 13), 116, 250_000),
            ],
            Staff)),
        ("the beginning of a segment of a drink station", OpenHolds with
        {
            Taps =
            [
                new TapSums(1, 342, 500_000, 30_000_000, IsDry: true, 464, 450),
                new TapSums(2, 9_232, 0, SilentPours: 2, SilentCard: Staff),
            ],
        }),
        ("an entry into a zone, by what", new Fact.Entry(
            Card, 1, [Pays(Card, ("TLF", 1500))], Fresh, Garden,
            new BasketLine(ArticleId.Parse("day"), 1, new Money(1500), 550), GateCount: 17)),
        ("an entry that was passed", new Fact.EntryPassed(new RecordPosition(2, 9))),
        ("an entry into a zone, given back", new Fact.EntryAbandoned(
            new RecordPosition(2, 10), [Pays(Card, ("TLF", 1500))], Garden, GateCount: 16)),
        ("an exit of a zone, where more went out than in", new Fact.Exit(Card, Garden, GateCount: -1)),
        ("the fire input of a zone", new Fact.FireOpened(Garden)),
        ("a refusal of a full zone", new Fact.Refusal(Reason.ZoneFull, Card, [], Fresh)),
        ("a closing of staff, with all that it may say", new Fact.Closure(
            2,
            [
                new ClosureTotal(ArticleId.Parse("beer"), AssetId.Parse("TLF"), 2000, 3, new Money(1050)),
                new ClosureTotal(ArticleId.Parse("water"), null, 550, 2, Money.Zero),
            ],
            [Records.Amount("TLF", 2100), Records.Amount("TNF", 200)],
            Before: new RecordPosition(1, 27),
            [new ClosureTotal(ArticleId.Parse("beer"), AssetId.Parse("TLF"), 2000, 1, new Money(350))],
            [new StaffCash(Staff, AssetId.Parse("TLF"), 4, new Money(8000), 12, new Money(1200))],
            Staff)),
        ("a wrong PIN", new Fact.Refusal(Reason.WrongPin, Staff, [], Fresh)),
        ("a closing behind records that cannot be read any more", new Fact.Closure(
            6, [], [Records.Amount("TLF", 2100)], Before: new RecordPosition(1, 27), Unreadable: 3)),
        ("the beginning of a segment of a gate, with an entry under way", OpenHolds with
        {
            People = [new ZonePeople(null, -2), new ZonePeople(Garden, 17)],
            Entries = [new EntryUnderWay(new RecordPosition(2, 9), Garden, 1)],
        }),
        ("what tickets were used for by records that may be deleted next", new Fact.EntriesCarried(
            new RecordPosition(1, 3),
            [new CardEntries(Card, [new TicketEntries(ArticleId.Parse("weekend"), 3, 1_795_348_800_000)])])),
        ("the beginning of a segment, with the last command", OpenHolds with { LastCommand = 4 }),
        ("a card locked by a command", new Fact.CardBlocked(Card)),
        ("a configuration that the ledger sent", new Fact.ConfigApplied(
            1_000_001, 2, Digest.Of("what was signed"u8))),
        ("the beginning of a segment, with the last configuration", OpenHolds with
        {
            Config = new ConfigVersion(2, 1_000_001),
        }),
    ];

    private static ZoneId Garden => ZoneId.Parse("garden");

    /// <summary>All records: the chain of epoch 1, then that of epoch 2.</summary>
    /// <param name="hashOf">The hash of a record's line.</param>
    public static IEnumerable<(string Says, JournalRecord Record)> Chain(Func<JournalRecord, Digest> hashOf)
    {
        var previous = Digest.Zero;
        foreach (var (index, (says, fact)) in Facts.Index())
        {
            var record = Records.At(index + 1, fact, previous);
            // A torn line is named by the first record after a start.
            if (fact is Fact.BootStarted)
                record = record with { Torn = new TornTail(12, Digest.Of("{\"version\":1"u8)) };
            previous = hashOf(record);
            yield return (says, record);
        }
        var next = Records.At(1, new Fact.EpochOpened(null, null)) with { Position = new RecordPosition(2, 1) };
        next = next with { Stamp = next.Stamp with { Trusted = false } };
        yield return ("the first record of the next epoch, on a machine without numbers; time not trusted", next);
        foreach (var (index, (says, fact)) in LaterFacts.Index())
        {
            next = Records.At(1, fact, hashOf(next)) with { Position = new RecordPosition(2, index + 2) };
            yield return (says, next);
        }
        var left = new LeftBehind(2, 7, 9, Digest.Of("lines of an older image"u8));
        next = Records.At(1, new Fact.EpochOpened(null, null, left)) with { Position = new RecordPosition(3, 1) };
        yield return ("the first record of an epoch that leaves lines behind", next);
        next = Records.At(1, new Fact.CardBlocked(Card, Staff), hashOf(next)) with
        {
            Position = new RecordPosition(3, 2),
            Reissues = new RecordName(2, 7, Digest.Of("the first of them"u8)),
        };
        yield return ("what one of them said, said again", next);
        var held = new OpenHold(
            new RecordPosition(2, 8), new RecordPosition(3, 2), Pays(Card, ("TLF", 1000)), 12_244_786, "machine boot");
        next = Records.At(1, OpenHolds with { Holds = [held] }, hashOf(next)) with
        {
            Position = new RecordPosition(3, 3),
        };
        yield return ("the beginning of a segment, with a hold that is open", next);
        var ended = new RecordName(3, 3, hashOf(next));
        next = Records.At(1, new Fact.EpochOpened(null, null, LeftBehind: null, ended)) with
        {
            Position = new RecordPosition(4, 1),
        };
        yield return ("the first record under another key, which names the last under the former one", next);
    }

    private static Payment Pays(CardToken card, params (string Asset, long Amount)[] parts) => new(
        card, Records.Wallet(card == Card ? 1 : 2), [.. parts.Select(part => Records.Amount(part.Asset, part.Amount))]);
}
