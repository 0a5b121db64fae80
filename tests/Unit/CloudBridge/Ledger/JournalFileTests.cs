using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A journal that is handed in from a disk comes to what it comes to over the wire.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public JournalFileTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 5000"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Each_line_has_the_outcome_that_it_would_have_had_over_the_wire()
    {
        using var stranger = new Site();
        var branch = terminal.Branch();
        var known = Beer();
        var next = Beer();
        Beer();
        var beyond = Beer();
        var fork = branch.Next(JournalWriter.Beer(Guest));
        var forged = new JournalWriter(stranger).Next(JournalWriter.Beer(Guest));
        var notGranted = new JournalWriter(site, epoch: 2).Next(JournalWriter.Beer(Guest));
        var foreign = terminal.Next(JournalWriter.Beer(Guest), TerminalId.Parse("bar-2"));
        ledger.Take(known);

        var outcomes = Take(Bytes(known, next, beyond, fork, forged, notGranted, foreign));

        Assert.Equal(
            [
                typeof(IngestOutcome.Known), typeof(IngestOutcome.Booked), typeof(IngestOutcome.Parked),
                typeof(IngestOutcome.Forked), typeof(IngestOutcome.Rejected), typeof(IngestOutcome.NotGranted),
                typeof(IngestOutcome.Rejected),
            ],
            outcomes.Select(outcome => outcome.GetType()));
        Assert.Equal((5000 - 3 * 350, 1), (ledger.Balance(Guest), ledger.Store.Read(books => books.Forks)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_journal_that_is_handed_in_again_or_comes_over_the_wire_as_well_is_booked_once()
    {
        SignedObject[] lines = [.. Enumerable.Range(0, 5).Select(_ => Beer())];
        Take(Bytes(lines[..3]));
        ledger.Take(lines);
        var state = ledger.State;

        var outcomes = Take(Bytes(lines));

        Assert.All(outcomes, outcome => Assert.IsType<IngestOutcome.Known>(outcome));
        Assert.Equal(state, ledger.State);
    }

    [Fact]
    public void Many_lines_are_taken_in_order_whatever_pieces_the_file_is_read_in()
    {
        SignedObject[] lines = [.. Enumerable.Range(0, 1_100).Select(_ => terminal.Next(new Fact.FireOpened()))];

        var outcomes = Take(Bytes(lines));

        Assert.Equal(1_100, outcomes.OfType<IngestOutcome.Booked>().Count());
    }

    [Theory]
    [InlineData("no journal\n", 1)]
    [InlineData("\n\n", 2)]
    [InlineData("", 0)]
    public void What_is_no_journal_is_rejected_line_by_line(string text, int lines)
    {
        var outcomes = Take(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Equal(lines, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.IsType<IngestOutcome.Rejected>(outcome));
    }

    [Fact]
    public void A_file_without_newlines_is_one_line_that_is_too_long_and_half_a_line_is_none()
    {
        var whole = Beer();
        var half = Beer().Compact.ToArray()[..100];

        var tooLong = Assert.IsType<IngestOutcome.Rejected>(Assert.Single(Take(new byte[5_000_000])));
        Assert.Equal(FormatErrorKind.TooLong, tooLong.Error.Kind);
        Assert.Equal(
            [typeof(IngestOutcome.Booked), typeof(IngestOutcome.Rejected)],
            Take([.. Bytes(whole), .. half]).Select(outcome => outcome.GetType()));
    }

    private SignedObject Beer() => terminal.Next(JournalWriter.Beer(Guest));

    private static byte[] Bytes(params SignedObject[] lines) =>
        [.. lines.SelectMany(line => line.Compact.ToArray().Append((byte)'\n'))];

    private List<IngestOutcome> Take(byte[] file) =>
        [.. new JournalFile(Site.Id, ledger.Store, site.Ledger).Take(new MemoryStream(file), Clock.Noon)];
}
