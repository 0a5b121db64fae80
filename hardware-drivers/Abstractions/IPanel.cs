namespace HardwareDrivers.Abstractions;

/// <summary>A small monochrome display.</summary>
public interface IPanel
{
    /// <summary>Pixels from left to right; frames for this panel have this width.</summary>
    int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    int Height { get; }

    /// <summary>
    /// Shows a frame. Returns when the panel has it: what returns <see cref="DeviceOutcome.Done"/> can be seen.
    /// </summary>
    /// <exception cref="OperationCanceledException">At once, also while the panel hangs.</exception>
    DeviceOutcome Show(MonochromeFrame frame, CancellationToken cancellation);
}
