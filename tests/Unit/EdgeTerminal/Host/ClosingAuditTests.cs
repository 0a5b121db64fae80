using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Closings as they are exported, each held against the records of the journal.</summary>
public sealed class ClosingAuditTests : IDisposable
{
    private readonly Site site = new();
    private readonly TerminalDriver till = OpenTill(TillOf(), Card(Guest, "TNF 400, TLF 100000"));

    public ClosingAuditTests()
    {
        till.Sell(Guest, Beer, Syrup);
        till.SignIn();
        till.Press("4o");
        till.Press("c");
        till.Sell(Guest, Beer);
        till.Sell(Guest, Syrup);
        till.SignIn();
        till.Press("2o4o");
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Closings_are_what_the_records_come_to() => Assert.All(
        Audit(till.Journal), closing => Assert.Equal((true, null), (closing.IsWhole, closing.Flaw)));

    [Fact]
    public void One_that_says_something_else_is_found()
    {
        var forged = till.Journal.Select(record => record.Fact is Fact.Closure { Number: 2 } closure
            ? record with { Fact = closure with { Totals = [closure.Totals[0]] } }
            : record);

        Assert.Equal([true, false], Audit(forged).Select(closing => closing.Flaw is null));
    }

    [Fact]
    public void A_closing_that_was_left_out_is_found()
    {
        var forged = till.Journal.Where(record => record.Fact is not Fact.Closure { Number: 1 });

        Assert.NotNull(Assert.Single(Audit(forged)).Flaw);
    }

    [Fact]
    public void Where_records_of_before_are_gone_nothing_is_said_of_the_first()
    {
        var left = till.Journal.Skip(3);

        Assert.Equal([(false, true), (true, true)], Audit(left).Select(row => (row.IsWhole, row.Flaw is null)));
    }

    [Fact]
    public void One_behind_records_that_cannot_be_read_is_not_held_against_those_that_can()
    {
        var holed = till.Journal.Select(record => record.Fact is Fact.Closure { Number: 2 } closure
            ? record with { Fact = closure with { Number = 4, Totals = [], Unreadable = 2 } }
            : record);

        Assert.Equal([(true, true), (false, true)], Audit(holed).Select(row => (row.IsWhole, row.Flaw is null)));
    }

    [Fact]
    public void What_is_exported_says_how_many_records_could_not_be_read()
    {
        var holed = Audit(till.Journal.Select(record => record.Fact is Fact.Closure { Number: 2 } closure
            ? record with { Fact = closure with { Number = 4, Totals = [], Unreadable = 2 } }
            : record)).ToList();

        Assert.Contains(
            ClosingWriter.Csv(holed).Split("\r\n"),
            line => line.StartsWith("4,", StringComparison.Ordinal) &&
                line.EndsWith(",true,not,unreadable,,,,2,,", StringComparison.Ordinal));
        using var json = System.Text.Json.JsonDocument.Parse(ClosingWriter.Json(holed));
        Assert.Equal(
            [0, 2], json.RootElement.EnumerateArray().Select(row => row.GetProperty("unreadable").GetInt64()));
    }

    [Fact]
    public void Csv_has_a_row_for_each_closing_and_each_amount()
    {
        var lines = ClosingWriter.Csv(Audit(till.Journal)).Split("\r\n");

        Assert.Equal(
            "closing,record,time,trusted,checked,kind,article,asset,taxBasisPoints,quantity,amount,staff", lines[0]);
        Assert.Equal(2, lines.Count(line => line.Contains(",true,equal,closed,,,,,,", StringComparison.Ordinal)));
        Assert.Contains(
            lines, line => line.EndsWith(",true,equal,sold,beer,TNF,2000,1,350,", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.EndsWith(",true,equal,voided,syrup,TLF,550,1,150,", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.EndsWith(",true,equal,perpetual,,TLF,,,600,", StringComparison.Ordinal));
        Assert.All(lines[1..^1], line => Assert.Equal(11, line.Count(letter => letter == ',')));
    }

    [Fact]
    public void Json_says_the_same()
    {
        using var json = System.Text.Json.JsonDocument.Parse(ClosingWriter.Json(Audit(till.Journal)));
        var second = json.RootElement[1];

        Assert.Equal(2, second.GetProperty("number").GetInt64());
        Assert.Equal("equal to the journal", second.GetProperty("checked").GetString());
        Assert.Equal(150, second.GetProperty("voided")[0].GetProperty("amount").GetInt64());
        Assert.Equal(600, second.GetProperty("perpetual").GetProperty("TLF").GetInt64());
    }

    [Theory]
    [InlineData("json", "\"number\": 2")]
    [InlineData("csv", "2,1/")]
    public void The_command_writes_one_closing_of_an_exported_journal(string format, string begins)
    {
        using var folder = new TemporaryFolder();
        Write(folder.In("bar-1.jws"), till.Journal);

        var code = ClosingCommand.Build().Parse(
        [
            "export", folder.In("bar-1.jws"), "--number", "2", "--format", format, "--out", folder.In("closings"),
        ]).Invoke();

        Assert.Equal(0, code);
        Assert.Contains(begins, File.ReadAllText(folder.In("closings")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_says_by_its_code_that_one_is_wrong()
    {
        using var folder = new TemporaryFolder();
        Write(folder.In("bar-1.jws"), till.Journal.Where(record => record.Fact is not Fact.Sale));

        Assert.Equal(
            3, ClosingCommand.Build().Parse(["export", folder.In("bar-1.jws"), "--out", folder.In("out")]).Invoke());
    }

    [Fact]
    public void A_closing_in_which_nothing_was_sold_is_in_the_csv()
    {
        var row = ClosingWriter.Csv(Audit([.. till.Journal.Select(Emptied)])).Split("\r\n")[1];

        Assert.StartsWith("1,", row, StringComparison.Ordinal);
        Assert.Contains(",WRONG,closed,", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closing_that_is_not_there_is_said_to_be_missing_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Write(folder.In("bar-1.jws"), till.Journal);

        Assert.Equal(1, ClosingCommand.Build().Parse(
            ["export", folder.In("bar-1.jws"), "--number", "99", "--out", folder.In("out")]).Invoke());

        Assert.False(File.Exists(folder.In("out")));
    }

    private static JournalRecord Emptied(JournalRecord record) => record.Fact is Fact.Closure closure
        ? record with { Fact = closure with { Totals = [], Voided = [], Cash = [], Perpetual = [] } }
        : record;

    private void Write(string path, IEnumerable<JournalRecord> records)
    {
        using var file = File.Create(path);
        foreach (var record in records)
        {
            file.Write(RecordLine.Write(record, site.Terminal).Compact.Span);
            file.Write("\n"u8);
        }
    }

    private List<AuditedClosing> Audit(IEnumerable<JournalRecord> records) =>
        [.. ClosingAudit.Of(records.Select(Head))];

    private RecordHead Head(JournalRecord record) =>
        RecordLine.ReadHead(RecordLine.Write(record, site.Terminal), site: null).OrThrow();
}
