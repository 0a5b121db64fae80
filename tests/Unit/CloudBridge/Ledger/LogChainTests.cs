using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>
/// Each line of the log names the hash of the line before: what nobody signs cannot be changed unseen either, but by
/// whoever writes all that follows anew; and the log's end, written down elsewhere, shows that.
/// </summary>
public sealed class LogChainTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public LogChainTests()
    {
        ledger = PlantedCorruptionTests.LedgerWithAll(site);
        Assert.Empty(ledger.Problems);
    }

    private string[] Lines => Encoding.UTF8.GetString(ledger.Disk.Read("ledger.log")).TrimEnd('\n').Split('\n');

    public void Dispose() => site.Dispose();

    [Fact]
    public void An_entry_of_any_kind_that_is_changed_in_the_file_is_found()
    {
        var lines = Lines;
        Assert.All(LogLine.Names, name => Assert.Contains(lines[..^1], line => IsOf(name, line)));

        for (var index = 0; index < lines.Length - 1; index++)
        {
            var changed = (string[])lines.Clone();
            // The last digit or letter of the entry, before the hash of the line before.
            var at = changed[index].LastIndexOf("\"previous\":\"", StringComparison.Ordinal);
            while (!char.IsAsciiLetterOrDigit(changed[index][at]))
                at--;
            var other = changed[index][at] == '1' ? '2' : '1';
            changed[index] = $"{changed[index][..at]}{other}{changed[index][(at + 1)..]}";

            Assert.NotEmpty(ProblemsOf(changed));
        }
    }

    [Fact]
    public void A_line_that_is_taken_out_put_in_or_moved_is_found()
    {
        var lines = Lines;
        for (var index = 1; index < lines.Length - 1; index++)
        {
            Assert.NotEmpty(ProblemsOf([.. lines[..index], .. lines[(index + 1)..]]));
            Assert.NotEmpty(ProblemsOf([.. lines[..index], lines[index], .. lines[index..]]));
            Assert.NotEmpty(ProblemsOf(
                [.. lines[..index], lines[index + 1], lines[index], .. lines[Math.Min(index + 2, lines.Length)..]]));
        }
    }

    [Fact]
    public void A_line_that_names_none_before_it_ends_a_chain_that_has_begun()
    {
        var lines = Lines;
        lines[4] = WithoutPrevious(lines[4]);

        Assert.Contains(ProblemsOf(lines), problem =>
            problem.Contains("line 5: it does not name line 4 as the one before", StringComparison.Ordinal));
    }

    /// <summary>Whoever writes all of it anew changes its end.</summary>
    [Fact]
    public void The_end_of_the_log_tells_whether_anything_before_it_was_changed()
    {
        var end = ledger.Store.End();
        Assert.Equal((Lines.Length, 1), (end.Line, end.ChainedFrom));
        Assert.Equal(Digest.Of(Encoding.UTF8.GetBytes(Lines[^1])), end.Hash);

        var entries = ledger.Store.Entries().ToList();
        entries[0] = LedgerBench.Of(site, [ledger.Enrolment() with { Limits = Generous }]).Store.Entries().First();
        var other = LedgerBench.Of(site, entries).Store.End();

        Assert.Equal(end.Line, other.Line);
        Assert.NotEqual(end.Hash, other.Hash);
    }

    [Fact]
    public void A_log_that_an_earlier_build_began_is_chained_from_where_this_one_goes_on()
    {
        var disk = new ForgetfulDisk();
        disk.Replace("ledger.log", Encoding.UTF8.GetBytes(
            string.Concat(Lines.Select(line => WithoutPrevious(line) + "\n"))));
        var old = new LedgerBench(site, disk);
        var lines = old.Store.End();
        Assert.Equal(0, lines.ChainedFrom);

        old.RaiseEra(5_000);

        Assert.Equal(lines.Line + 1, old.Store.End().ChainedFrom);
        Assert.Equal(old.Store.End(), old.Crash().Store.End());
        Assert.Empty(old.Problems);
    }

    private static bool IsOf(string kind, string line) =>
        line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal);

    private static string WithoutPrevious(string line) =>
        line[..line.LastIndexOf(",\"previous\":\"", StringComparison.Ordinal)] + "}";

    private IReadOnlyList<string> ProblemsOf(IEnumerable<string> lines)
    {
        var disk = new ForgetfulDisk();
        disk.Replace("ledger.log", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        return new LedgerBench(site, disk).Problems;
    }
}
