using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>A display in memory, for tests: keeps every frame that was shown.</summary>
public sealed class MemoryPanel(int width, int height) : IPanel
{
    private ImmutableList<MonochromeFrame> frames = [];

    /// <inheritdoc/>
    public int Width { get; } = width;

    /// <inheritdoc/>
    public int Height { get; } = height;

    /// <summary>What was shown, in order.</summary>
    public IReadOnlyList<MonochromeFrame> Frames => Volatile.Read(ref frames);

    /// <summary>Null: frames are shown. Otherwise every frame fails, for this reason.</summary>
    public string? Broken { get; set; }

    /// <summary>What a person reads on it now.</summary>
    public PanelReading Reading =>
        FrameReader.Read(Frames is [.., var last] ? last : new MonochromeFrame(Width, Height));

    /// <inheritdoc/>
    public DeviceOutcome Show(MonochromeFrame frame, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Broken is { } reason)
            return DeviceOutcome.Failed(reason);
        ImmutableInterlocked.Update(ref frames, list => list.Add(frame));
        return DeviceOutcome.Done;
    }
}
