using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>A chip of the kernel's GPIO character device, version 2 (Linux 5.10 or later).</summary>
internal sealed class LinuxLineChip(IKernel kernel, DeviceFile chip) : ILineChip
{
    public IOutputLine OpenOutput(OutputLineSettings settings)
    {
        var flags = LineFlags.Output
            | (settings.ActiveLow ? LineFlags.ActiveLow : 0)
            | (settings.OpenDrain ? LineFlags.OpenDrain : 0);
        var request = Request(settings.Line, settings.Consumer, flags);
        // In the same request that makes it an output: the line is never anything but safe.
        Add(ref request, LineAttributeId.OutputValues, settings.SafeIsActive ? 1u : 0);
        return new LinuxOutputLine(Open(ref request, settings.Line), settings.SafeIsActive);
    }

    public IInputLine OpenInput(InputLineSettings settings)
    {
        var flags = LineFlags.Input | LineFlags.RisingEdge | LineFlags.FallingEdge
            | (settings.ActiveLow ? LineFlags.ActiveLow : 0) | Bias(settings.Bias);
        var request = Request(settings.Line, settings.Consumer, flags);
        request.EventBufferSize = (uint)settings.EdgeBuffer;
        if (settings.Debounce == TimeSpan.Zero)
            return new LinuxInputLine(kernel, Open(ref request, settings.Line), TimeSpan.Zero);
        var plain = request;
        Add(ref request, LineAttributeId.Debounce, (ulong)settings.Debounce.TotalMicroseconds);
        var error = chip.Control(LineRequests.Line, ref request);
        return error is -Errno.InvalidArgument or -Errno.OperationNotSupported or -Errno.NotSupportedByDriver
            ? new LinuxInputLine(kernel, Open(ref plain, settings.Line), settings.Debounce)
            : new LinuxInputLine(kernel, Opened(error, request, settings.Line), TimeSpan.Zero);
    }

    public void Dispose() => chip.Dispose();

    private static LineRequest Request(int line, string consumer, LineFlags flags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line);
        var request = new LineRequest { LineCount = 1 };
        request.Offsets[0] = (uint)line;
        request.Consumer.Set(consumer);
        request.Configuration.Flags = flags;
        return request;
    }

    private static void Add(ref LineRequest request, LineAttributeId id, ulong value)
    {
        ref var configuration = ref request.Configuration;
        configuration.Attributes[(int)configuration.AttributeCount++] =
            new() { Attribute = new() { Id = id, Value = value }, Mask = 1 };
    }

    private static LineFlags Bias(LineBias bias) => bias switch
    {
        LineBias.PullUp => LineFlags.PullUp,
        LineBias.PullDown => LineFlags.PullDown,
        _ => LineFlags.NoPull,
    };

    private DeviceFile Open(ref LineRequest request, int line) =>
        Opened(chip.Control(LineRequests.Line, ref request), request, line);

    private DeviceFile Opened(int error, in LineRequest request, int line)
    {
        var name = $"line {line} of {chip.Name}";
        return error >= 0
            ? new DeviceFile(kernel, request.Descriptor, name)
            : throw DeviceFault.Unusable(name, Why(-error, line));
    }

    private string Why(int error, int line)
    {
        var info = new LineInfo { Offset = (uint)line };
        return error switch
        {
            Errno.Busy when chip.Control(LineRequests.LineInfo, ref info) >= 0 =>
                $"'{info.Consumer}' has it. `gpioinfo` lists who has which line.",
            Errno.InvalidArgument when CountLines() is { } count && line >= count =>
                $"the chip has lines 0 to {count - 1}. On a Raspberry Pi, GPIO17 is line 17.",
            Errno.InvalidArgument or Errno.NotATerminal =>
                $"{Errno.Describe(error)}. It takes Linux 5.10 or later, and a line that may be used so.",
            _ => $"{Errno.Describe(error)}.",
        };
    }

    private uint? CountLines()
    {
        var info = new ChipInfo();
        return chip.Control(LineRequests.ChipInfo, ref info) >= 0 ? info.Lines : null;
    }
}
