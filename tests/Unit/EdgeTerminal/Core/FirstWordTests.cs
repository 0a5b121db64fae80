using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>With a broker in reach, no tap before the ledger's first word; and no longer than five seconds.</summary>
public class FirstWordTests
{
    private readonly TerminalDriver bar = new(Setup(kiosk: Bar with { FixedArticle = Beer }))
    {
        MayReachLedger = true,
    };

    public FirstWordTests()
    {
        bar.Store(new ListVersion(1, 1), watermark: 0, Card(Guest, "TLF 1000"));
        bar.Start();
    }

    [Fact]
    public void No_tap_is_taken_before_it()
    {
        Assert.IsType<GuestScreen.Starting>(bar.Screen);

        Assert.NotNull(bar.Tap(Guest).Ignored);

        Assert.DoesNotContain(bar.Journal, record => record.Fact is Fact.Sale or Fact.Refusal);
    }

    [Fact]
    public void The_first_ack_ends_the_wait()
    {
        bar.Give(new Input.AckHeard());

        Assert.IsType<GuestScreen.AmountDue>(bar.Screen);
        bar.Tap(Guest);
        Assert.IsType<Fact.Sale>(bar.LastFact);
    }

    [Fact]
    public void Without_a_broker_in_reach_it_ends_at_once()
    {
        bar.Give(new Input.BrokerOutOfReach());

        bar.Tap(Guest);

        Assert.IsType<Fact.Sale>(bar.LastFact);
    }

    [Fact]
    public void It_ends_after_five_seconds_and_not_before()
    {
        bar.Wait(4_999);
        Assert.NotNull(bar.Give(new Input.TimePassed()).Ignored);

        bar.Wait(1);
        bar.Give(new Input.TimePassed());

        Assert.IsType<GuestScreen.AmountDue>(bar.Screen);
    }

    [Fact]
    public void A_device_that_fails_and_works_again_does_not_shorten_it()
    {
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));
        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);

        bar.Give(new Input.FaultEnded(Fault.ReaderLost));
        Assert.IsType<GuestScreen.Starting>(bar.Screen);

        bar.Give(new Input.AckHeard());
        Assert.IsType<GuestScreen.AmountDue>(bar.Screen);
    }

    [Fact]
    public void A_word_that_comes_while_a_device_fails_counts()
    {
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));
        bar.Give(new Input.AckHeard());

        bar.Give(new Input.FaultEnded(Fault.ReaderLost));

        Assert.IsType<GuestScreen.AmountDue>(bar.Screen);
    }

    [Fact]
    public void A_first_word_that_names_records_which_are_not_here_puts_it_out_of_service()
    {
        bar.Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has 1/500"));

        bar.Give(new Input.AckHeard());

        Assert.Equal(Reason.OutOfService, Assert.IsType<GuestScreen.OutOfService>(bar.Screen).Reason);
    }

    [Fact]
    public void It_is_waited_for_once_a_start()
    {
        bar.Give(new Input.AckHeard());
        Assert.NotNull(bar.Give(new Input.AckHeard()).Ignored);

        bar.Restart();

        Assert.IsType<GuestScreen.Starting>(bar.Screen);
    }
}
