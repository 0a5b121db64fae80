using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The first start under another key.</summary>
public class KeyChangeStartTests
{
    private static readonly RecordName End = new(1, 4, Digest.Of("the last line under the former key"u8));

    private readonly TerminalDriver bar = new(Setup()) { StorageId = "one" };

    public KeyChangeStartTests()
    {
        bar.Start();
        bar.ApplyList(1, watermark: 0, [Card(Guest, "TLF 1000")]);
        bar.Confirm();
    }

    [Fact]
    public void It_begins_the_epoch_and_says_where_the_one_before_ended()
    {
        var decision = Start();

        Assert.Equal(new Fact.EpochOpened("two", null, LeftBehind: null, End), decision.Facts[0]);
        Assert.Equal(2, decision.NewEpoch);
        Assert.IsType<Fact.BootStarted>(decision.Facts[1]);
        // The epoch is of the SD card that is in the machine now.
        Assert.DoesNotContain(
            decision.Facts, fact => fact is Fact.FaultRaised { Fault: nameof(Fault.StorageChanged) });
    }

    [Fact]
    public void Nothing_is_left_behind_to_be_said_again()
    {
        var record = new JournalRecord(
            Site.Id, Site.Bar, new RecordPosition(2, 1), Digest.Zero, new Stamp(2, 1, Clock.Noon, Trusted: false),
            Start().Facts[0]);

        var past = new Terminal(Setup()).Evolve(bar.State, record).Past;

        Assert.Null(past.Move);
        Assert.Equal("two", past.StorageId);
        Assert.Equal(bar.State.Past.List, past.List);
    }

    private Decision Start() => new Terminal(Setup()).Decide(
        TerminalState.Initial with { Past = bar.State.Past },
        bar.Now,
        new Input.Started("0.1.0", "machine boot 2", 2, "two", null, Stored: null) { EndOfFormerKey = End });
}
