using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;

namespace Tests.Unit.HardwareDrivers.Linux;

/// <summary>The serial link against a pseudo-terminal of the kernel.</summary>
public sealed class SerialLinkTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly PseudoTerminal other = PseudoTerminal.Open();

    public void Dispose() => other.Dispose();

    [Theory]
    [InlineData(9_600)]
    [InlineData(115_200)]
    [InlineData(921_600)]
    [InlineData(250_000)]
    public void Every_byte_passes_unchanged_in_both_directions_at_any_rate(int baud)
    {
        using var link = SerialLink.Open(other.SlavePath, baud);
        var all = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        link.Write(all, Long, CancellationToken.None);
        Assert.Equal(all, ReadOther(all.Length));

        Assert.Equal(all.Length, other.Write(all));
        Assert.Equal(all, Read(link, all.Length));
    }

    [Fact]
    public void A_read_without_bytes_ends_with_its_time_out()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        var start = MonotonicClock.Nanoseconds;

        Assert.Equal(0, link.Read(new byte[8], Short, CancellationToken.None));

        Assert.True(MonotonicClock.Nanoseconds - start >= Short.Ticks * 100);
    }

    [Fact]
    public async Task A_waiting_read_is_cancelled_at_once()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        using var cancellation = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var reading = Task.Factory.StartNew(
            () =>
            {
                started.SetResult();
                link.Read(new byte[8], Timeout.InfiniteTimeSpan, cancellation.Token);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await started.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(reading));
    }

    [Fact]
    public void A_cancelled_read_does_not_disturb_the_next()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => link.Read(new byte[8], Long, cancellation.Token));

        other.Write([0x55]);

        Assert.Equal([0x55], Read(link, 1));
        Assert.Equal(0, link.Read(new byte[8], Short, CancellationToken.None));
    }

    [Fact]
    public void A_hang_up_is_a_lost_link_for_read_and_write()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        var path = other.SlavePath;
        other.Dispose();

        var reading = Assert.Throws<LinkLostException>(() => link.Read(new byte[8], Long, CancellationToken.None));
        var writing = Assert.Throws<LinkLostException>(() => link.Write([1], Long, CancellationToken.None));

        Assert.StartsWith($"Lost {path} while reading from it: ", reading.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Lost {path} while writing to it: ", writing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hang_up_ends_a_waiting_read()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        var started = new TaskCompletionSource();
        var reading = Task.Factory.StartNew(
            () =>
            {
                started.SetResult();
                link.Read(new byte[8], Timeout.InfiniteTimeSpan, CancellationToken.None);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await started.Task;

        other.Dispose();

        await Assert.ThrowsAsync<LinkLostException>(() => Soon(reading));
    }

    [Fact]
    public void A_line_that_takes_no_bytes_is_lost_after_the_time_out()
    {
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        var lost = Assert.Throws<LinkLostException>(() => link.Write(new byte[1 << 20], Short, CancellationToken.None));

        Assert.Equal($"Lost {other.SlavePath} while writing to it: it took no byte for 20 ms.", lost.Message);
    }

    [Fact]
    public void What_came_before_opening_or_discarding_is_gone()
    {
        other.Write("before"u8);
        using var link = SerialLink.Open(other.SlavePath, 115_200);
        Assert.Equal(0, link.Read(new byte[8], Short, CancellationToken.None));

        other.Write("old"u8);
        Assert.Equal([(byte)'o'], Read(link, 1));
        link.DiscardInput();
        Assert.Equal(0, link.Read(new byte[8], Short, CancellationToken.None));
    }

    [Fact]
    public void A_missing_device_says_what_to_do()
    {
        var lost = Assert.Throws<LinkLostException>(() => SerialLink.Open("/dev/et-no-such-device", 115_200));

        Assert.StartsWith(
            "Cannot open /dev/et-no-such-device: No such file or directory (errno 2). Is the reader plugged in",
            lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_serial_line_is_not_opened_as_one()
    {
        var lost = Assert.Throws<LinkLostException>(() => SerialLink.Open("/dev/null", 115_200));

        Assert.Contains("This is no serial line", lost.Message, StringComparison.Ordinal);
    }

    private static Task Soon(Task task) =>
        task.WaitAsync(Long, TimeProvider.System, TestContext.Current.CancellationToken);

    private static byte[] Read(SerialLink link, int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = link.Read(bytes.AsSpan(filled), Long, CancellationToken.None);
            Assert.NotEqual(0, read);
            filled += read;
        }
        return bytes;
    }

    private byte[] ReadOther(int count)
    {
        using var nobody = new WakeSignal();
        var bytes = new List<byte>();
        var buffer = new byte[64];
        var deadline = MonotonicClock.DeadlineAfter(Long);
        while (bytes.Count < count && MonotonicClock.Nanoseconds < deadline)
        {
            other.AwaitInput(nobody, deadline);
            bytes.AddRange(buffer.AsSpan(0, other.Read(buffer)));
        }
        return [.. bytes];
    }
}
