using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Relay;

/// <summary>What tells a relay that the ledger, or at least the broker, is there.</summary>
public sealed class SilenceTests : RelayLogicBench
{
    [Fact]
    public void Nothing_heard_of_the_ledger_for_half_a_minute_drops_the_connection()
    {
        Do(Relay.Connected(Now));
        Now = 29_999;
        Assert.Empty(Relay.OnTime(Now).OfType<RelayAction.Drop>());

        Now = 30_000;
        Assert.Single(Relay.OnTime(Now).OfType<RelayAction.Drop>());
    }

    /// <summary>A broker can keep acks, and say one of them each time that we would hang up.</summary>
    [Theory]
    [InlineData(1, 1, "known")]
    [InlineData(2, 1, "repeated")]
    [InlineData(3, 1, "new")]
    [InlineData(1, 2, "of the next era")]
    [InlineData(3, 1, "of another image")]
    [InlineData(3, 1, "kept by the broker")]
    public void No_ack_is_a_sign_of_life(long sequence, long era, string what)
    {
        SendAll(3);
        Beat(Asked(), null);
        Ack(2);

        Now = 20_000;
        if (what == "of another image")
            Ack(sequence, Digest.Of("another"u8));
        else
            Ack(sequence, retained: what == "kept by the broker", era);

        Now = 29_999;
        Assert.Empty(Relay.OnTime(Now).OfType<RelayAction.Drop>());
        Now = 30_000;
        Assert.Single(Relay.OnTime(Now).OfType<RelayAction.Drop>());
    }

    [Fact]
    public void The_answer_to_an_ask_is_a_sign_of_life()
    {
        Do(Relay.Connected(Now));
        Now = 20_000;
        Beat(Asked(Relay.OnTime(Now)), null);

        Now = 49_999;
        Assert.Empty(Relay.OnTime(Now).OfType<RelayAction.Drop>());
        Now = 50_000;
        Assert.Single(Relay.OnTime(Now).OfType<RelayAction.Drop>());
    }

    /// <summary>Who dials anew asks all others what they said meanwhile; the ledger's absence is no reason.</summary>
    [Fact]
    public void While_the_broker_brings_our_asks_the_connection_stays_and_the_silent_ledger_is_said_once()
    {
        Do(Relay.Connected(Now));
        for (Now = 1_000; Now < 300_000; Now += 1_000)
        {
            Done.Clear();
            Do(Relay.OnTime(Now));
            foreach (var ask in Published(TerminalTopic.Ask))
                Receive(ask);
            Assert.Empty(Done.OfType<RelayAction.Drop>());
            Assert.Equal(Now == 30_000 ? 1 : 0, News<RelayNews.LedgerSilent>().Count);
        }
        Assert.True(Relay.IsSteady(Now));

        // A node of the broker may be cut off from the ledger's.
        Assert.Single(Relay.OnTime(Now), action => action is RelayAction.Drop);
    }

    [Fact]
    public void It_dials_anew_ever_more_seldom_while_the_ledger_stays_silent_and_as_before_when_it_was_heard()
    {
        var dials = new List<long>();
        Do(Relay.Connected(Now));
        for (Now = 1_000; Now <= 11 * 3_600_000; Now += 1_000)
        {
            Done.Clear();
            Do(Relay.OnTime(Now));
            foreach (var ask in Published(TerminalTopic.Ask))
            {
                Receive(ask);
                if (Now is > 36_000_000 and < 36_020_000)
                    Beat(AskMessage.Read(ask.Payload.Span).OrThrow(), null);
            }
            if (!Done.OfType<RelayAction.Drop>().Any())
                continue;
            dials.Add(Now / 60_000);
            Relay.Disconnected();
            Do(Relay.Connected(Now));
        }

        Assert.Equal([5, 15, 30, 45, 60], dials.Take(5));
        Assert.Equal([600, 605, 615], dials.SkipWhile(at => at < 600).Take(3));
    }

    [Fact]
    public void A_ledger_that_was_heard_and_is_silent_again_is_said_again()
    {
        Do(Relay.Connected(Now));
        for (Now = 1_000; Now <= 90_000; Now += 1_000)
        {
            var asked = Published(TerminalTopic.Ask).Count;
            Do(Relay.OnTime(Now));
            foreach (var ask in Published(TerminalTopic.Ask).Skip(asked))
            {
                Receive(ask);
                if (Now == 40_000)
                    Beat(AskMessage.Read(ask.Payload.Span).OrThrow(), null);
            }
        }

        Assert.Equal(2, News<RelayNews.LedgerSilent>().Count);
    }

    /// <summary>A broker may keep them, to say one whenever we would hang up.</summary>
    [Theory]
    [InlineData("kept", 30_001)]
    [InlineData("answered", 5_000)]
    [InlineData("another's", 5_000)]
    public void An_ask_that_is_old_answered_or_anothers_is_no_sign_of_life(string what, long at)
    {
        Do(Relay.Connected(Now));
        var ask = Published(TerminalTopic.Ask).Single();
        if (what == "answered")
            Beat(Asked(), null);
        Now = at;
        Receive(what == "another's"
            ? new MqttMessage(ask.Topic, new AskMessage(3, 0, new Nonce(4_711)).Write())
            : ask);

        Now = what == "kept" ? at : 30_000;
        Assert.Single(Relay.OnTime(Now).OfType<RelayAction.Drop>());
    }
}
