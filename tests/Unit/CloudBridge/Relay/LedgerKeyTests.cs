using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>A terminal's relay hears that the ledger has another key.</summary>
public sealed class LedgerKeyTests : IDisposable
{
    private static readonly Topics Topics = new(Site.Id);

    private readonly Site site = new();
    private readonly Es256Signer second = Es256Signer.Create();
    private readonly Journal journal;
    private readonly RelayLogic relay;

    public LedgerKeyTests()
    {
        journal = new JournalBench(site).Open(new ForgetfulDisk()).Journal;
        var pins = LedgerPins.Open(new ForgetfulDisk(), site.Enrolment());
        var nonce = UInt128.Zero;
        relay = new RelayLogic(
            new RelayIdentity(Site.Id, Site.Bar, site.Terminal, site.TerminalKeys, pins, Boot: 3, new Nonce(33))
            {
                LedgerPins = pins,
            },
            journal.Outbox,
            CardListStore.Open(new ForgetfulDisk(), new MemoryCardCache(), Site.Id, Site.Bar, pins.Ever),
            () => new Nonce(++nonce),
            new RelayOptions());
    }

    public void Dispose()
    {
        journal.Dispose();
        site.Dispose();
        second.Dispose();
    }

    [Fact]
    public void It_hears_of_keys_before_all_else_and_then_hears_all_anew()
    {
        Assert.Equal(Topics.LedgerKeys, relay.Connected(0).OfType<RelayAction.Subscribe>().First().Topic);
        Assert.False(Takes(second));

        var done = Hear(LedgerKeys.Line(1, site.Ledger, second, site.Ledger));

        Assert.IsType<RelayAction.Drop>(Assert.Single(done));
        relay.Connected(1);
        Assert.True(Takes(second));
        Assert.False(Takes(site.Ledger));
        Assert.Empty(Hear(LedgerKeys.Line(1, site.Ledger, second, site.Ledger)));
    }

    [Fact]
    public void Of_a_stranger_it_is_told_and_nothing_changes()
    {
        relay.Connected(0);

        var done = Hear(LedgerKeys.Line(1, site.Ledger, second, second));

        Assert.IsType<RelayNews.Rejected>(Assert.IsType<RelayAction.Tell>(Assert.Single(done)).News);
        Assert.True(Takes(site.Ledger));
    }

    private bool Takes(Es256Signer ledger)
    {
        var ack = SignedMessage.Sign(new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, []), ledger).Compact;
        return !relay.Received(new MqttMessage(Topics.Of(Site.Bar, TerminalTopic.Ack), ack), 1)
            .Any(action => action is RelayAction.Tell { News: RelayNews.Rejected });
    }

    private IReadOnlyList<RelayAction> Hear(byte[] statements) =>
        relay.Received(new MqttMessage(Topics.LedgerKeys, statements, Retained: true), 1);
}
