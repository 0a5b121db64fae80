using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// Somebody changes what a log says of records, parked lines and treasurers' acts, and writes the log anew: the check
/// must find it by what is signed. That no entry of any kind, signed or not, can be changed in a log as it stands is in
/// <see cref="LogChainTests"/>.
/// </summary>
public sealed class PlantedCorruptionTests : IDisposable
{
    private readonly Site site = new();
    private readonly List<LedgerEntry> entries;

    public PlantedCorruptionTests()
    {
        var ledger = LedgerWithAll(site);
        entries = [.. ledger.Store.Entries()];
        Assert.Empty(ledger.Problems);
    }

    /// <summary>A ledger whose log has an entry of every kind.</summary>
    internal static LedgerBench LedgerWithAll(Site site)
    {
        var ledger = new LedgerBench(site).With((Guest, "TNF 300, TLF 100"), (Other, "TLF 100"));
        var terminal = new JournalWriter(site);
        AddWhatTheApiDoes(ledger, site);
        ledger.Logic.Connected(0);
        var branch = terminal.Branch();
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        terminal.Next(new Fact.FireOpened());
        var third = terminal.Next(JournalWriter.Beer(Other));
        var late = terminal.Next(JournalWriter.Beer("DEADBEEF"));
        ledger.Take(third, branch.Next(JournalWriter.Beer(Guest)));
        ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 2), "the card died");
        ledger.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch, "filed");
        ledger.Take(late);
        ledger.Treasury.CloseRow(1, "settled");
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        ledger.Add(new LedgerEntry.TerminalCreated(TerminalId.Parse("gate-9"), "gate", Clock.Noon, "shop"));
        ledger.Add(new LedgerEntry.TerminalRefused(TerminalId.Parse("gate-9"), Clock.Noon, "console:anna", "too late"));
        AddKeys(ledger, site);
        AddWhatIsRare(ledger, terminal, branch);
        AddWhatARevokedOneHandsIn(ledger, site, branch);
        ledger.RaiseEra(0);
        using var next = Es256Signer.Create();
        ledger.Add(LedgerKeys.Entry(site.Ledger, next));
        ledger.Add(new LedgerEntry.CounterSet(Site.Card(Guest), 7));
        return ledger;
    }

    /// <summary>One that was taken back: what follows is of the terminal's own.</summary>
    private static void AddKeys(LedgerBench ledger, Site site)
    {
        using var next = Es256Signer.Create();
        ledger.Add(new LedgerEntry.TerminalKeyGranted(
            Site.Bar, next.PublicKey.ToJsonWebKey(), 3, Clock.Noon, "console:anna", "the laptop was stolen"));
        var lost = new JournalWriter(site, epoch: 2);
        lost.Next(new Fact.FireOpened());
        ledger.Take(new JournalWriter(site, epoch: 3, next).Next(KeyChangeBench.Opening(lost.End)));
        ledger.Add(new LedgerEntry.TerminalRefused(Site.Bar, Clock.Noon, Key: next.KeyId));
    }

    private static void AddWhatTheApiDoes(LedgerBench ledger, Site site)
    {
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var keyed = new KeyedStore(ledger.Store, time);
        var (tokens, money) = (new TokenDesk(keyed), new MoneyDesk(keyed, Site.Id, site.Ledger, time));
        Assert.Null(tokens.Create("shop", [Scope.WriteMoney], null, out _));
        var paid = new PaymentRequest(AssetId.Parse("TLF"), new Money(70), PaymentSource.Cash, "at the door");
        Assert.Null(money.Refill(Site.Card(Other), paid, RequestKey.Of(Site.Key, "shop", "a", "", [])).Why);
        Assert.Null(money.Refund(Site.Card(Other), paid, RequestKey.Of(Site.Key, "shop", "b", "", [])).Why);
        Assert.Null(tokens.Revoke("shop"));
        var prices = new TerminalConfig([new PricedArticle(ArticleId.Parse("beer"), new Money(400))]);
        Assert.Null(new ConfigDesk(keyed, Site.Id, site.Ledger, time)
            .Say(new ConfigRequest(ConfigScope.Site, prices, [], "dearer"), key: null).Why);
        var accounts = new AccountDesk(keyed, PasswordHash.FewestIterations);
        Assert.Null(accounts.Create("anna", AccountRole.Treasurer, "four words and more"));
        Assert.Null(accounts.SetRole("anna", AccountRole.Viewer));
        Assert.IsType<LoginOutcome.Refused>(accounts.LogIn("anna", "five words and more"));
        var session = Assert.IsType<LoginOutcome.Done>(accounts.LogIn("anna", "four words and more")).Secret;
        time.Advance(ConsoleSession.NotedEvery);
        Assert.NotNull(accounts.Find(session, isByHand: true));
        Assert.True(accounts.LogOut(session));
        Assert.Null(accounts.Remove("anna"));
    }

    private static void AddWhatIsRare(LedgerBench ledger, JournalWriter terminal, JournalWriter branch)
    {
        ledger.Add(new LedgerEntry.CounterSet(Site.Card(Guest), 5));
        var payment = JournalWriter.Beer(Guest).Payments[0];
        ledger.Take(terminal.Next(
            new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict)));
        ledger.Logic.OnTime(0);
        ledger.Logic.OnTime(15 * Clock.Minute);
        ledger.Add(new LedgerEntry.CardChanged(Site.Card(Guest), CardState.Blocked, Clock.Noon));
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(Other), Site.Card("0412345678ABCD"), CardClass.Uid));
        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Other), WalletOf(Guest)));
        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card("DEADBEEF"), AssetId.Parse("TLF"), new Money(-50), WalletOf(Guest), "his"));
        terminal.Next(new Fact.FireOpened());
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Assert.Null(ledger.Treasury.Command(
            Site.Bar, CommandKind.StopPour, card: null, TimeSpan.FromMinutes(5), "the glass is full", out _));
        Assert.Null(ledger.Treasury.BookWaiting(Site.Bar, new RecordPosition(1, 7), "nobody has what is before it"));
        // Earlier builds kept forks in this way.
        ledger.Add(new LedgerEntry.RecordForked(
            Site.Bar, Encoding.ASCII.GetString(branch.Next(new Fact.FireOpened()).Compact.Span)));
    }

    private static void AddWhatARevokedOneHandsIn(LedgerBench ledger, Site site, JournalWriter branch)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, new Nonce(7), TerminalActivity.Serving, "test", null, null, 1,
            2, []);
        ledger.Logic.Received(
            [new MqttMessage(
                LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status),
                SignedMessage.Sign(status, site.Terminal).Compact)],
            now: 16 * Clock.Minute,
            Clock.Noon);
        Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        ledger.Logic.OnTime(17 * Clock.Minute);
        var lines = LedgerBench.Message(branch.Next(JournalWriter.Beer(Guest))).Payload;
        Assert.True(new Handover(Site.Id, ledger.Store, site.Ledger).Take(Site.Bar, lines, Clock.Noon)
            .Succeeded(out _, out _));
        Assert.Null(ledger.Treasury.DecideHeld(
            Site.Bar, areBooked: false, "written after it was stolen", HeldOf(ledger)));
    }

    private static RecordName HeldOf(LedgerBench ledger) => ledger.Store.Read(
        books => books.Terminals.Single().Held.Undecided.Last().Name);

    public void Dispose() => site.Dispose();

    [Fact]
    public void The_reallocation_of_a_record_that_is_left_out_is_found() =>
        Finds(First(entry => entry with { Reallocation = null }), "its reallocation is missing");

    [Fact]
    public void A_reallocation_that_another_key_signed_is_found() => Finds(
        First(entry => entry with { Reallocation = Sign(Said(entry), site.Terminal) }), "its reallocation: ");

    [Fact]
    public void A_reallocation_of_another_amount_is_found() => Finds(
        First(entry => entry with
        {
            Reallocation = Sign(
                Said(entry) with { Shifts = [Said(entry).Shifts[0] with { Amount = new Money(1) }] }, site.Ledger),
        }),
        "reallocated ");

    [Fact]
    public void Postings_that_do_without_the_reallocation_are_found() =>
        Finds(First(entry => entry with { Postings = [.. entry.Postings.Take(2)] }), "booked ");

    [Fact]
    public void A_change_of_the_ledgers_key_by_somebody_else_is_found()
    {
        using var thief = Es256Signer.Create();
        using var next = Es256Signer.Create();
        var theirs = LedgerKeys.Entry(thief, next);
        var forged = LedgerKeys.Entry(site.Ledger, next) with { Act = theirs.Act };

        Finds(Change<LedgerEntry.LedgerKeyChanged>(_ => theirs), "a change of the ledger's key: ");
        Finds(Change<LedgerEntry.LedgerKeyChanged>(_ => forged), "the act says");
    }

    [Fact]
    public void A_row_that_is_left_out_is_found() =>
        Finds(Late(entry => entry with { Findings = [] }), "to look at ");

    [Fact]
    public void A_fork_that_is_booked_as_if_it_had_a_place_is_found() => Finds(
        Change<LedgerEntry.ForkBooked>(fork => fork.Record), "it does not follow");

    [Fact]
    public void A_record_in_its_place_that_is_booked_as_a_fork_is_found() =>
        Finds(Change<LedgerEntry.RecordBooked>(record => new LedgerEntry.ForkBooked(record)), "it is no fork");

    [Fact]
    public void A_fork_that_is_booked_twice_is_found()
    {
        entries.Add(entries.OfType<LedgerEntry.ForkBooked>().First());

        Finds(entries, "it is no fork");
    }

    [Fact]
    public void A_parked_line_that_was_taken_away_is_found_by_the_gap_that_was_closed_before_it()
    {
        entries.RemoveAll(entry => entry is LedgerEntry.RecordParked);

        Finds(entries, "no record of bar-1 waits behind a gap");
    }

    [Fact]
    public void A_parked_line_that_was_changed_is_found() => Finds(
        Change<LedgerEntry.RecordParked>(parked => parked with { Line = Forged(parked.Line) }),
        "a parked line of bar-1");

    [Fact]
    public void A_parked_line_that_waits_for_nothing_is_found()
    {
        entries.Add(new LedgerEntry.RecordParked(Site.Bar, entries.OfType<LedgerEntry.RecordBooked>().First().Line));

        Finds(entries, "it waits for nothing");
    }

    [Fact]
    public void A_gap_that_nobody_closed_is_found() => Finds(
        Change<LedgerEntry.GapClosed>(closed => closed with { Act = Act(closed.Decision(), site.Terminal) }),
        "a treasurer's act: ");

    [Fact]
    public void An_act_that_decided_something_else_is_found() => Finds(
        Change<LedgerEntry.RowClosed>(closed => closed with { Row = 2 }), "the act says 'close row 1'");

    [Fact]
    public void A_period_whose_end_was_moved_is_found() => Finds(
        Change<LedgerEntry.PeriodClosed>(closed => closed with { ThroughMilliseconds = 5 }),
        "the act says 'close period");

    [Fact]
    public void An_act_without_a_signature_of_the_ledger_is_found() => Finds(
        Change<LedgerEntry.PeriodClosed>(closed => closed with { Act = Act(closed.Decision(), site.Terminal) }),
        "a treasurer's act: ");

    [Fact]
    public void An_epoch_that_skips_one_is_found() => Finds(
        Change<LedgerEntry.EpochGranted>(granted => granted with { Epoch = 3 }), "epoch 3 of bar-1 after epoch 1");

    /// <summary>Whatever one entry says is needed by another, or seen in itself.</summary>
    [Fact]
    public void Any_stored_line_of_a_terminal_that_is_cut_by_one_byte_is_found()
    {
        for (var index = 0; index < entries.Count; index++)
        {
            LedgerEntry? cut = entries[index] switch
            {
                LedgerEntry.RecordBooked booked => booked with { Line = booked.Line[..^1] },
                LedgerEntry.ForkBooked fork =>
                    new LedgerEntry.ForkBooked(fork.Record with { Line = fork.Record.Line[..^1] }),
                LedgerEntry.RecordParked parked => parked with { Line = parked.Line[..^1] },
                _ => null,
            };
            if (cut is null)
                continue;
            List<LedgerEntry> changed = [.. entries];
            changed[index] = cut;
            Finds(changed, "");
        }
    }

    private void Finds(IEnumerable<LedgerEntry> changed, string expected)
    {
        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(changed);
        Assert.Contains(check.Problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    private List<LedgerEntry> First(Func<LedgerEntry.RecordBooked, LedgerEntry> change) => Change(change);

    private List<LedgerEntry> Late(Func<LedgerEntry.RecordBooked, LedgerEntry> change)
    {
        var index = entries.FindLastIndex(entry => entry is LedgerEntry.RecordBooked { Findings.Count: > 0 });
        entries[index] = change((LedgerEntry.RecordBooked)entries[index]);
        return entries;
    }

    private List<LedgerEntry> Change<T>(Func<T, LedgerEntry> change) where T : LedgerEntry
    {
        var index = entries.FindIndex(entry => entry is T);
        entries[index] = change((T)entries[index]);
        return entries;
    }

    private Reallocation Said(LedgerEntry.RecordBooked entry) => SignedMessage.Read<Reallocation>(
        Encoding.ASCII.GetBytes(entry.Reallocation!), site.LedgerKeys, Site.Id, Addressee.Ledger).OrThrow();

    private static string Sign(Reallocation said, ISigner signer) =>
        Encoding.ASCII.GetString(SignedMessage.Sign(said, signer).Compact.Span);

    private static string Act(string decision, ISigner signer) =>
        TreasurerAct.Sign(Site.Id, signer, DateTimeOffset.UnixEpoch, decision, "note");

    private string Forged(string line)
    {
        var head = StoredLine.Read(line).OrThrow().Head;
        var record = Records.At(head.Position.Sequence, new Fact.FireOpened(), head.Previous);
        return Encoding.ASCII.GetString(RecordLine.Write(record, site.Ledger).Compact.Span);
    }
}
