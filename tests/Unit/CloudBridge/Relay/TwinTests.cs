using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>What lies at the broker in this terminal's name, and who must have put it there.</summary>
public sealed class TwinTests : RelayLogicBench
{
    private static readonly Nonce Own = new(33);
    private static readonly Nonce Other = new(34);

    public TwinTests() => JournalBench.Sell(Journal, 1);

    [Theory]
    [InlineData(3, 33, false, "this process has said it")]
    [InlineData(2, 34, false, "an earlier process has said it")]
    [InlineData(3, 34, true, "two processes of one boot")]
    [InlineData(9, 34, true, "a boot that we have not come to")]
    public void Only_who_has_our_key_and_is_not_we_is_another_machine(long boot, int process, bool isTwin, string why)
    {
        foreach (var retained in new[] { true, false })
        {
            Done.Clear();
            Receive(new MqttMessage(
                Of(TerminalTopic.Holder), SignedMessage.Sign(Status(boot, new Nonce((UInt128)process)), Keys.Terminal)
                    .Compact, retained));
            Assert.True(isTwin == (News<RelayNews.TwinSeen>().Count == 1), why);
            Assert.Equal(isTwin ? 1 : 0, Done.Count);
        }
    }

    /// <summary>In boot 3 and epoch 2, which the ledger has granted: an image of boot 2 was restored.</summary>
    [Theory]
    [InlineData(1, 9, false, "we were there before the image was restored, or another was, who sees our word")]
    [InlineData(2, 2, false, "an earlier process has said it")]
    [InlineData(2, 3, true, "two processes of one boot")]
    [InlineData(3, 1, true, "an epoch that we do not know")]
    public void Behind_a_granted_epoch_what_lies_there_of_former_ones_is_no_other_machine(
        long epoch, long boot, bool isTwin, string why)
    {
        Journal.Begin(2, left: null);
        JournalBench.Append(Journal, new Fact.EpochOpened(null, null));

        Receive(new MqttMessage(
            Of(TerminalTopic.Holder),
            SignedMessage.Sign(Status(boot, Other) with { QueueEpoch = epoch }, Keys.Terminal).Compact,
            Retained: true));

        Assert.True(isTwin == (News<RelayNews.TwinSeen>().Count == 1), why);
    }

    [Fact]
    public void Whoever_lacks_the_key_accuses_nobody()
    {
        using var strange = Es256Signer.Create();
        var status = Status(9, Other);
        ReadOnlyMemory<byte>[] forged =
        [
            SignedMessage.Sign(status, strange).Compact,
            SignedMessage.Sign(status, Keys.Ledger).Compact,
            SignedMessage.Sign(status with { Terminal = TerminalId.Parse("bar-2") }, Keys.Terminal).Compact,
            StatusMessage.LastWill,
            .. HostilePayload.Bend(JwsType.Status, SignedMessage.Sign(status, Keys.Terminal), Keys.Terminal)
                .Select(bent => (ReadOnlyMemory<byte>)bent.Bytes),
        ];

        foreach (var payload in forged)
            Receive(new MqttMessage(Of(TerminalTopic.Holder), payload, Retained: true));

        Assert.Empty(Done);
    }

    [Fact]
    public void What_another_has_left_is_asked_for_before_our_own_word_takes_its_place_at_each_connection()
    {
        Do(Relay.StatusChanged(Status(3, Own)));
        Assert.Empty(Done);
        for (var connection = 0; connection < 2; connection++)
        {
            Done.Clear();
            Do(Relay.Connected(Now));

            var asked = Done.IndexOf(new RelayAction.Subscribe(Of(TerminalTopic.Holder)));
            var said = Done.FindIndex(action =>
                action is RelayAction.Publish publish && publish.Message.Topic == Of(TerminalTopic.Holder));
            Assert.InRange(asked, 0, said - 1);
            Assert.True(Published(TerminalTopic.Holder).Single().Retained);
            Assert.Equal(
                Published(TerminalTopic.Status).Single().Payload, Published(TerminalTopic.Holder).Single().Payload);
            Relay.Disconnected();
        }
    }

    /// <summary>A copy of an SD card may run an earlier build, which refuses members that it does not know.</summary>
    [Fact]
    public void What_a_twin_reads_has_the_form_that_every_build_knows()
    {
        Do(Relay.StatusChanged(
            Status(3, Own) with { Reason = Reason.CardUnknown, UnlistedDebits = new Money(700) }));
        Do(Relay.Connected(Now));

        Assert.Equal(new Money(700), Read(TerminalTopic.Status).UnlistedDebits);
        Assert.Equal(Status(3, Own), Read(TerminalTopic.Holder));
    }

    private StatusMessage Read(TerminalTopic topic) => SignedMessage.Read<StatusMessage>(
        Published(topic).Single().Payload, new KeyRing(Keys.Terminal.PublicKey), Site.Id, Addressee.Ledger).OrThrow();

    private static StatusMessage Status(long boot, Nonce process) => new(
        Site.Id, Addressee.Ledger, Site.Bar, boot, process, TerminalActivity.Serving, "0.1.0", null, null, 1, 0, []);
}
