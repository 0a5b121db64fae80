using System.Text;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

public class ProvisioningRecordFileTests
{
    private const string Name = "provisioned.jsonl";

    private static readonly ProvisioningEntry Entry = new("04958CAA5C5E80", "members", 1, ProvisioningStep.Begun);

    [Fact]
    public void What_was_begun_is_known_after_a_power_cut()
    {
        var disk = new ForgetfulDisk();
        using (var record = Open(disk))
            record.Write(Entry);

        using var again = Open(disk.AfterPowerCut());
        Assert.True(again.HasBegun("04958CAA5C5E80", "members"));
        Assert.False(again.HasBegun("04958CAA5C5E80", "others"));
        Assert.False(again.HasBegun("04958CAA5C5E81", "members"));
    }

    [Fact]
    public void A_line_names_card_population_version_and_step_and_nothing_else()
    {
        var disk = new ForgetfulDisk();
        using (var record = Open(disk))
            record.Write(Entry);

        Assert.Equal(
            """{"at":"2026-01-01T00:00:00Z","uid":"04958CAA5C5E80","population":"members","version":1,""" +
            "\"step\":\"begun\"}\n",
            Encoding.UTF8.GetString(disk.Read(Name)));
    }

    [Fact]
    public void Half_a_line_is_cut_off_and_the_next_stands_alone()
    {
        var disk = new ForgetfulDisk();
        using (var record = Open(disk))
            record.Write(Entry);
        disk.Replace(Name, [.. disk.Read(Name), .. """{"at":"2026"""u8]);

        using (var record = Open(disk))
            record.Write(Entry with { Step = ProvisioningStep.Proved });

        using var again = Open(disk);
        Assert.True(again.HasBegun("04958CAA5C5E80", "members"));
        Assert.Equal(2, Encoding.UTF8.GetString(disk.Read(Name)).Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("[]\n")]
    [InlineData("not a line\n")]
    public void Another_file_is_not_taken_for_a_record(string content)
    {
        var disk = new ForgetfulDisk();
        disk.Replace(Name, Encoding.UTF8.GetBytes(content));

        Assert.Contains("line 1", Assert.Throws<StateException>(() => Open(disk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_at_once_on_one_file_are_one_too_many()
    {
        using var folder = new TemporaryFolder();
        using (var first = ProvisioningRecordFile.Open(folder.In(Name), TimeProvider.System))
        {
            first.Write(Entry);
            var error = Assert.Throws<StateException>(
                () => ProvisioningRecordFile.Open(folder.In(Name), TimeProvider.System));
            Assert.Contains("Another edge-terminal writes", error.Message, StringComparison.Ordinal);
            first.Write(Entry with { Step = ProvisioningStep.Proved });
        }

        using var next = ProvisioningRecordFile.Open(folder.In(Name), TimeProvider.System);
        Assert.True(next.HasBegun("04958CAA5C5E80", "members"));
    }

    private static ProvisioningRecordFile Open(ForgetfulDisk disk) =>
        new(disk, Name, new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
}
