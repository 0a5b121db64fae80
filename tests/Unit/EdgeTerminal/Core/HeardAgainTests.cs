using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// Another gate says entries again in a later epoch: an older image of its SD card was restored. Each guest went in
/// once, whichever of the lines were heard.
/// </summary>
public class HeardAgainTests
{
    /// <summary>So many lines more, and nothing of those before is known one by one.</summary>
    private const int Many = 2 * HeardGate.MostLines;

    /// <summary>One of the places that the divergent lines have.</summary>
    private const int Place = 7;

    private static readonly TerminalId Restored = TerminalId.Parse("gate-2");
    private static readonly Digest Divergent = Digest.Of("a line that was left behind"u8);

    private readonly TerminalDriver gate = OpenGate(WayIn with { Zone = Festival });

    [Theory]
    [InlineData(Place, false)]
    [InlineData(Place, true)]
    [InlineData(Many - Place, false)]
    [InlineData(Many - Place, true)]
    public void An_entry_counts_whose_first_line_was_never_heard(int place, bool isOtherHeard) // 205
    {
        Hear(Enumerable.Range(1, Many).Where(line => isOtherHeard || line != place).Select(Others));

        Hear(Again(epoch: 2, line: 2, place));

        Assert.Equal(1, Entries());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(Many, false)]
    [InlineData(Many, true)]
    public void It_counts_once_whichever_line_is_heard_first(int between, bool isFirstFirst)
    {
        var (first, again) = (First(Place), Again(epoch: 2, line: 2, Place));

        Hear(isFirstFirst ? first : again);
        Hear(Enumerable.Range(Place + 1, between).Select(Others));
        Hear(isFirstFirst ? again : first);
        Hear(Enumerable.Range(Place + between + 1, between).Select(Others));

        Assert.Equal(1, Entries());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_other_line_in_its_place_counts_beside_it(bool isOtherFirst)
    {
        var (other, again) = (Others(Place), Again(epoch: 2, line: 2, Place));

        Hear(isOtherFirst ? other : again);
        Hear(isOtherFirst ? again : other);

        Assert.Equal((1, 1), (Entries(), Entries(Other)));
        Assert.Equal(2, gate.State.Present.Peers.Passages.PeopleIn(Festival));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Many)]
    public void It_counts_once_in_however_many_epochs_it_is_said_again(int between)
    {
        Hear(Again(epoch: 2, line: 2, Place));
        Hear(Enumerable.Range(Place + 1, between).Select(Others));
        Hear(Again(epoch: 3, line: 2, Place));

        Assert.Equal(1, Entries());
    }

    [Fact]
    public void One_that_was_given_back_does_not_count_in_whatever_order_it_is_heard()
    {
        HeardRecord[] lines =
        [
            Again(epoch: 2, line: 2, Place),
            Again(epoch: 2, line: 3, Place + 1, new Fact.EntryAbandoned(new RecordPosition(1, Place), [])),
        ];

        Hear(lines);
        Assert.Equal(0, Entries());
        var late = OpenGate(WayIn with { Zone = Festival });
        late.Hear(lines[1], lines[0]);
        Assert.Empty(late.State.Present.Peers.Passages.EntriesOf(Site.Card(Guest), TerminalLimits.Default));
    }

    /// <summary>Nobody knows any more whether its first line was heard: it may have been.</summary>
    [Fact]
    public void Of_what_the_list_has_a_line_that_may_have_been_heard_does_not_count_again()
    {
        Hear(First(Place));
        Hear(Enumerable.Range(Place + 1, Many).Select(Others));
        gate.PeerWatermarks = [new Watermark(Restored, 1, Place + Many)];
        gate.ApplyList(2, 0, Card(Guest, "TLF 2000"));

        Hear(Again(epoch: 2, line: 2, Place));

        Assert.Equal(1, Entries());
    }

    /// <summary>One with a stolen key: its lines fill no memory.</summary>
    [Fact]
    public void Of_lines_that_claim_one_place_some_count()
    {
        Hear(Enumerable.Range(1, 100).Select(line => Again(2, line, Place) with
        {
            Reissues = new RecordName(1, Place, Digest.Of(BitConverter.GetBytes(line))),
        }));

        Assert.InRange(Entries(), 2, 16);
    }

    private void Hear(params IEnumerable<HeardRecord> records) => gate.Hear([.. records]);

    /// <summary>How many went in there with a card.</summary>
    private int Entries(string uid = Guest) =>
        gate.State.Present.Peers.Passages.EntriesOf(Site.Card(uid), TerminalLimits.Default).Sum(row => row.People);

    /// <summary>Of the epoch that was left, another guest's.</summary>
    private static HeardRecord Others(int line) => new(
        Restored,
        new RecordPosition(1, line),
        Digest.Of(BitConverter.GetBytes(line)),
        Digest.Of(BitConverter.GetBytes(line - 1)),
        At(line),
        Enters(line == Place ? Other : $"04{line:X12}"));

    private static HeardRecord First(int place) => Others(place) with { Hash = Divergent, Fact = Enters(Guest) };

    private static HeardRecord Again(long epoch, int line, int first, Fact? fact = null) => new(
        Restored,
        new RecordPosition(epoch, line),
        Digest.Of(BitConverter.GetBytes((epoch << 32) + line)),
        Digest.Zero,
        At(first),
        fact ?? Enters(Guest))
    {
        Reissues = new RecordName(1, first, fact is null ? Divergent : Digest.Of("the line behind it"u8)),
    };

    private static Fact.Entry Enters(string uid) => new(Site.Card(uid), 1, [], Records.Verdict, Festival);

    private static Stamp At(int line) => new(1, line * Clock.Minute, Clock.Noon + line * Clock.Minute, Trusted: true);
}
