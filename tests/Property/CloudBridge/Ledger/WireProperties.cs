using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger;

public sealed class WireProperties : IDisposable
{
    private static readonly Gen<Action<WireModel>> Step =
        from choice in Gen.Choose(0, 20)
        from fromUp in Gen.Elements(true, false)
        from step in Gen.Frequency(
            (8, Do(wire => wire.Sell())),
            (8, Do(wire => wire.DeliverUp(choice))),
            (8, Do(wire => wire.DeliverDown())),
            (8, Do(wire => wire.PubAck())),
            (4, Do(wire => wire.Pass(100 + choice * 300))),
            (2, Do(wire => wire.Lose(fromUp, choice))),
            (2, Do(wire => wire.Repeat(fromUp, choice))),
            (2, Do(wire => wire.Swap(fromUp, choice))),
            (1, Do(wire => wire.SayBeside(choice))),
            (1, Do(wire => wire.Reconnect())),
            (1, Do(wire => wire.RestartBroker())),
            (1, Do(wire => wire.CrashTerminal())),
            (1, Do(wire => wire.CrashLedger())),
            (1, Do(wire => wire.BackUpLedger())),
            (1, Do(wire => wire.RestoreLedger(runsBefore: fromUp))))
        select step;

    private static readonly Gen<Action<WireModel>[]> Story =
        from length in Gen.Choose(1, 120) from steps in Gen.ArrayOf(Step, length) select steps;

    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Whatever_the_wire_does_each_record_is_booked_once_in_the_end()
    {
        var (lost, unbooked, waited) = (0L, 0L, 0L);
        Holds.For(Story, 200, story =>
        {
            var wire = new WireModel(site);
            foreach (var step in story)
            {
                step(wire);
                wire.CheckAlways();
            }
            wire.Converge();
            wire.CheckAlways();
            lost += wire.Lost;
            unbooked += wire.Unbooked;
            waited += wire.Waited;
        });

        Assert.True(lost > 50, $"only {lost} messages were lost: the stories are too tame");
        Assert.True(waited > 50, $"only {waited} lines had to wait: the stories are too tame");
        Assert.True(unbooked > 50, $"only {unbooked} records were lost by restoring: the stories are too tame");
    }

    [Fact]
    public void A_ledger_that_was_restored_gets_back_what_its_backup_lacks()
    {
        var wire = new WireModel(site);
        void SellFive()
        {
            for (var sale = 0; sale < 5; sale++)
                wire.Sell();
        }
        SellFive();
        wire.Converge();
        wire.BackUpLedger();
        SellFive();
        wire.Converge();

        wire.RestoreLedger(runsBefore: true);
        SellFive();
        wire.Converge();

        Assert.Equal(5, wire.Unbooked);
        wire.CheckAlways();
    }

    private static Gen<Action<WireModel>> Do(Action<WireModel> step) => Gen.Constant(step);
}
