using System.Globalization;
using System.Text;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>/dev/i2c-1 of the scripted kernel (drivers/i2c/i2c-dev.c).</summary>
internal sealed unsafe class ScriptedI2c(ScriptedKernel kernel) : IOpenFile
{
    private const int LongestMessage = 8192;

    public int Control(uint request, nint argument)
    {
        switch (request)
        {
            case I2cRequests.Functions:
                *(nuint*)argument = (nuint)kernel.I2cFunctions;
                return 0;
            case I2cRequests.Timeout:
                return argument > 0 ? 0 : -Errno.InvalidArgument;
            case I2cRequests.Transfer when ((I2cTransfer*)argument)->Count == 1:
                return Transfer(*(I2cMessage*)((I2cTransfer*)argument)->Messages);
            default:
                return -Errno.NotATerminal;
        }
    }

    private int Transfer(in I2cMessage message)
    {
        if (message.Length > LongestMessage)
            return -Errno.InvalidArgument;
        using var device = kernel.Board.OpenI2c(VirtualBoard.I2cBus, message.Address);
        var acknowledged = message.Flags == I2cRequests.ReadFlag
            ? device.TryRead(new Span<byte>((void*)message.Buffer, message.Length))
            : device.TryWrite(new ReadOnlySpan<byte>((void*)message.Buffer, message.Length));
        return acknowledged ? 1 : -kernel.NotAcknowledged;
    }
}

/// <summary>/dev/spidev0.N of the scripted kernel (drivers/spi/spidev.c).</summary>
internal sealed unsafe class ScriptedSpi(ISpiDevice device) : IOpenFile
{
    public int Control(uint request, nint argument)
    {
        switch (request)
        {
            case SpiRequests.WriteMode:
                return *(byte*)argument <= 3 ? 0 : -Errno.InvalidArgument;
            case SpiRequests.WriteBitsPerWord:
                return *(byte*)argument == 8 ? 0 : -Errno.InvalidArgument;
            case SpiRequests.WriteRate:
                return *(uint*)argument > 0 ? 0 : -Errno.InvalidArgument;
            case SpiRequests.Message:
                var transfer = *(SpiTransfer*)argument;
                device.Exchange(
                    new ReadOnlySpan<byte>((void*)transfer.Sent, (int)transfer.Length),
                    new Span<byte>((void*)transfer.Received, (int)transfer.Length));
                return (int)transfer.Length;
            default:
                return -Errno.NotATerminal;
        }
    }

    public void Close() => device.Dispose();
}

/// <summary>/sys/class/pwm/pwmchip0 of the scripted kernel (drivers/pwm/sysfs.c).</summary>
internal sealed class ScriptedPwm(VirtualBoard board)
{
    public const string Chip = "/sys/class/pwm/pwmchip0/";

    private readonly Dictionary<int, Channel> channels = [];

    public IOpenFile? Open(string path)
    {
        var parts = path[Chip.Length..].Split('/');
        return parts switch
        {
            ["export"] => new ValueFile(number =>
                channels.TryAdd((int)number, new Channel(board.Tone((int)number))) ? 0 : -Errno.Busy),
            ["unexport"] => new ValueFile(number => channels.Remove((int)number) ? 0 : -Errno.InvalidArgument),
            [var channel, var name] when int.TryParse(channel.AsSpan(3), out var number) &&
                channels.TryGetValue(number, out var exported) => new ValueFile(value => exported.Set(name, value)),
            _ => null,
        };
    }

    private sealed class ValueFile(Func<long, int> set) : IOpenFile
    {
        public int Write(ReadOnlySpan<byte> bytes) =>
            set(long.Parse(Encoding.ASCII.GetString(bytes), CultureInfo.InvariantCulture)) is < 0 and var error
                ? error
                : bytes.Length;
    }

    private sealed class Channel(VirtualTone tone)
    {
        private long period;
        private long duty;
        private bool enabled;

        public int Set(string name, long value)
        {
            switch (name)
            {
                // No period yet, or one shorter than the duty cycle.
                case "duty_cycle" when period == 0 || value > period:
                case "period" when value < duty || value == 0:
                case "enable" when period == 0:
                    return -Errno.InvalidArgument;
                case "duty_cycle":
                    duty = value;
                    break;
                case "period":
                    period = value;
                    break;
                case "enable":
                    enabled = value == 1;
                    break;
                default:
                    return -Errno.NoSuchFile;
            }
            if (enabled && duty > 0)
                tone.Start((int)(1_000_000_000 / period));
            else
                tone.Stop();
            return 0;
        }
    }
}
