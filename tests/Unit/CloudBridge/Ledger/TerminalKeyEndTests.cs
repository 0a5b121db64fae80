using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// The last record under a terminal's former key is lost everywhere: a treasurer goes on without, or nothing under the
/// next key could ever be booked.
/// </summary>
public sealed class TerminalKeyEndTests : IDisposable
{
    private const string NothingWaits = "no record of bar-1 waits behind a gap of epoch 1";

    private readonly KeyChangeBench bench = new();
    private readonly JournalWriter thief;
    private readonly SignedObject[] lost;
    private readonly SignedObject[] under;

    public TerminalKeyEndTests()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        thief = bench.First.Branch();
        lost = [bench.First.Next(KeyChangeBench.Beer), bench.First.Next(KeyChangeBench.Beer)];
        bench.Granted();
        under = [bench.Opened(), bench.Second.Next(KeyChangeBench.Beer)];
    }

    private LedgerBench Ledger => bench.Ledger;

    public void Dispose()
    {
        Assert.Empty(Ledger.Problems);
        bench.Dispose();
    }

    [Fact]
    public void A_treasurer_goes_on_without_it_and_what_comes_under_the_next_key_is_booked()
    {
        Ledger.Take(under);
        Assert.Equal((bench.Site.Terminal.KeyId, 350L), (bench.Present, bench.Sales));
        Assert.Equal(
            ("gap", "1/2", "records 1/2 through 1/3 are missing, 1 wait behind them"),
            Ledger.Store.Read(books => ReconcileReport.Open(books, [], DateTimeOffset.UnixEpoch))
                .Select(row => (row.Kind, row.Record, row.What)).Single());

        Assert.Null(Close(3));
        Ledger.Take(under);

        Assert.Equal((bench.Next.KeyId, 700L), (bench.Present, bench.Sales));
        var row = Assert.Single(Ledger.Rows);
        Assert.Equal(
            (RowKind.Gap, $"records 1/2 through 1/3 did not come: key {bench.Site.Terminal.KeyId} ends there", "lost"),
            (row.Kind, row.What, row.Closed!.Note));
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    [Fact]
    public void The_first_record_under_the_next_key_is_booked_with_the_decision_and_acknowledged_by_who_runs()
    {
        Ledger.Take(under[0]);
        var running = new LedgerBench(bench.Site, Ledger.Disk);
        running.Logic.Connected(0);
        Assert.Null(Close(3));

        var acks = LedgerBench.Acks(bench.Site, running.Logic.OnTime(500));

        Assert.Equal([3L, 1L], Assert.Single(acks).Epochs.Select(row => row.Sequence));
        Assert.Equal(bench.Next.KeyId, bench.Present);
    }

    [Fact]
    public void What_was_lost_is_a_former_keys_from_then_on_and_is_asked_for_until_then_only()
    {
        Ledger.Take(under[0]);
        Ledger.Logic.Connected(0);
        Ledger.Logic.OnTime(0);
        Assert.Equal([new ResendMessage(1, 2, 3)], Asked(10_000));

        Assert.Null(Close(3));

        Assert.Single(Ledger.Take(lost[1]).OfType<LedgerAction.KeepRejected>());
        Assert.Empty(Asked(7_300_000));
        Assert.Equal(350, bench.Sales);
    }

    [Fact]
    public void If_it_comes_in_time_nobody_decides_anything()
    {
        Ledger.Take(under);
        Ledger.Take(lost);
        Ledger.Take(under);

        Assert.Equal((bench.Next.KeyId, 1_400L), (bench.Present, bench.Sales));
        Assert.Equal(NothingWaits, Close(3));
        Assert.Empty(Ledger.Store.Read(books => ReconcileReport.Open(books, [], DateTimeOffset.UnixEpoch)));
    }

    /// <summary>The act says what it does, so that nobody can take one for the other.</summary>
    [Fact]
    public void The_treasurer_signs_that_he_ends_the_key()
    {
        Ledger.Take(under);
        Assert.Equal(NothingWaits, Added(Signed(null)));
        Assert.Equal($"terminal bar-1 has another key than {bench.Next.KeyId}", Added(Signed(bench.Next.KeyId)));
        Assert.Null(Close(3));

        var closed = Assert.Single(Ledger.Store.Entries().OfType<LedgerEntry.GapClosed>());

        Assert.Equal(
            $"close gap of bar-1 through 1/3 {bench.First.End.Hash} and end its key {bench.Site.Terminal.KeyId} there",
            TreasurerAct.ReadStored(closed.Act).OrThrow().Decision);
    }

    /// <summary>Those that stand there are not to be followed by the terminal's end, and those that do not stand there
    /// are missing too.</summary>
    [Theory]
    [InlineData(3, false, 4)]
    [InlineData(1, true, 2)]
    public void Where_others_stand_in_its_places_all_of_them_are_named_and_asked_for_and_the_chain_stays(
        int others, bool isForked, long booked)
    {
        for (var one = 0; one < others; one++)
            Ledger.Take(thief.Next(KeyChangeBench.Beer));
        if (isForked)
            Ledger.Take(lost[0]);
        Ledger.Take(under);
        Ledger.Logic.Connected(0);
        Ledger.Logic.OnTime(0);

        Assert.Equal([new ResendMessage(1, 1, 3)], Asked(10_000));
        Assert.Equal(
            ("1/1", "record 1/3 is missing, 1 wait behind it: of the places from 1/1 on others stand in some"),
            OpenGaps().Single());
        Assert.Null(Close(3));

        Assert.Equal((bench.Next.KeyId, booked), (bench.Present, bench.Records(1)));
        Assert.Equal(
            $"record 1/3 did not come, with which key {bench.Site.Terminal.KeyId} ends: of the places from 1/1 on " +
            "others stand in some",
            Ledger.Rows.Single(row => row.Kind == RowKind.Gap).What);
        Assert.Contains(Ledger.Rows, row => row.Kind == RowKind.FormerKey);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>Who has the former key could hold the decision off with one line for ever.</summary>
    [Fact]
    public void What_others_have_parked_before_it_holds_nothing_off_and_is_asked_for_with_it()
    {
        thief.Next(KeyChangeBench.Beer);
        Ledger.Take(thief.Next(KeyChangeBench.Beer));
        Ledger.Take(under);
        Ledger.Logic.Connected(0);
        Ledger.Logic.OnTime(0);

        Assert.Equal([new ResendMessage(1, 2, 3)], Asked(10_000));
        Assert.Null(Close(3));
        Ledger.Take(under);

        Assert.Equal((bench.Next.KeyId, 3L, 0), (bench.Present, bench.Records(1), Waiting()));
        Assert.Single(Ledger.Rows, row => row.Kind == RowKind.Fork);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>It follows the terminal's last record, whose hash everybody could read.</summary>
    [Fact]
    public void What_others_wrote_behind_it_goes_beside_the_chain_and_is_one_gap_with_it_before()
    {
        var behind = bench.First.Branch();
        Ledger.Take(behind.Next(KeyChangeBench.Beer));
        Ledger.Take(under);
        Assert.Equal(("1/2", "records 1/2 through 1/3 are missing, 2 wait behind them"), OpenGaps().Single());

        Assert.Null(Close(3));

        Assert.Equal((bench.Next.KeyId, 3L, 0), (bench.Present, bench.Records(1), Waiting()));
        Assert.Equal("1/4", Ledger.Rows.Single(row => row.Kind == RowKind.Fork).Position.ToString());
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>Its place was given up before, when nobody knew its hash: nobody stands there.</summary>
    [Fact]
    public void Of_a_place_that_was_given_up_nobody_says_that_it_is_somebody_elses()
    {
        foreach (var _ in new int[3])
            thief.Next(KeyChangeBench.Beer);
        Ledger.Take(thief.Next(KeyChangeBench.Beer));
        Assert.Null(Close(4));
        Ledger.Take(under);

        Assert.Null(Close(3));

        Assert.Equal(
            $"its former key {bench.Site.Terminal.KeyId} ended with record 1/3, and 2 records behind that are " +
            "booked: somebody else wrote them",
            Ledger.Rows.Single(row => row.Kind == RowKind.FormerKey).What);
    }

    /// <summary>In books that were restored he was first: nothing is missing in the chain.</summary>
    [Fact]
    public void Who_wrote_in_the_places_of_what_was_lost_bars_nothing()
    {
        Ledger.Take(
            thief.Next(KeyChangeBench.Beer), thief.Next(KeyChangeBench.Beer), thief.Next(KeyChangeBench.Beer));
        Ledger.Take(under);
        Assert.Equal(bench.Site.Terminal.KeyId, bench.Present);

        Assert.Null(Close(3));
        Ledger.Take(under);

        Assert.Equal((bench.Next.KeyId, 350 * 5L), (bench.Present, bench.Sales));
        Assert.Contains(
            "1/3, which did not come: here are others in the places of its own",
            Ledger.Rows.Single(row => row.Kind == RowKind.FormerKey).What,
            StringComparison.Ordinal);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>What waits in the terminal's own name may be the terminal's own.</summary>
    [Fact]
    public void A_gap_before_what_waits_there_is_closed_first()
    {
        Ledger.Take(under);
        Ledger.Take(lost[1]);

        Assert.Equal("the gap of bar-1 before record 1/3 comes first", Close(3));
        Assert.Null(Close(2));
        Ledger.Logic.OnTime(1_000);

        Assert.Equal((bench.Next.KeyId, 700L), (bench.Present, bench.Sales));
    }

    [Theory]
    [InlineData(2, "no record of bar-1 waits behind a gap of epoch 1")]
    [InlineData(4, "no record of bar-1 waits behind a gap of epoch 1")]
    public void Only_the_record_that_the_next_key_names_is_its_end(long through, string why)
    {
        Ledger.Take(under);

        Assert.Equal(why, Close(through));
        Assert.Equal(bench.Site.Terminal.KeyId, bench.Present);
    }

    [Fact]
    public void Nor_is_one_of_another_hash_or_while_nobody_waits_for_it_or_while_it_is_young()
    {
        Assert.Equal(NothingWaits, Close(3));
        // What waits longer is another's, and not what is decided on.
        thief.Next(KeyChangeBench.Beer);
        Ledger.TakeAt(Clock.Noon - 3_600_000, thief.Next(KeyChangeBench.Beer));
        Ledger.TakeAt(Clock.Noon - 599_000, under);

        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var young = new Treasury(Site.Id, Ledger.Store, bench.Site.Ledger, time);
        Assert.Contains(
            "599 seconds old",
            young.CloseGap(Site.Bar, new RecordPosition(1, 3), "lost"),
            StringComparison.Ordinal);
        Assert.Equal(
            "the gap of bar-1 goes from 1/2 through 2",
            young.CloseGap(Site.Bar, new RecordPosition(1, 3), "lost", evenIfYoung: true, thief.End.Hash));
        Assert.Null(young.CloseGap(Site.Bar, new RecordPosition(1, 3), "lost", evenIfYoung: true));
    }

    /// <summary>Nothing stands beyond a gap of its own epoch, and no room is lacking.</summary>
    [Fact]
    public void Whoever_reads_the_log_is_told_what_is_missing_and_what_to_do_on_whichever_way_it_came()
    {
        foreach (var now in new long[] { 0, 60_000, 600_000 })
            Assert.All(
                Ledger.Take(now, under).OfType<LedgerAction.Report>(),
                report => Assert.Equal("KeyWaits", report.Kind));
        var handedIn = new HandedIn(meter: null);
        new Handover(Site.Id, Ledger.Store, bench.Site.Ledger) { HandedIn = handedIn }.Take(
            Site.Bar, (byte[])[.. under[0].Compact.ToArray(), (byte)'\n'], Clock.Noon);

        var said = Assert.IsType<LedgerAction.Report>(Assert.Single(handedIn.Said()));

        Assert.Equal("KeyWaits", said.Kind);
        Assert.Contains("1/3 " + bench.First.End.Hash, said.Detail, StringComparison.Ordinal);
        Assert.Contains("ledger close-gap --epoch 1 --through 3", said.Detail, StringComparison.Ordinal);
        Assert.Contains(
            Ledger.Take(700_000, under[1]).OfType<LedgerAction.Report>(),
            report => report.Detail.Contains("whose first record is not booked", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_limits_for_the_present_key_leave_the_grant_as_it_is()
    {
        var limits = TerminalLimits.Default with { OfflineTotal = new Money(7) };
        Ledger.Add(new LedgerEntry.TerminalEnrolled(
            Site.Bar, bench.Site.Terminal.PublicKey.ToJsonWebKey(), 1, limits, Clock.Noon));

        Ledger.Take([.. lost, .. under]);

        Assert.Equal((bench.Next.KeyId, 1_400L), (bench.Present, bench.Sales));
        Assert.Equal(limits, Ledger.Store.Read(books => books.Terminal(Site.Bar).Limits));
    }

    [Fact]
    public void A_key_that_is_taken_back_waits_no_more()
    {
        Ledger.Take(under);
        Assert.Contains(
            "waits for 1/3: the terminal has changed its key",
            Ledger.Store.Read(books => KeyFlaws.WarningOfRefusal(Site.Bar, books)),
            StringComparison.Ordinal);
        Ledger.Add(new LedgerEntry.TerminalRefused(Site.Bar, Clock.Noon, Key: bench.Next.KeyId));

        Assert.Equal(NothingWaits, Close(3));
        Assert.Empty(Ledger.Store.Read(books => ReconcileReport.Open(books, [], DateTimeOffset.UnixEpoch)));
    }

    private LedgerEntry.GapClosed Signed(KeyId? ends)
    {
        var closed = new LedgerEntry.GapClosed(Site.Bar, 1, 3, bench.First.End.Hash, "") { Ends = ends };
        return closed with
        {
            Act = TreasurerAct.Sign(
                Site.Id, bench.Site.Ledger, DateTimeOffset.UnixEpoch, closed.Decision(), "lost", by: null),
        };
    }

    private string? Added(LedgerEntry entry) => Ledger.Store.Change(draft => draft.TryAdd(entry));

    private int Waiting() => Ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting);

    private List<(string?, string)> OpenGaps() =>
    [
        .. from row in Ledger.Store.Read(books => ReconcileReport.Open(books, [], DateTimeOffset.UnixEpoch))
           where row is { Kind: "gap", Row: null }
           select (row.Record, row.What),
    ];

    private string? Close(long through) =>
        Ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, through), "lost", evenIfYoung: true);

    private List<ResendMessage> Asked(long now) =>
    [
        .. from publish in Ledger.Logic.OnTime(now).OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Resend)
           select ResendMessage.Read(publish.Message.Payload.Span).OrThrow(),
    ];
}
