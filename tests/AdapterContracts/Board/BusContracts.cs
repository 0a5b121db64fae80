using HardwareDrivers.Abstractions;

namespace Tests.AdapterContracts;

/// <summary>What every <see cref="II2cDevice"/> does.</summary>
/// <param name="rig">A board of its own for each test.</param>
public abstract class I2cDeviceContract(BoardRig rig) : IDisposable
{
    private const int Address = 0x24;

    public void Dispose()
    {
        rig.End();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void What_is_written_arrives_whole_and_what_is_read_comes_whole(int length)
    {
        var device = new EchoDevice();
        using var i2c = Open(device);
        var bytes = Enumerable.Range(0, length).Select(value => (byte)(value & 0xFF)).ToArray();
        Assert.InRange(length, 1, i2c.LongestTransfer);

        Assert.True(i2c.TryWrite(bytes));
        Assert.Equal(bytes, device.Last);
        var read = new byte[length];
        Assert.True(i2c.TryRead(read));
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void A_device_that_is_busy_does_not_acknowledge_and_later_does()
    {
        var device = new EchoDevice { Busy = true };
        using var i2c = Open(device);

        Assert.False(i2c.TryWrite([1, 2, 3]));
        Assert.False(i2c.TryRead(new byte[3]));
        device.Busy = false;
        Assert.True(i2c.TryWrite([1, 2, 3]));
    }

    [Fact]
    public void A_device_that_is_unplugged_does_not_acknowledge_and_comes_back()
    {
        var device = new EchoDevice();
        using var i2c = Open(device);
        rig.AttachI2c(Address, null);
        Assert.False(i2c.TryWrite([1]));

        rig.AttachI2c(Address, device);
        Assert.True(i2c.TryWrite([1]));
    }

    [Fact]
    public void A_bus_that_is_not_there_is_refused_by_name()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        var refused = Assert.Throws<LinkLostException>(() => rig.Board.OpenI2c(77, Address).TryWrite([1]));
        Assert.Contains("i2c-77", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bus_that_is_pulled_out_is_lost()
    {
        using var i2c = Open(new EchoDevice());
        Assert.SkipUnless(rig.PullOut(), "nobody can pull this bus out");

        Assert.Throws<LinkLostException>(() => i2c.TryWrite([1]));
    }

    private II2cDevice Open(EchoDevice device)
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        rig.AttachI2c(Address, device);
        return rig.Board.OpenI2c(1, Address);
    }
}

/// <summary>What every <see cref="ISpiDevice"/> does.</summary>
/// <param name="rig">A board of its own for each test.</param>
public abstract class SpiDeviceContract(BoardRig rig) : IDisposable
{
    public void Dispose()
    {
        rig.End();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void Bytes_go_both_ways_at_the_same_time(int length)
    {
        var device = new EchoDevice();
        using var spi = Open(device);
        var bytes = Enumerable.Range(0, length).Select(value => (byte)(value & 0xFF)).ToArray();
        var received = new byte[length];
        Assert.InRange(length, 1, spi.LongestTransfer);

        spi.Exchange(bytes, received);

        Assert.Equal(bytes, device.Last);
        Assert.Equal(bytes.Select(value => (byte)(~value & 0xFF)), received);
    }

    [Fact]
    public void The_answer_may_come_into_the_same_memory()
    {
        using var spi = Open(new EchoDevice());
        byte[] bytes = [0x01, 0x02];

        spi.Exchange(bytes, bytes);

        Assert.Equal([0xFE, 0xFD], bytes);
    }

    [Fact]
    public void A_bus_that_is_not_there_is_refused_by_name()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        var refused = Assert.Throws<LinkLostException>(
            () => rig.Board.OpenSpi(new SpiSettings(77, 0, 1_000_000, 0)).Exchange([1], new byte[1]));
        Assert.Contains("spidev77.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bus_that_is_pulled_out_is_lost()
    {
        using var spi = Open(new EchoDevice());
        Assert.SkipUnless(rig.PullOut(), "nobody can pull this bus out");

        Assert.Throws<LinkLostException>(() => spi.Exchange([1], new byte[1]));
    }

    private ISpiDevice Open(EchoDevice device)
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        rig.AttachSpi(device);
        return rig.Board.OpenSpi(new SpiSettings(0, 0, 1_000_000, 0));
    }
}

/// <summary>What every <see cref="IToneLine"/> does.</summary>
/// <param name="rig">A board of its own for each test.</param>
public abstract class ToneLineContract(BoardRig rig) : IDisposable
{
    public void Dispose()
    {
        rig.End();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_tone_takes_the_place_of_the_one_before_until_it_is_stopped()
    {
        using var tone = Open();
        Assert.Same(DeviceOutcome.Done, tone.Start(2_000));
        Assert.Same(DeviceOutcome.Done, tone.Start(4_000));
        Assert.Same(DeviceOutcome.Done, tone.Start(100));
        Assert.Same(DeviceOutcome.Done, tone.Stop());

        Assert.Equal([2_000, 4_000, 100, 0], Heard());
    }

    [Fact]
    public void A_tone_ends_when_its_line_is_closed()
    {
        Open().Dispose();
        var tone = Open();
        tone.Start(440);
        tone.Dispose();

        Assert.Equal([440, 0], Heard());
    }

    [Fact]
    public void A_chip_that_is_not_there_is_refused_by_name()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        var refused = Assert.Throws<LinkLostException>(() => rig.Board.OpenPwm(77, 0));
        Assert.Contains("pwmchip77", refused.Message, StringComparison.Ordinal);
    }

    // Between two tones a chip may be silent for a moment.
    private List<int> Heard()
    {
        var tones = rig.Tones;
        return [.. tones.Where((hertz, index) => hertz != 0 || index == tones.Count - 1)];
    }

    private IToneLine Open()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        return rig.Board.OpenPwm(0, 0);
    }
}
