using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// A terminal changes its key: granted, the next one counts for nothing but its first record; with that the former one
/// counts for nothing new. No sale is lost, none is booked twice, and who has the former key bars nothing.
/// </summary>
public sealed class TerminalKeyTests : IDisposable
{
    private readonly KeyChangeBench bench = new();

    private LedgerBench Ledger => bench.Ledger;

    public void Dispose()
    {
        Assert.Empty(Ledger.Problems);
        bench.Dispose();
    }

    [Fact]
    public void Until_its_first_record_the_present_key_goes_on_as_if_nothing_had_happened()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        var before = Ledger.State;
        bench.Granted();

        // Nothing of it is told: the terminal may never use it.
        Assert.Equal(before, Ledger.State);
        Assert.Equal(
            [1L], LedgerBench.Acks(bench.Site, Ledger.Logic.Connected(0)).SelectMany(ack => ack.Epochs)
                .Select(row => row.Epoch));
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        Assert.Equal((bench.Site.Terminal.KeyId, 700L), (bench.Present, bench.Sales));
    }

    [Fact]
    public void With_its_first_record_the_next_key_is_the_terminals_and_sales_go_on()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        var version = Ledger.Store.Read(books => books.KeysVersion);
        bench.Granted();

        var acks = LedgerBench.Acks(
            bench.Site, Ledger.Take(bench.Opened(), bench.Second.Next(KeyChangeBench.Beer)));

        Assert.Equal(bench.Next.KeyId, bench.Present);
        Assert.Equal([1L, 2L], Assert.Single(acks).Epochs.Select(row => row.Sequence));
        Assert.Equal(700, bench.Sales);
        // One more than earlier builds said, which did not name the last record of the former key.
        Assert.Equal(version + 2, Ledger.Store.Read(books => books.KeysVersion));
        Assert.Empty(Ledger.Rows);
        Assert.Equal(Ledger.State, Ledger.Crash().State);
    }

    /// <summary>Whoever has a copy of the former key.</summary>
    [Fact]
    public void From_then_on_nothing_new_under_the_former_key_is_booked_and_what_is_known_stays_known()
    {
        var sold = bench.First.Next(KeyChangeBench.Beer);
        Ledger.Take(sold);
        bench.Granted();
        Ledger.Take(bench.Opened());
        var before = Ledger.State;

        var done = Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        Assert.Equal("UnknownKey", Assert.Single(done.OfType<LedgerAction.KeepRejected>()).Kind);
        var ofSecond = new JournalWriter(bench.Site, epoch: 2).Next(KeyChangeBench.Beer);
        Assert.Single(Ledger.Take(ofSecond).OfType<LedgerAction.KeepRejected>());
        Assert.Empty(Ledger.Take(now: 5_000, sold).OfType<LedgerAction.KeepRejected>());

        Assert.Equal(before, Ledger.State);
    }

    /// <summary>It waited because another worker might have had those before it.</summary>
    [Fact]
    public void Nor_is_what_came_before_and_waited_until_then()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        var opened = bench.Opened();
        bench.First.Next(KeyChangeBench.Beer);
        var line = StoredLine.Read(bench.First.Next(KeyChangeBench.Beer).Compact, Site.Id).OrThrow();
        Ledger.Take(opened);
        var before = Ledger.State;

        var outcome = Ledger.Store.Change(draft =>
            new Ingest(draft, bench.Site.Ledger).TakeAgain(new EarlyLine(Site.Bar, line, Since: 0, Clock.Noon)));

        Assert.Equal(FormatErrorKind.UnknownKey, Assert.IsType<IngestOutcome.Rejected>(outcome).Error.Kind);
        Assert.Equal(before, Ledger.State);
    }

    [Fact]
    public void The_next_key_signs_no_epoch_before_its_own_and_nothing_before_its_first_record()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();

        var early = new JournalWriter(bench.Site, epoch: 1, bench.Next);
        Assert.Single(Ledger.Take(early.Next(KeyChangeBench.Beer)).OfType<LedgerAction.KeepRejected>());
        var opened = bench.Opened();
        Ledger.Take(bench.Second.Next(KeyChangeBench.Beer));
        Assert.Equal((1L, (long?)null, 350L), (bench.Records(1)!.Value, bench.Records(2), bench.Sales));

        Ledger.Take(opened);
        Assert.Equal(bench.Next.KeyId, bench.Present);
    }

    [Fact]
    public void A_first_record_that_does_not_say_where_the_epoch_before_ended_changes_no_key()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();

        foreach (var fact in new[] { KeyChangeBench.Opening(null), KeyChangeBench.Beer })
            Ledger.Take(new JournalWriter(bench.Site, epoch: 2, bench.Next).Next(fact));

        Assert.Equal((bench.Site.Terminal.KeyId, 350L), (bench.Present, bench.Sales));
    }

    /// <summary>The ledger was restored from before the last sales.</summary>
    [Fact]
    public void What_the_former_epoch_ended_with_comes_first_where_the_books_lack_it()
    {
        bench.Granted();
        SignedObject[] sold = [bench.First.Next(KeyChangeBench.Beer), bench.First.Next(KeyChangeBench.Beer)];
        SignedObject[] under = [bench.Opened(), bench.Second.Next(KeyChangeBench.Beer)];

        var done = Ledger.Take(under);
        Assert.Equal("KeyWaits", done.OfType<LedgerAction.Report>().First().Kind);
        Assert.DoesNotContain(
            LedgerBench.Acks(bench.Site, done).SelectMany(ack => ack.Epochs), row => row.Epoch == 2);
        Ledger.Take(sold[0]);
        Ledger.Take(under);
        Assert.Equal((bench.Site.Terminal.KeyId, 350L), (bench.Present, bench.Sales));
        Ledger.Take(sold[1]);
        Ledger.Take(under);

        Assert.Equal((bench.Next.KeyId, 1_050L), (bench.Present, bench.Sales));
    }

    /// <summary>It must be there, whatever follows it: or who has the former key could bar the change for ever.
    /// </summary>
    [Fact]
    public void Who_wrote_on_under_the_former_key_bars_nothing_and_a_row_says_so()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        var opened = bench.Opened();
        var thief = bench.First.Branch();
        Ledger.Take(thief.Next(KeyChangeBench.Beer), thief.Next(KeyChangeBench.Beer));
        thief.Next(new Fact.FireOpened());
        Ledger.Take(thief.Next(KeyChangeBench.Beer));

        Ledger.Take(opened);

        Assert.Equal(bench.Next.KeyId, bench.Present);
        var row = Assert.Single(Ledger.Rows);
        Assert.Equal(RowKind.FormerKey, row.Kind);
        Assert.Contains("2 records behind that are booked, 1 wait", row.What, StringComparison.Ordinal);
        Assert.Contains(bench.Site.Terminal.KeyId.ToString(), row.What, StringComparison.Ordinal);
        Assert.Equal(1_050, bench.Sales);
    }

    /// <summary>In books that were restored he may even be first.</summary>
    [Fact]
    public void Who_wrote_in_the_place_of_the_last_records_bars_nothing_either()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        var thief = bench.First.Branch();
        SignedObject[] own = [bench.First.Next(KeyChangeBench.Beer), bench.First.Next(KeyChangeBench.Beer)];
        bench.Granted();
        Ledger.Take(
            thief.Next(KeyChangeBench.Beer), thief.Next(KeyChangeBench.Beer), thief.Next(KeyChangeBench.Beer));
        SignedObject[] under = [bench.Opened(), bench.Second.Next(KeyChangeBench.Beer)];
        Ledger.Take(under);
        Assert.Equal(bench.Site.Terminal.KeyId, bench.Present);

        // As a person hands them in.
        Ledger.Take([.. own, .. under]);

        Assert.Equal(bench.Next.KeyId, bench.Present);
        Assert.Contains(
            "beside others in the places of its own",
            Ledger.Rows.Single(row => row.Kind == RowKind.FormerKey).What,
            StringComparison.Ordinal);
        // Both branches count, as of any fork.
        Assert.Equal(350 * 7, bench.Sales);
    }

    [Fact]
    public void What_waited_under_the_former_key_can_be_decided_on_after_the_change()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        var opened = bench.Opened();
        bench.First.Next(new Fact.FireOpened());
        var waiting = bench.First.Next(KeyChangeBench.Beer);
        Ledger.Take(waiting);
        Ledger.Take(opened);
        Ledger.Take(waiting);

        Assert.Null(Ledger.Treasury.BookWaiting(Site.Bar, new RecordPosition(1, 3), "seen", waiting.Hash()));
        Ledger.Logic.OnTime(1_000);

        Assert.Equal(700, bench.Sales);
    }

    [Fact]
    public void A_granted_key_that_was_not_used_gives_way_to_the_next_or_is_taken_back()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        using var aborted = Es256Signer.Create();
        Ledger.Add(KeyChangeBench.Grant(aborted));
        bench.Granted();
        var stale = new JournalWriter(bench.Site, epoch: 2, aborted).Next(KeyChangeBench.Opening(bench.First.End));
        Assert.Single(Ledger.Take(stale).OfType<LedgerAction.KeepRejected>());

        Ledger.Add(new LedgerEntry.TerminalRefused(Site.Bar, Clock.Noon, Key: bench.Next.KeyId));
        Ledger.Take(bench.Opened());
        Assert.Equal(bench.Site.Terminal.KeyId, bench.Present);

        // Another epoch may be granted again, and the key that has one keeps it.
        Ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        Ledger.Take(new JournalWriter(bench.Site, epoch: 2).Next(KeyChangeBench.Beer));
        Assert.Equal(700, bench.Sales);
    }

    [Fact]
    public void What_cannot_be_granted_is_not()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        Refused(KeyChangeBench.Grant(bench.Site.Terminal));
        Refused(KeyChangeBench.Grant(bench.Next, epoch: 3));
        Refused(KeyChangeBench.Grant(bench.Next) with { Terminal = TerminalId.Parse("bar-9") });
        Refused(new LedgerEntry.TerminalRefused(Site.Bar, Clock.Noon, Key: bench.Next.KeyId));
        bench.Granted();
        Refused(new LedgerEntry.EpochGranted(Site.Bar, 2));
        Ledger.Take(bench.Opened());

        // A key that was left does not come back.
        Refused(KeyChangeBench.Grant(bench.Site.Terminal, epoch: 3));

        void Refused(LedgerEntry entry) => Assert.NotNull(Ledger.Store.Change(draft => draft.TryAdd(entry)));
    }

    [Fact]
    public void What_else_a_terminal_says_counts_under_both_keys_until_the_change_and_under_the_next_one_after()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        Assert.Equal((true, false), (Says(bench.Site.Terminal), Says(bench.Next)));
        bench.Granted();
        Assert.Equal((true, true), (Says(bench.Site.Terminal), Says(bench.Next)));
        Ledger.Take(bench.Opened());
        Assert.Equal((false, true), (Says(bench.Site.Terminal), Says(bench.Next)));
    }

    [Fact]
    public void Who_asks_how_it_stands_is_answered_by_the_key_that_it_has_asked_with()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        Assert.Equal(bench.Site.Terminal.KeyId, Stands(bench.Site.Terminal));
        Assert.Equal(bench.Next.KeyId, Stands(bench.Next));
        Ledger.Take(bench.Opened());
        Assert.Null(Stands(bench.Site.Terminal));
        Assert.Equal(bench.Next.KeyId, Stands(bench.Next));
    }

    [Fact]
    public void Other_terminals_are_told_the_former_key_with_its_last_epoch_from_the_change_on()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        bench.Granted();
        Assert.Null(KeysSaid().Former);
        Ledger.Take(bench.Opened());

        var said = KeysSaid();

        Assert.Equal(bench.Next.KeyId, IdOf(Assert.Single(said.Keys)));
        var former = Assert.Single(said.Former!.Value);
        Assert.Equal(
            (bench.Site.Terminal.KeyId, 1L, 1L), (IdOf(former.Key), former.ThroughEpoch, former.ThroughSequence));
    }

    /// <summary>Its machine has both keys, and who has the machine may be no friend.</summary>
    [Fact]
    public void A_terminal_that_was_revoked_before_its_change_hands_in_under_both_keys()
    {
        SignedObject[] journal =
        [
            bench.First.Next(KeyChangeBench.Beer), bench.Opened(), bench.Second.Next(KeyChangeBench.Beer),
        ];
        Ledger.Take(journal[0]);
        bench.Granted();
        Assert.Null(Ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

        var handover = new Handover(Site.Id, Ledger.Store, bench.Site.Ledger);
        byte[] lines = [.. journal.SelectMany(line => line.Compact.ToArray().Append((byte)'\n'))];
        Assert.True(handover.Take(Site.Bar, lines, Clock.Noon).Succeeded(out var ack, out _));

        // The start is booked, what takes money waits for a treasurer.
        Assert.Equal((1L, 350L), (bench.Records(2)!.Value, bench.Sales));
        Assert.Contains(
            SignedMessage.Read<AckMessage>(ack!.Compact, bench.Site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar))
                .OrThrow().Epochs,
            row => row is { Epoch: 2, Sequence: 2 });
    }

    [Fact]
    public void Somebody_who_writes_into_the_log_what_was_signed_too_late_is_found_out()
    {
        Ledger.Take(bench.First.Next(KeyChangeBench.Beer));
        var late = bench.First.Branch().Next(KeyChangeBench.Beer);
        bench.Granted();
        Ledger.Take(bench.Opened());
        Ledger.Take(late);
        var entries = Ledger.Store.Entries().ToList();
        var sale = entries.OfType<LedgerEntry.RecordBooked>().First();
        entries.Add(sale with
        {
            Sequence = 2, Hash = late.Hash(), Line = System.Text.Encoding.ASCII.GetString(late.Compact.Span),
        });

        var check = new LedgerCheck(Site.Id, bench.Site.LedgerKeys);
        check.Run(entries);

        Assert.Contains("had left its key", Assert.Single(check.Problems), StringComparison.Ordinal);
    }

    private bool Says(Es256Signer key)
    {
        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 1, Nonce.Create(), TerminalActivity.Serving, "1", null, null,
            QueueEpoch: 1, QueueEnd: 1, []);
        return !Ledger.Logic.Received(
            [new MqttMessage(
                LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), SignedMessage.Sign(status, key).Compact)],
            now: 1,
            Clock.Noon).OfType<LedgerAction.Report>().Any();
    }

    private KeyId? Stands(Es256Signer key)
    {
        var request = new StandingRequest(Site.Id, Addressee.Ledger, Site.Bar, Nonce.Create());
        return new Handover(Site.Id, Ledger.Store, bench.Site.Ledger)
            .Answer(SignedMessage.Sign(request, key).Compact).Succeeded(out var answer, out _)
            ? SignedMessage.Read<StandingMessage>(
                answer.Compact, bench.Site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow().Key
            : null;
    }

    private KeysMessage KeysSaid() => Ledger.Crash().Logic.Connected(0).OfType<LedgerAction.Publish>()
        .Where(publish => publish.Message.Topic == LedgerBench.Topics.Keys)
        .Select(publish => SignedMessage.Read<KeysMessage>(
            publish.Message.Payload, bench.Site.LedgerKeys, Site.Id, Addressee.Terminals).OrThrow())
        .Last();

    private static KeyId IdOf(JsonWebKey jwk)
    {
        using var key = PublicKey.Read(jwk).OrThrow();
        return key.KeyId;
    }
}
