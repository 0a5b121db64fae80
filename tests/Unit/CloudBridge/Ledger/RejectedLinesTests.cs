using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What is no line of a journal is kept for a while, and cannot fill the disk.</summary>
public sealed class RejectedLinesTests
{
    private readonly ForgetfulDisk disk = new();

    [Fact]
    public void What_was_rejected_is_counted_and_kept_by_terminal()
    {
        var rejected = new RejectedLines(disk);
        rejected.Take(Bad(Site.Bar, 1, "BadSignature", "one"u8.ToArray()));
        rejected.Take(Bad(Site.Bar, 2, "BadSignature", "two"u8.ToArray()));
        rejected.Take(Bad(Site.Bar, 3, "TooLong", []));
        rejected.Take(Bad(null, 4, "UnknownKey", "stranger"u8.ToArray()));
        rejected.Save();

        var files = new RejectedLines(disk.AfterPowerCut()).All();

        Assert.Equal([null, Site.Bar], files.Select(file => file.Terminal));
        Assert.Equal([new("BadSignature", 2), new("TooLong", 1)], files[1].Counts);
        Assert.Equal([1, 2, 3], files[1].Lines.Select(line => line.AtMilliseconds));
        Assert.Equal("one"u8.ToArray(), Convert.FromBase64String(files[1].Lines[0].Bytes));
    }

    /// <summary>Whoever sends a million more does not push out what came first.</summary>
    [Fact]
    public void Of_many_of_a_kind_the_first_16_are_kept_each_cut_at_16_KiB_and_all_are_counted()
    {
        var rejected = new RejectedLines(disk);
        for (var number = 0; number < 1_000; number++)
            rejected.Take(Bad(Site.Bar, number, new string('d', 5), new byte[100_000]));
        rejected.Save();

        var file = Assert.Single(new RejectedLines(disk).All());

        Assert.Equal((16, 1_000), (file.Lines.Count, file.Counts[0].Times));
        Assert.Equal(Enumerable.Range(0, 16), file.Lines.Select(row => (int)row.AtMilliseconds));
        Assert.All(file.Lines, line => Assert.Equal(16 * 1024, Convert.FromBase64String(line.Bytes).Length));
        Assert.True(disk.Read(disk.List()[0]).Length < 2 * 1024 * 1024);
    }

    [Fact]
    public void After_thirty_days_there_is_room_again()
    {
        var rejected = new RejectedLines(disk);
        for (var number = 0; number < RejectedLines.MostLines; number++)
            rejected.Take(Bad(Site.Bar, 0, "BadSignature", [1]));
        rejected.Take(Bad(Site.Bar, RejectedLines.KeptMilliseconds - 1, "BadSignature", [2]));
        rejected.Take(Bad(Site.Bar, RejectedLines.KeptMilliseconds, "BadSignature", [3]));
        rejected.Save();

        var file = Assert.Single(new RejectedLines(disk).All());
        Assert.Equal(["Aw=="], file.Lines.Select(line => line.Bytes));
        Assert.Equal(RejectedLines.MostLines + 2, file.Counts[0].Times);
    }

    [Fact]
    public void Junk_of_one_kind_leaves_room_for_another()
    {
        var rejected = new RejectedLines(disk);
        for (var number = 0; number < 1_000; number++)
            rejected.Take(Bad(Site.Bar, number, "NotCompactJws", [1]));

        rejected.Take(Bad(Site.Bar, 1_000, "BadSignature", [2]));
        rejected.Save();

        Assert.Contains(Assert.Single(rejected.All()).Lines, line => line.Kind == "BadSignature");
    }

    [Fact]
    public void What_is_only_counted_is_not_written_before_all_is()
    {
        var rejected = new RejectedLines(disk);
        for (var number = 0; number < RejectedLines.MostLines; number++)
            rejected.Take(Bad(Site.Bar, number, "BadSignature", [1]));
        rejected.Save();
        var written = disk.Read("rejected-bar-1.json");

        rejected.Take(Bad(Site.Bar, 99, "BadSignature", [2]));
        rejected.Save();
        Assert.Equal(written, disk.Read("rejected-bar-1.json"));

        rejected.SaveAll();
        Assert.Equal(RejectedLines.MostLines + 1, Assert.Single(new RejectedLines(disk).All()).Counts[0].Times);
    }

    [Fact]
    public void A_file_that_is_damaged_is_begun_anew()
    {
        disk.Replace("rejected-bar-1.json", "{"u8);
        var rejected = new RejectedLines(disk);
        Assert.Empty(rejected.All());

        rejected.Take(Bad(Site.Bar, 1, "BadSignature", [1]));
        rejected.Save();

        Assert.Single(rejected.All());
    }

    private static LedgerAction.KeepRejected Bad(TerminalId? terminal, long at, string kind, byte[] bytes) =>
        new(terminal, at, kind, "why", bytes);
}
