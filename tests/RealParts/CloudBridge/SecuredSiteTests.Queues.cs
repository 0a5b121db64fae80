using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <content>The limits of what the broker keeps for somebody who is away.</content>
public sealed partial class SecuredSiteTests
{
    private const int MostQueued = 10_000;
    private const long MostBytesQueued = 64L * 1024 * 1024;

    private static readonly string Client = MqttClients.Default.Name;

    /// <summary>
    /// A terminal writes until nothing more fits, while the ledger is away: what the broker then drops of another's,
    /// and has acknowledged, is sent again.
    /// </summary>
    [Fact]
    public async Task A_sale_that_a_full_queue_has_dropped_is_booked_all_the_same()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await EnrolGateAsync(site);
        await site.ConfigureBrokerAsync(Cancellation);
        await site.ReloadBrokerAsync(Cancellation);
        await site.StopLedgerAsync(Cancellation);
        await GoAwayAsync(site);
        await using var gate = await ConnectAsync(Client, GateAt(site));
        await FillAsync(gate, MostQueued + 100, new byte[16]);
        var before = site.ReadJournal().Count;
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await Eventually.TrueAsync(() => site.ReadJournal().Count > before, "the sale is written", Cancellation);

        var kept = await ComeBackAsync(site, gate, MostQueued);

        // Neither more than the limit, nor the sale, which came after it.
        Assert.Equal(MostQueued, kept.Count);
        Assert.All(kept, message => Assert.Equal(16, message.Payload.Length));
        await site.StartLedgerAsync();
        await Eventually.TrueAsync(() => site.SalesBooked() == 1, "the sale is booked", Cancellation);
        await site.LedgerSaysAsync(["check"], Cancellation);
    }

    [Fact]
    public async Task Of_the_longest_messages_64_MiB_are_kept_for_who_is_away()
    {
        const int more = 50;
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await EnrolGateAsync(site);
        await site.ConfigureBrokerAsync(Cancellation);
        await site.ReloadBrokerAsync(Cancellation);
        await GoAwayAsync(site);
        var fit = (int)(MostBytesQueued / Topics.LongestJournalMessage);
        await using var gate = await ConnectAsync(Client, GateAt(site));
        await FillAsync(gate, fit + more, new byte[Topics.LongestJournalMessage]);

        // The broker looks before it adds one: it may keep one too many, and counts a little more than what is sent.
        var kept = await ComeBackAsync(site, gate, fit - 2);

        Assert.InRange(kept.Count, fit - 2, fit + 1);
        Assert.All(kept, message => Assert.Equal(Topics.LongestJournalMessage, message.Payload.Length));
    }

    /// <summary>Somebody with the ledger's rights has a session, and is away.</summary>
    private static async Task GoAwayAsync(RunningSite site)
    {
        await using var listener = await ConnectAsync(Client, Listener(site));
        Assert.Null(await listener.SubscribeAsync(Topics.Of(Gate, TerminalTopic.Journal), Cancellation));
        Assert.Null(await listener.SubscribeAsync(Topics.Of(Bar, TerminalTopic.Journal), Cancellation));
    }

    /// <summary>All that was kept for it, so many at least: then there is room for one more, the last.</summary>
    private static async Task<List<MqttMessage>> ComeBackAsync(RunningSite site, IMqttConnection gate, int least)
    {
        await using var listener = await ConnectAsync(Client, Listener(site));
        Assert.True(listener.SessionPresent);
        List<MqttMessage> kept = [];
        await Eventually.CompletesAsync(ReadAsync(), $"{least} messages", Cancellation);
        Assert.Null(await PublishAsync(gate, Topics.Of(Gate, TerminalTopic.Journal), "last"));
        while (await Eventually.CompletesAsync(
            listener.Messages.ReadAsync(Cancellation).AsTask(), "the last", Cancellation) is { } message &&
            !message.Payload.Span.SequenceEqual("last"u8))
            kept.Add(message);
        return kept;

        async Task ReadAsync()
        {
            while (kept.Count < least)
                kept.Add(await listener.Messages.ReadAsync(Cancellation));
        }
    }

    private static MqttOptions Listener(RunningSite site) => site.SecuredBrokerForLedger("somebody") with
    {
        SessionExpiry = TimeSpan.FromHours(1),
    };

    /// <summary>As fast as the broker takes it.</summary>
    private static async Task FillAsync(IMqttConnection gate, int times, byte[] payload)
    {
        var topic = Topics.Of(Gate, TerminalTopic.Journal);
        for (var sent = 0; sent < times; sent += 20)
            Assert.All(
                await Task.WhenAll(Enumerable.Range(0, Math.Min(20, times - sent)).Select(
                    _ => gate.PublishAsync(new MqttMessage(topic, payload), Cancellation))),
                fault => Assert.Null(fault));
    }
}
