using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HardwareDrivers.Linux;

/// <summary>A name of at most 31 bytes and a zero: GPIO_MAX_NAME_SIZE.</summary>
[InlineArray(Size)]
internal struct KernelName
{
    public const int Size = 32;

    private byte first;

    /// <summary>Takes a name, cut to what fits.</summary>
    public void Set(string name)
    {
        ((Span<byte>)this).Clear();
        Encoding.UTF8.GetBytes(name).AsSpan().Slice(0, Math.Min(Encoding.UTF8.GetByteCount(name), Size - 1))
            .CopyTo(this);
    }

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

/// <summary><c>struct gpiochip_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ChipInfo
{
    public KernelName Name;
    public KernelName Label;
    public uint Lines;
}

/// <summary><c>struct gpio_v2_line_values</c>: a bit for each line of the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineValues
{
    public ulong Bits;
    public ulong Mask;
}

/// <summary><c>struct gpio_v2_line_attribute</c>; the kernel's union begins at its value's low bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineAttribute
{
    public LineAttributeId Id;
    public uint Padding;
    public ulong Value;
}

/// <summary><c>struct gpio_v2_line_config_attribute</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineConfigurationAttribute
{
    public LineAttribute Attribute;
    public ulong Mask;
}

/// <summary><c>struct gpio_v2_line_config</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineConfiguration
{
    public LineFlags Flags;
    public uint AttributeCount;
    public FiveWords Padding;
    public ConfigurationAttributes Attributes;

    [InlineArray(10)]
    internal struct ConfigurationAttributes
    {
        private LineConfigurationAttribute first;
    }
}

/// <summary><c>struct gpio_v2_line_request</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineRequest
{
    public LineOffsets Offsets;
    public KernelName Consumer;
    public LineConfiguration Configuration;
    public uint LineCount;
    public uint EventBufferSize;
    public FiveWords Padding;
    public int Descriptor;

    [InlineArray(64)]
    internal struct LineOffsets
    {
        private uint first;
    }
}

/// <summary><c>struct gpio_v2_line_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineInfo
{
    public KernelName Name;
    public KernelName Consumer;
    public uint Offset;
    public uint AttributeCount;
    public LineFlags Flags;
    public LineAttributes Attributes;
    public FourWords Padding;

    [InlineArray(10)]
    internal struct LineAttributes
    {
        private LineAttribute first;
    }

    [InlineArray(4)]
    internal struct FourWords
    {
        private uint first;
    }
}

/// <summary><c>struct gpio_v2_line_event</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LineEvent
{
    public ulong Nanoseconds;
    public LineEventId Id;
    public uint Offset;
    public uint Sequence;
    public uint LineSequence;
    public SixWords Padding;

    [InlineArray(6)]
    internal struct SixWords
    {
        private uint first;
    }
}

/// <summary>Room that the kernel keeps for later.</summary>
[InlineArray(5)]
internal struct FiveWords
{
    private uint first;
}
