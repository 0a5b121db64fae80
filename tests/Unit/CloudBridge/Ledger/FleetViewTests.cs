using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What a ledger that was started anew says of terminals that it does not hear.</summary>
public sealed class FleetViewTests : IDisposable
{
    private readonly Site site = new();
    private readonly ManualTime time = new(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
    private LedgerBench ledger;

    public FleetViewTests()
    {
        ledger = new LedgerBench(site).With((Kiosks.Guest, "TLF 9000"));
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer(Kiosks.Guest)));
    }

    /// <summary>What it may sell alone.</summary>
    private static Int128 All => TerminalLimits.Default.OfflineTotal.MinorUnits;

    private TerminalRow Bar => Assert.Single(
        new FleetView(ledger.Logic.Fleet, () => true, time).All(ledger.Store));

    public void Dispose() => site.Dispose();

    [Fact]
    public void One_that_is_heard_sells_and_risks_what_it_says()
    {
        Say(end: 3, isKept: false);

        Assert.Equal((true, 2, 450), (Bar.Sells, Bar.Seen.Unsent, Bar.AtRisk));
    }

    /// <summary>The broker keeps the last word of who is cut off from it, for ever.</summary>
    [Fact]
    public void A_word_that_was_kept_is_no_sign_of_life()
    {
        Restart();
        Say(end: 3, isKept: true);

        Assert.Equal((false, true, All), (Bar.Sells, Bar.IsUnsentUnknown, Bar.AtRisk));
        Assert.Equal(Clock.Noon - 3_600_000, Bar.Seen.HeardMilliseconds);
    }

    [Fact]
    public void Of_one_that_was_revoked_the_books_know_what_is_not_here()
    {
        ledger.Logic.Connected(0);
        Say(end: 3, isKept: false);
        Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
        ledger.Logic.OnTime(1_000);

        Restart();
        Say(end: 3, isKept: true);

        Assert.Equal((false, 2, All), (Bar.IsUnsentUnknown, Bar.Seen.Unsent, Bar.AtRisk));
    }

    [Fact]
    public void Of_one_that_was_revoked_and_never_heard_nobody_knows_what_is_not_here()
    {
        Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));

        Restart();

        Assert.Equal((true, (long?)null, All), (Bar.IsUnsentUnknown, Bar.Seen.Unsent, Bar.AtRisk));
    }

    private void Restart() => ledger = ledger.Crash();

    private void Say(long end, bool isKept) => ledger.Logic.Received(
        [
            new MqttMessage(
                LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status),
                SignedMessage.Sign(
                    new StatusMessage(
                        Site.Id, Addressee.Ledger, Site.Bar, 2, new Nonce(1), TerminalActivity.Serving, "0.1.0", null,
                        ListAgeMilliseconds: null, QueueEpoch: 1, QueueEnd: end, [], null, new Money(450)),
                    site.Terminal).Compact,
                Retained: isKept),
        ],
        now: 1,
        Clock.Noon);
}
