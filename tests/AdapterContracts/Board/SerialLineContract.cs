using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.AdapterContracts;

/// <summary>What every <see cref="ISerialLine"/> does; at its other end is a PN532 that sleeps.</summary>
public abstract class SerialLineContract : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private static CancellationToken Never => CancellationToken.None;

    // Wakes the chip, which then hears the command: its ACK and its answer come.
    private static byte[] Question =>
    [
        0x55, 0x55, .. new byte[30],
        .. FrameEncoder.Information(FrameDirection.ToChip, new SamConfiguration().Encode()),
    ];

    private static byte[] Answer =>
    [
        .. FrameEncoder.Acknowledge,
        .. FrameEncoder.Information(FrameDirection.FromChip, [(byte)CommandCode.SamConfiguration + 1]),
    ];

    /// <summary>Opens the line, at 115,200 baud.</summary>
    protected abstract ISerialLine Open();

    /// <summary>Pulls the plug of the line that was opened.</summary>
    protected abstract void Unplug();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    [Fact]
    public void What_is_written_is_heard_and_the_answer_comes_byte_for_byte()
    {
        using var line = Open();
        line.Write(Question, Long, Never);

        Assert.Equal(Answer, Read(line, Answer.Length));
    }

    [Fact]
    public void Only_as_much_is_read_as_fits_and_the_rest_waits()
    {
        using var line = Open();
        line.Write(Question, Long, Never);
        var first = new byte[1];

        Assert.Equal(1, line.Read(first, Long, Never));
        Assert.Equal(Answer, first.Concat(Read(line, Answer.Length - 1)));
    }

    [Fact]
    public void Without_bytes_the_time_runs_out()
    {
        using var line = Open();

        Assert.Equal(0, line.Read(new byte[8], TimeSpan.Zero, Never));
        Assert.Equal(0, line.Read(new byte[8], Short, Never));
    }

    [Fact]
    public void What_was_cancelled_is_not_begun_and_does_not_disturb_what_follows()
    {
        using var line = Open();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => line.Read(new byte[8], Long, cancellation.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => line.Write(Question, Long, cancellation.Token));
        Assert.Equal(0, line.Read(new byte[8], Short, Never));
        line.Write(Question, Long, Never);
        Assert.Equal(Answer, Read(line, Answer.Length));
    }

    [Fact]
    public void Another_rate_is_another_rate_at_this_end_alone()
    {
        using var line = Open();
        Assert.Equal(115_200, line.Baud);

        line.SetRate(9_600);
        Assert.Equal(9_600, line.Baud);
        line.Write(Question, Long, Never);
        Assert.NotEqual(Answer, ReadUntilSilence(line));

        line.SetRate(115_200);
        line.Write(Question, Long, Never);
        Assert.Equal(Answer, Read(line, Answer.Length));
    }

    [Fact]
    public void A_line_that_is_unplugged_is_lost_and_can_be_closed()
    {
        using var line = Open();
        Unplug();

        Assert.Throws<LinkLostException>(() => line.Read(new byte[8], Long, Never));
        Assert.Throws<LinkLostException>(() => line.Write(Question, Long, Never));
    }

    private static byte[] ReadUntilSilence(ISerialLine line)
    {
        var heard = new List<byte>();
        var part = new byte[Answer.Length];
        while (line.Read(part, 10 * Short, Never) is > 0 and var count)
            heard.AddRange(part.AsSpan(0, count));
        return [.. heard];
    }

    private static byte[] Read(ISerialLine line, int length)
    {
        var bytes = new byte[length];
        for (var filled = 0; filled < length;)
        {
            var count = line.Read(bytes.AsSpan(filled), Long, Never);
            Assert.NotEqual(0, count);
            filled += count;
        }
        return bytes;
    }
}

/// <summary>The kernel's own terminals: a pseudo-terminal, in real time.</summary>
public sealed class LinuxSerialLineTests : SerialLineContract
{
    private readonly Pn532Emulator emulator = new(SetSerialBaudRate.PowerOn, new ChipTimings());

    public override void Dispose()
    {
        emulator.Dispose();
        base.Dispose();
    }

    protected override ISerialLine Open() => SerialLink.Open(emulator.DevicePath, SetSerialBaudRate.PowerOn);

    protected override void Unplug() => emulator.Dispose();
}

/// <summary>The line of the tests in virtual time.</summary>
public sealed class VirtualSerialLineTests : SerialLineContract
{
    private VirtualSerialLine? line;

    protected override ISerialLine Open() =>
        line = new VirtualSerialLine(new Pn532Chip(SetSerialBaudRate.PowerOn, new ChipTimings()), new VirtualClock());

    protected override void Unplug() => line!.Unplug();
}
