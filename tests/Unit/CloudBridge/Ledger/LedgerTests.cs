using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class LedgerTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public LedgerTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TNF 200, TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_record_is_stored_before_it_is_acknowledged()
    {
        var line = terminal.Next(JournalWriter.Beer(Guest));

        var ack = Ack(ledger.Take(line));

        Assert.Equal([new EpochAck(1, 1, line.Hash())], ack.Epochs);
        Assert.Equal(650, ledger.Crash().Balance(Guest));
    }

    [Fact]
    public void A_record_that_comes_twice_is_booked_once()
    {
        var line = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(line);
        ledger.Take(line, line);

        Assert.Equal(650, ledger.Balance(Guest));
        Assert.Equal(650, ledger.Crash().Balance(Guest));
    }

    [Fact]
    public void The_same_content_under_another_good_signature_is_the_same_record()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        ledger.Take(terminal.InPlaceOfTheLast(JournalWriter.Beer(Guest), Digest.Zero));

        Assert.Equal((650, 0), (ledger.Balance(Guest), Forks()));
    }

    [Fact]
    public void What_comes_beyond_a_gap_waits_and_the_last_ack_is_repeated()
    {
        var first = terminal.Next(JournalWriter.Beer(Guest));
        var lost = terminal.Next(JournalWriter.Beer(Guest));
        var third = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(now: 0, first);

        var repeated = Ack(ledger.Take(now: 5_000, third));
        Assert.Equal([new EpochAck(1, 1, first.Hash())], repeated.Epochs);

        var ack = Ack(ledger.Take(now: 10_000, lost));
        Assert.Equal([new EpochAck(1, 3, third.Hash())], ack.Epochs);
        Assert.Equal((0, 150), (ledger.Balance(Guest), ledger.Balance(Guest, "TNF")));
    }

    [Fact]
    public void An_ack_that_says_nothing_new_is_not_repeated_for_each_message()
    {
        terminal.Next(JournalWriter.Beer(Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Guest));

        Assert.Single(Acks(ledger.Take(now: 5_000, beyond)));
        Assert.Empty(Acks(ledger.Take(now: 5_999, beyond)));
        Assert.Single(Acks(ledger.Take(now: 6_000, beyond)));
    }

    [Fact]
    public void An_ack_that_was_not_repeated_at_once_is_repeated_on_time()
    {
        terminal.Next(JournalWriter.Beer(Guest));
        var beyond = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(now: 5_000, beyond);
        ledger.Take(now: 5_001, beyond);

        Assert.Empty(Acks(ledger.Logic.OnTime(5_999)));
        Assert.Single(Acks(ledger.Logic.OnTime(6_000)));
        Assert.Empty(Acks(ledger.Logic.OnTime(60_000)));
    }

    [Fact]
    public void An_ack_that_brings_news_is_repeated_when_something_is_missing_after_it()
    {
        var first = terminal.Next(JournalWriter.Beer(Guest));
        terminal.Next(JournalWriter.Beer(Guest));
        var third = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(now: 5_000, first, third);

        var repeated = Assert.Single(Acks(ledger.Logic.OnTime(6_000)));
        Assert.Equal([new EpochAck(1, 1, first.Hash())], repeated.Epochs);
    }

    [Fact]
    public void A_debit_is_never_refused_for_lack_of_money_and_somebody_is_told()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));

        Assert.Equal(-250, ledger.Balance(Other));
        var row = Assert.Single(Rows());
        Assert.Equal((RowKind.Overspend, $"wallet {WalletOf(Other)}: TLF goes to -250"), (row.Kind, row.What));
    }

    [Fact]
    public void An_overspend_within_one_batch_is_seen()
    {
        ledger.Take(
            terminal.Next(JournalWriter.Beer(Guest)),
            terminal.Next(JournalWriter.Beer(Guest)),
            terminal.Next(JournalWriter.Beer(Guest)),
            terminal.Next(JournalWriter.Beer(Guest)));

        var row = Assert.Single(Rows());
        Assert.Equal(new RecordPosition(1, 4), row.Position);
    }

    [Fact]
    public void Another_record_in_the_same_place_is_a_fork_and_both_count()
    {
        var first = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(first);
        var fork = terminal.InPlaceOfTheLast(JournalWriter.Beer(Other), Digest.Zero);

        var actions = ledger.Take(now: 5_000, fork);

        Assert.Contains(actions, action => action is LedgerAction.Report);
        Assert.Equal((650, -250, 1), (ledger.Balance(Guest), ledger.Balance(Other), Forks()));
        Assert.Equal([RowKind.Fork, RowKind.Overspend], Rows().Select(row => row.Kind));
        Assert.Equal([new EpochAck(1, 1, first.Hash())], Ack(actions).Epochs);
    }

    /// <summary>A terminal whose journal was rolled back sends what is not acknowledged again and again.</summary>
    [Fact]
    public void A_fork_that_comes_again_is_told_and_not_booked_again()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        var fork = terminal.InPlaceOfTheLast(JournalWriter.Beer(Other), Digest.Zero);
        ledger.Take(fork, fork);
        var again = ledger.Crash();
        var entries = again.Store.Entries().Count();

        var actions = again.Take(fork);

        Assert.Contains(actions, action => action is LedgerAction.Report);
        Assert.Equal((1, entries), (again.Store.Read(books => books.Forks), again.Store.Entries().Count()));
        again.Take(terminal.InPlaceOfTheLast(new Fact.FireOpened(), Digest.Zero));
        Assert.Equal(2, again.Store.Read(books => books.Forks));
    }

    [Fact]
    public void A_record_that_does_not_name_the_one_before_is_a_fork()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        terminal.Next(JournalWriter.Beer(Guest));

        ledger.Take(terminal.InPlaceOfTheLast(JournalWriter.Beer(Guest), Digest.Of("another"u8)));

        Assert.Equal((300, 1), (ledger.Balance(Guest), Forks()));
    }

    /// <summary>A terminal can write any amount that money can be; the account has a limit as well.</summary>
    [Fact]
    public void A_record_that_an_account_cannot_hold_is_stored_in_its_place_unbooked_and_somebody_is_told()
    {
        var all = Records.Amount("TLF", Money.Limit);
        var payment = JournalWriter.Beer(Guest).Payments[0] with { Parts = [all] };
        var refill = new Fact.Refill(payment, Site.Card(Other));
        var debit = new Fact.Capture(new RecordPosition(1, 1), payment, 10, 10, "card gone");

        var ack = Ack(ledger.Take(
            terminal.Next(refill),
            terminal.Next(debit),
            terminal.Next(debit),
            terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal(4, ack.Epochs[0].Sequence);
        Assert.Equal(
            [(1, RowKind.TooLarge), (2, RowKind.Overspend), (3, RowKind.TooLarge), (4, RowKind.TooLarge)],
            Rows().Where(row => row.Kind != RowKind.Unheld).Select(row => ((int)row.Position.Sequence, row.Kind)));
        Assert.Equal(1000 + 200 - Money.Limit, ledger.Crash().Balance(Guest));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_record_of_a_card_that_nobody_knows_waits_in_suspense()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer("DEADBEEF")));

        var suspense = Account.SuspenseOf(Site.Card("DEADBEEF"));
        Assert.Equal(new Money(-350), ledger.Store.Read(books => books.BalanceOf(suspense, AssetId.Parse("TLF"))));
        Assert.Equal(RowKind.UnknownCard, Assert.Single(Rows()).Kind);
    }

    [Fact]
    public void A_sale_to_a_card_that_the_terminal_did_not_know_is_booked_on_its_wallet()
    {
        var sale = JournalWriter.Beer(Guest);
        ledger.Take(terminal.Next(sale with { Payments = [sale.Payments[0] with { Wallet = null }] }));

        Assert.Equal(650, ledger.Balance(Guest));
    }

    [Fact]
    public void A_fact_of_a_later_build_is_stored_in_its_place_and_somebody_is_told()
    {
        var payload = System.Text.Encoding.UTF8.GetString(
            RecordLine.Payload(Records.At(1, new Fact.FireOpened())).Span);
        var line = Jws.OpenUnverified(
            JwsType.Record,
            Forge.Sign(
                JwsType.Record,
                payload.Replace("fireOpened", "moonLanded", StringComparison.Ordinal),
                site.Terminal)).OrThrow();

        Assert.Equal(1, Ack(ledger.Take(line)).Epochs[0].Sequence);
        Assert.Equal(RowKind.Unreadable, Rows()[0].Kind);
        Assert.Contains("moonLanded", Rows()[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_another_key_topic_or_epoch_is_rejected()
    {
        var good = Records.At(1, JournalWriter.Beer(Guest));
        SignedObject[] bad =
        [
            RecordLine.Write(good, site.Ledger),
            RecordLine.Write(good with { Terminal = TerminalId.Parse("bar-2") }, site.Terminal),
            RecordLine.Write(good with { Site = SiteId.Parse("autre") }, site.Terminal),
            RecordLine.Write(good with { Position = new RecordPosition(2, 1) }, site.Terminal),
        ];

        Assert.All(bad, line => Assert.Contains(ledger.Take(line), action => action is LedgerAction.Report));
        Assert.Equal(1000, ledger.Balance(Guest));
        Assert.Equal(0, Forks());
    }

    [Fact]
    public void Every_kind_of_money_is_booked_on_both_sides()
    {
        var staff = Site.Card(Other);
        var payment = JournalWriter.Beer(Guest).Payments[0];
        ledger.Take(
            terminal.Next(JournalWriter.Beer(Guest)),
            terminal.Next(new Fact.Void(new RecordPosition(1, 1), [payment], staff)),
            terminal.Next(new Fact.Refill(payment, staff)),
            terminal.Next(new Fact.Refund(payment, staff)),
            terminal.Next(new Fact.DepositReturn(payment, 1, staff)),
            terminal.Next(new Fact.Capture(new RecordPosition(1, 1), payment, 10, 10, "card gone")),
            terminal.Next(new Fact.Entry(Site.Card(Guest), 1, [payment], Records.Verdict)),
            terminal.Next(new Fact.EntryAbandoned(new RecordPosition(1, 7), [payment])));

        var balances = ledger.Store.Read(books => books.Balances.ToList());
        Assert.Equal(1000, ledger.Balance(Guest));
        Assert.Contains(new Posting(Account.SalesOf(Site.Bar), AssetId.Parse("TLF"), new Money(350)), balances);
        Assert.Contains(new Posting(Account.DepositsOf(Site.Bar), AssetId.Parse("TLF"), new Money(-350)), balances);
        Assert.All(balances.GroupBy(row => row.Asset), asset => Assert.Equal(Money.Zero, asset.Sum(row => row.Amount)));
    }

    [Fact]
    public void A_card_that_staff_blocked_at_a_terminal_is_blocked_in_the_next_list()
    {
        ledger.Take(terminal.Next(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Other))));

        Assert.Equal(CardState.Blocked, ledger.Store.Read(books => books.Find(Site.Card(Guest))!.State));
    }

    [Fact]
    public void An_ask_is_answered_with_its_echo_and_the_list_that_is_out()
    {
        ledger.Logic.Connected(0);
        var ask = new AskMessage(3, 42, new Nonce(7));

        var beat = Beat(ledger.Logic.Received([Ask(ask)], 0, Clock.Noon));

        Assert.Equal(ask, beat.Echo);
        Assert.Equal((new ListVersion(1, 1), Clock.Noon), (beat.List()!, beat.LedgerMilliseconds));
    }

    [Fact]
    public void Of_many_asks_that_waited_only_the_last_is_answered()
    {
        var asks = Enumerable.Range(1, 9).Select(number => Ask(new AskMessage(1, number, new Nonce((UInt128)number))));

        var actions = ledger.Logic.Received([.. asks], 0, Clock.Noon);

        Assert.Equal(9, Beat(actions).Echo.MonotonicMilliseconds);
        Assert.Single(actions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"boot\":1,\"monotonicMilliseconds\":1,\"nonce\":\"x\"}")]
    public void A_hostile_ask_is_reported_and_not_answered(string payload)
    {
        var message = new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.IsType<LedgerAction.Report>(Assert.Single(ledger.Logic.Received([message], 0, Clock.Noon)));
    }

    private IReadOnlyList<ReconciliationRow> Rows() => ledger.Store.Read(books => books.Rows.ToList());

    private int Forks() => ledger.Store.Read(books => books.Forks);

    private static MqttMessage Ask(AskMessage ask) =>
        new(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask.Write());

    private AckMessage Ack(IReadOnlyList<LedgerAction> actions) => Assert.Single(Acks(actions));

    private List<AckMessage> Acks(IReadOnlyList<LedgerAction> actions) => Of<AckMessage>(actions, TerminalTopic.Ack);

    private BeatMessage Beat(IReadOnlyList<LedgerAction> actions) =>
        Assert.Single(Of<BeatMessage>(actions, TerminalTopic.Beat));

    private List<T> Of<T>(IReadOnlyList<LedgerAction> actions, TerminalTopic kind) where T : class, ISignedMessage<T> =>
    [
        .. from publish in actions.OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, kind)
           select SignedMessage.Read<T>(
               publish.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
    ];
}
