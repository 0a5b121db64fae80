namespace HardwareDrivers.Abstractions;

/// <summary>How an input line is wired.</summary>
/// <param name="Line">Its number on the chip: GPIO17 of a Raspberry Pi is 17.</param>
/// <param name="Consumer">What it is for, as the kernel shows it: <c>flow meter</c>.</param>
public sealed record InputLineSettings(int Line, string Consumer)
{
    private const int UsualEdgeBuffer = 64;
    private const int LargestEdgeBuffer = 1_024;

    private readonly int? edgeBuffer;

    /// <summary>A low level counts as active.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>The resistor inside the chip.</summary>
    public LineBias Bias { get; init; }

    /// <summary>A level must last so long to count; zero for every edge.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>
    /// Every change counts, as a flow meter's pulses do: each must carry the moment at which the kernel saw it, and the
    /// kernel's number, so that none is lost unnoticed.
    /// </summary>
    public bool Counted { get; init; }

    /// <summary>
    /// Edges that may wait to be read before the oldest is lost: 64, or where each counts the 1,024 that Linux keeps
    /// of a line at most.
    /// </summary>
    public int EdgeBuffer
    {
        get => edgeBuffer ?? (Counted ? LargestEdgeBuffer : UsualEdgeBuffer);
        init => edgeBuffer = value;
    }
}
