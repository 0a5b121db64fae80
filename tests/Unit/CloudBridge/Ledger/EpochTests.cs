using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Epochs that the ledger grants, and the keys of those who write in them.</summary>
public sealed class EpochTests : IDisposable
{
    private static readonly TerminalId Second = TerminalId.Parse("bar-2");

    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public EpochTests() => ledger = new LedgerBench(site).With((Guest, "TLF 1000"));

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_granted_epoch_stands_in_the_next_ack_with_nothing_in_it()
    {
        var line = new JournalWriter(site).Next(JournalWriter.Beer(Guest));
        ledger.Take(line);
        new LedgerBench(site, ledger.Disk).Add(new LedgerEntry.EpochGranted(Site.Bar, 2));

        EpochAck[] expected = [new EpochAck(1, 1, line.Hash()), new EpochAck(2, 0, Digest.Zero)];
        Assert.Equal(expected, Assert.Single(LedgerBench.Acks(site, ledger.Logic.OnTime(500))).Epochs);
        Assert.Equal(expected, Assert.Single(LedgerBench.Acks(site, ledger.Crash().Logic.Connected(0))).Epochs);
    }

    /// <summary>An ack that is too long to be signed would end the ledger at each start.</summary>
    [Fact]
    public void A_terminal_has_so_many_epochs_that_an_ack_can_name_them_all()
    {
        for (var epoch = 2; epoch <= EntryFlaws.MostEpochs; epoch++)
            ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, epoch));

        Assert.Equal(
            EntryFlaws.MostEpochs, Assert.Single(LedgerBench.Acks(site, ledger.Logic.OnTime(500))).Epochs.Count);
        Assert.Throws<LedgerStoreException>(
            () => ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, EntryFlaws.MostEpochs + 1)));
    }

    /// <summary>The terminal that goes over to it sells nothing before a list has its first record.</summary>
    [Fact]
    public void The_first_record_of_a_later_epoch_makes_a_new_list_and_its_next_ones_do_not()
    {
        long Revision() => ledger.Store.Read(books => books.CardsRevision);
        ledger.Take(new JournalWriter(site).Next(new Fact.FireOpened()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var (before, second) = (Revision(), new JournalWriter(site, epoch: 2));

        ledger.Take(second.Next(new Fact.EpochOpened(null, null)));
        Assert.Equal(before + 1, Revision());

        ledger.Take(second.Next(new Fact.FireOpened()));
        Assert.Equal(before + 1, Revision());
    }

    [Fact]
    public void Each_epoch_is_a_chain_of_its_own_in_acks_and_lists()
    {
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var (first, second) = (new JournalWriter(site), new JournalWriter(site, epoch: 2));
        SignedObject[] old = [first.Next(JournalWriter.Beer(Guest)), first.Next(new Fact.FireOpened())];
        var renewed = second.Next(JournalWriter.Beer(Guest));

        ledger.Take(renewed, old[0], old[1]);

        var ack = Assert.Single(LedgerBench.Acks(site, ledger.Logic.Connected(0)));
        Assert.Equal([new EpochAck(1, 2, old[1].Hash()), new EpochAck(2, 1, renewed.Hash())], ack.Epochs);
        Assert.Equal([new Watermark(Site.Bar, 1, 2), new Watermark(Site.Bar, 2, 1)], Manifest(ledger).Watermarks);
        Assert.Equal(300, ledger.Balance(Guest));
    }

    [Fact]
    public void Lines_of_an_epoch_that_was_not_granted_are_rejected()
    {
        var line = new JournalWriter(site, epoch: 2).Next(JournalWriter.Beer(Guest));

        Assert.Contains(ledger.Take(line), action => action is LedgerAction.KeepRejected);

        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        ledger.Take(line);
        Assert.Equal(650, ledger.Balance(Guest));
    }

    [Fact]
    public void A_terminal_that_is_enrolled_again_keeps_its_epochs()
    {
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));

        ledger.Add(ledger.Enrolment());

        Assert.Equal(2, ledger.Store.Read(books => books.Terminal(Site.Bar).Epoch));
    }

    [Fact]
    public void Keys_go_out_before_the_list_that_names_them()
    {
        var topics = Topics(ledger.Logic.Connected(0));
        Assert.Equal(
            [LedgerBench.Topics.Keys, LedgerBench.Topics.CardList],
            topics.Where(topic => topic == LedgerBench.Topics.Keys || topic == LedgerBench.Topics.CardList));
        Assert.Equal((1, 1), (Keys(ledger).Version, Manifest(ledger).Keys));
        Assert.Equal([Site.Bar], Keys(ledger).Keys.Select(key => key.Terminal!.Value));
    }

    [Fact]
    public void A_terminal_that_is_enrolled_makes_a_version_of_the_keys_and_a_list_that_names_it()
    {
        using var another = Es256Signer.Create();
        ledger.Logic.Connected(0);
        new LedgerBench(site, ledger.Disk).Add(new LedgerEntry.TerminalEnrolled(
            Second, another.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));

        var actions = ledger.Logic.OnTime(60_000);

        var topics = Topics(actions);
        Assert.Equal([LedgerBench.Topics.Keys, LedgerBench.Topics.CardDelta], topics.TakeLast(2));
        Assert.Equal((2, 2), (Keys(ledger).Version, Manifest(ledger).Keys));
        Assert.Equal(
            [site.Terminal.KeyId, another.KeyId],
            Keys(ledger).Keys.Select(key => PublicKey.Read(key).OrThrow().KeyId));
    }

    [Fact]
    public void Who_is_enrolled_again_with_the_same_key_makes_no_version()
    {
        ledger.Add(ledger.Enrolment());

        Assert.Equal(1, ledger.Store.Read(books => books.KeysVersion));
    }

    [Fact]
    public void A_list_of_the_same_keys_does_not_say_them_again()
    {
        ledger.Logic.Connected(0);
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer(Guest)));

        var topics = Topics(ledger.Logic.OnTime(60_000));

        Assert.Contains(LedgerBench.Topics.CardDelta, topics);
        Assert.DoesNotContain(LedgerBench.Topics.Keys, topics);
    }

    /// <summary>What the backup lacks may have used the next versions for other keys.</summary>
    [Fact]
    public void A_new_era_begins_with_a_version_of_the_keys_that_was_never_used()
    {
        var era = ledger.RaiseEra(0);

        Assert.Equal(era, ledger.Store.Read(books => books.KeysVersion));
    }

    private static List<string> Topics(IReadOnlyList<LedgerAction> actions) =>
        [.. actions.OfType<LedgerAction.Publish>().Select(publish => publish.Message.Topic)];

    private ListManifest Manifest(LedgerBench bench) =>
        Last<ListManifest>(bench.Crash().Logic.Connected(0), LedgerBench.Topics.CardList);

    private KeysMessage Keys(LedgerBench bench) =>
        Last<KeysMessage>(bench.Crash().Logic.Connected(0), LedgerBench.Topics.Keys);

    private T Last<T>(IReadOnlyList<LedgerAction> actions, string topic) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(
            actions.OfType<LedgerAction.Publish>().Last(publish => publish.Message.Topic == topic).Message.Payload,
            site.LedgerKeys,
            Site.Id,
            Addressee.Terminals).OrThrow();
}
