using System.Runtime.InteropServices;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>/dev/gpiochip0 of the scripted kernel (drivers/gpio/gpiolib-cdev.c, version 2).</summary>
internal sealed unsafe class ScriptedChip(ScriptedKernel kernel) : IOpenFile
{
    private const LineFlags Biases = LineFlags.PullUp | LineFlags.PullDown | LineFlags.NoPull;
    private const uint LargestBuffer = 1024;

    public int Control(uint request, nint argument) => request switch
    {
        LineRequests.ChipInfo => Describe(ref *(ChipInfo*)argument),
        LineRequests.LineInfo => Describe(ref *(LineInfo*)argument),
        LineRequests.Line => Open(ref *(LineRequest*)argument),
        _ => -Errno.InvalidArgument,
    };

    private static int Describe(ref ChipInfo info)
    {
        info.Name.Set("gpiochip0");
        info.Label.Set("scripted");
        info.Lines = VirtualBoard.LineCount;
        return 0;
    }

    private int Describe(ref LineInfo info)
    {
        if (info.Offset >= VirtualBoard.LineCount)
            return -Errno.InvalidArgument;
        var consumer = kernel.Board.Line((int)info.Offset).Consumer;
        info.Consumer.Set(consumer ?? "");
        info.Flags = consumer is null ? LineFlags.None : LineFlags.Used;
        return 0;
    }

    private int Open(ref LineRequest request)
    {
        var flags = request.Configuration.Flags;
        var isOutput = (flags & LineFlags.Output) != 0;
        if (request.LineCount != 1 || request.Offsets[0] >= VirtualBoard.LineCount || request.Padding[4] != 0 ||
            isOutput == ((flags & LineFlags.Input) != 0) ||
            isOutput && (flags & (LineFlags.RisingEdge | LineFlags.FallingEdge)) != 0 ||
            !isOutput && (flags & LineFlags.OpenDrain) != 0)
            return -Errno.InvalidArgument;
        var line = (int)request.Offsets[0];
        if (kernel.Board.Line(line).Consumer is not null)
            return -Errno.Busy;
        if (!isOutput && Attribute(request, LineAttributeId.Debounce) is > 0 && kernel.RefusesDebounce)
            return -Errno.NotSupportedByDriver;
        using var chip = kernel.Board.OpenLines(0);
        request.Descriptor = kernel.Add(isOutput ? Output(chip, line, request) : Input(chip, line, request));
        return 0;
    }

    private static ulong? Attribute(in LineRequest request, LineAttributeId id)
    {
        for (var i = 0; i < request.Configuration.AttributeCount; i++)
        {
            var attribute = request.Configuration.Attributes[i];
            if (attribute.Attribute.Id == id && (attribute.Mask & 1) != 0)
                return attribute.Attribute.Value;
        }
        return null;
    }

    private static ScriptedOutput Output(ILineChip chip, int line, in LineRequest request)
    {
        var flags = request.Configuration.Flags;
        var settings = new OutputLineSettings(line, request.Consumer.ToString())
        {
            ActiveLow = (flags & LineFlags.ActiveLow) != 0,
            OpenDrain = (flags & LineFlags.OpenDrain) != 0,
            SafeIsActive = (Attribute(request, LineAttributeId.OutputValues) & 1) == 1,
        };
        return new ScriptedOutput((VirtualOutputLine)chip.OpenOutput(settings));
    }

    private ScriptedInput Input(ILineChip chip, int line, in LineRequest request)
    {
        var flags = request.Configuration.Flags;
        var size = request.EventBufferSize == 0 ? 16 : Math.Min(request.EventBufferSize, LargestBuffer);
        var settings = new InputLineSettings(line, request.Consumer.ToString())
        {
            ActiveLow = (flags & LineFlags.ActiveLow) != 0,
            Bias = (flags & Biases) switch
            {
                LineFlags.PullUp => LineBias.PullUp,
                LineFlags.PullDown => LineBias.PullDown,
                _ => LineBias.None,
            },
            Debounce = TimeSpan.FromMicroseconds(Attribute(request, LineAttributeId.Debounce) ?? 0),
            EdgeBuffer = (int)size,
        };
        return new ScriptedInput(
            kernel, (VirtualInputLine)chip.OpenInput(settings), (uint)line);
    }
}

/// <summary>A requested output.</summary>
internal sealed unsafe class ScriptedOutput(VirtualOutputLine line) : IOpenFile
{
    public int Control(uint request, nint argument)
    {
        ref var values = ref *(LineValues*)argument;
        if (request != LineRequests.SetValues || values.Mask != 1)
            return -Errno.InvalidArgument;
        line.Set((values.Bits & 1) != 0);
        return 0;
    }

    /// <summary>The line stays as it is: only who opened it knows what is safe.</summary>
    public void Close() => line.Release();
}

/// <summary>A requested input, with its buffer of events.</summary>
internal sealed unsafe class ScriptedInput : IOpenFile
{
    private readonly ScriptedKernel kernel;
    private readonly VirtualInputLine line;
    private readonly uint offset;

    public ScriptedInput(ScriptedKernel kernel, VirtualInputLine line, uint offset)
    {
        (this.kernel, this.line, this.offset) = (kernel, line, offset);
        line.Arrived = Ready.Set;
    }

    /// <summary>Set while there is something to read.</summary>
    public WakeSignal Ready { get; } = new();

    public bool HasEvents => line.HasEdges;

    public long Due => line.Due;

    public int Control(uint request, nint argument)
    {
        ref var values = ref *(LineValues*)argument;
        if (request != LineRequests.GetValues || values.Mask != 1)
            return -Errno.InvalidArgument;
        if (kernel.RefusesValues)
            return -Errno.OperationNotSupported;
        values.Bits = line.IsActive ? 1u : 0;
        return 0;
    }

    public int Read(Span<byte> buffer)
    {
        var events = MemoryMarshal.Cast<byte, LineEvent>(buffer);
        Span<LineEdge> edges = stackalloc LineEdge[events.Length];
        Ready.Clear();
        var count = line.Read(edges, TimeSpan.Zero, CancellationToken.None);
        if (line.HasEdges)
            Ready.Set();
        for (var i = 0; i < count; i++)
            events[i] = new LineEvent
            {
                Nanoseconds = (ulong)edges[i].Nanoseconds,
                Id = edges[i].IsActive ? LineEventId.Rising : LineEventId.Falling,
                Offset = offset,
                Sequence = edges[i].Sequence,
                LineSequence = edges[i].Sequence,
            };
        return count == 0 ? -Errno.TryAgain : count * sizeof(LineEvent);
    }

    public void Close()
    {
        line.Dispose();
        Ready.Dispose();
    }
}
