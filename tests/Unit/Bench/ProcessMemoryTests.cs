using Tests.Bench;

namespace Tests.Unit.Bench;

public class ProcessMemoryTests
{
    private const string Status =
        "Name:\tdotnet\nVmPeak:\t274100000 kB\nVmHWM:\t   98000 kB\nVmRSS:\t   96000 kB\nRssAnon:\t   34000 kB\n" +
        "RssFile:\t   45044 kB\nThreads:\t17\n";

    [Fact]
    public void It_is_what_the_kernel_says()
    {
        var memory = ProcessMemory.Parse(Status);

        Assert.Equal(new ProcessMemory(34.816, 98.304, 100.352), memory);
    }

    [Fact]
    public void A_process_that_has_ended_has_none()
    {
        var zombie = Assert.Throws<FormatException>(() => ProcessMemory.Parse("Name:\tdotnet\nState:\tZ (zombie)\n"));

        Assert.StartsWith("No row RssAnon", zombie.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void This_process_has_some() =>
        Assert.InRange(ProcessMemory.Of(Environment.ProcessId).Anonymous, 1, 100_000);
}
