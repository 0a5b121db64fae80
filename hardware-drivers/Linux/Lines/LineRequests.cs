namespace HardwareDrivers.Linux;

/// <summary>Requests of the GPIO character device, version 2 (linux/include/uapi/linux/gpio.h).</summary>
internal static class LineRequests
{
    /// <summary>GPIO_GET_CHIPINFO_IOCTL.</summary>
    public const uint ChipInfo = 0x8044B401;

    /// <summary>GPIO_V2_GET_LINEINFO_IOCTL.</summary>
    public const uint LineInfo = 0xC100B405;

    /// <summary>GPIO_V2_GET_LINE_IOCTL.</summary>
    public const uint Line = 0xC250B407;

    /// <summary>GPIO_V2_LINE_GET_VALUES_IOCTL.</summary>
    public const uint GetValues = 0xC010B40E;

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL.</summary>
    public const uint SetValues = 0xC010B40F;
}

/// <summary><c>enum gpio_v2_line_flag</c>.</summary>
[Flags]
internal enum LineFlags : ulong
{
    None = 0,
    Used = 1 << 0,
    ActiveLow = 1 << 1,
    Input = 1 << 2,
    Output = 1 << 3,
    RisingEdge = 1 << 4,
    FallingEdge = 1 << 5,
    OpenDrain = 1 << 6,
    PullUp = 1 << 8,
    PullDown = 1 << 9,
    NoPull = 1 << 10,
}

/// <summary><c>enum gpio_v2_line_attr_id</c>.</summary>
internal enum LineAttributeId : uint
{
    OutputValues = 2,
    Debounce = 3,
}

/// <summary><c>enum gpio_v2_line_event_id</c>.</summary>
internal enum LineEventId : uint
{
    Rising = 1,
    Falling = 2,
}
