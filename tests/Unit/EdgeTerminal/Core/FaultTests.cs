using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What faults forbid, and that they forbid it everywhere and no longer than they last.</summary>
public class FaultTests
{
    private readonly TerminalDriver bar = Open(Setup(), Card(Guest, "TLF 10000"), Card(Other, "TLF 10000"));

    [Fact]
    public void Without_a_reader_the_kiosk_is_out_of_service_until_it_is_back()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));
        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
        Assert.NotNull(bar.Tap(Guest).Ignored);

        bar.Give(new Input.FaultEnded(Fault.ReaderLost));

        Assert.IsType<GuestScreen.Ready>(bar.Screen);
        Assert.Equal(
            ["FaultRaised", "FaultCleared"], bar.Journal.TakeLast(2).Select(record => record.Fact.GetType().Name));
    }

    [Fact]
    public void A_fault_while_a_verdict_is_shown_takes_effect_after_it()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));
        Assert.IsType<GuestScreen.Approved>(bar.Screen);

        bar.Finish();

        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
    }

    [Fact]
    public void A_fault_is_recorded_once()
    {
        bar.Give(new Input.FaultBegan(Fault.CardListLost, "no answer"));

        Assert.NotNull(bar.Give(new Input.FaultBegan(Fault.CardListLost, "no answer")).Ignored);
        Assert.Equal("Ready", bar.Phase);
    }

    [Theory]
    [InlineData(Fault.ReaderLost, Reason.DeviceFault)]
    [InlineData(Fault.PanelLost, Reason.DeviceFault)]
    [InlineData(Fault.RolledBack, Reason.OutOfService)]
    [InlineData(Fault.TerminalTwice, Reason.OutOfService)]
    [InlineData(Fault.Revoked, Reason.OutOfService)]
    [InlineData(Fault.KeysWiped, Reason.OutOfService)]
    [InlineData(Fault.JournalFull, Reason.JournalFull)]
    public void Nothing_is_sold_while_it_lasts_whatever_is_pressed(Fault fault, Reason reason)
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());
        bar.Give(new Input.FaultBegan(fault, "it is so"));

        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Other);

        Assert.Equal(reason, Assert.IsType<GuestScreen.OutOfService>(bar.Screen).Reason);
        Assert.Equal(1, Sales());
    }

    [Theory]
    [InlineData(Fault.ReaderLost, Reason.DeviceFault)]
    [InlineData(Fault.RolledBack, Reason.OutOfService)]
    public void A_fixed_article_is_not_sold_either_while_a_verdict_is_shown(Fault fault, Reason reason)
    {
        var fixedBar = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 10000"));
        fixedBar.Tap(Guest);
        fixedBar.Give(new Input.VerdictShown());
        fixedBar.Give(new Input.FaultBegan(fault, "it is so"));
        fixedBar.Wait(3_500);

        fixedBar.Tap(Guest);

        Assert.Equal(reason, Assert.IsType<Fact.Refusal>(fixedBar.LastFact).Reason);
    }

    [Fact]
    public void A_fault_of_a_device_ends_with_the_start_that_had_it()
    {
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "unplugged"));

        bar.Restart();

        Assert.Equal("Ready", bar.Phase);
        Assert.Empty(bar.State.Past.Faults);
    }

    [Fact]
    public void A_rollback_outlives_a_restart()
    {
        bar.Give(new Input.FaultBegan(Fault.RolledBack, "an older image"));

        bar.Restart();

        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
    }

    [Theory]
    [InlineData(Fault.Revoked)]
    [InlineData(Fault.KeysWiped)]
    public void What_is_for_good_outlives_restarts_and_nothing_ends_it(Fault fault)
    {
        bar.Give(new Input.FaultBegan(fault, "it is so"));

        bar.Restart();
        Assert.NotNull(bar.Give(new Input.FaultEnded(fault)).Ignored);

        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
        Assert.True(Terminal.IsOutForGood(bar.State.Past));
    }

    [Fact]
    public void A_long_detail_is_cut_so_that_the_record_can_be_read_again()
    {
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, new string('x', 10_000)));

        var raised = Assert.IsType<Fact.FaultRaised>(bar.LastFact);
        Assert.Equal((FactText.Longest, '…'), (raised.Detail.Length, raised.Detail[^1]));
    }

    [Fact]
    public void A_card_that_lay_there_when_the_reader_started_pays_nothing_until_it_is_laid_there_again()
    {
        var fixedBar = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 10000"));
        fixedBar.Tap(Guest);
        fixedBar.Give(new Input.VerdictShown());
        fixedBar.Restart();
        var lying = fixedBar.Presented(Guest);
        lying = lying with { Card = lying.Card with { LayThere = true } };

        Assert.NotNull(fixedBar.Give(lying).Ignored);
        Assert.Single(fixedBar.Journal, record => record.Fact is Fact.Sale);

        fixedBar.Give(new Input.FieldEmptied());
        fixedBar.Tap(Guest);
        Assert.Equal(2, fixedBar.Journal.Count(record => record.Fact is Fact.Sale));
    }

    [Fact]
    public void A_card_that_lay_there_is_told_what_it_paid_before_the_power_went()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.GiveAndLosePower(bar.Presented(Guest));
        bar.Give(new Input.ArticleChosen(Beer));
        var lying = bar.Presented(Guest);

        bar.Give(lying with { Card = lying.Card with { LayThere = true } });

        Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen);
        Assert.Equal(1, Sales());
    }

    private int Sales() => bar.Journal.Count(record => record.Fact is Fact.Sale);
}
