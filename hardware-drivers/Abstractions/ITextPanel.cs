namespace HardwareDrivers.Abstractions;

/// <summary>A small display of characters.</summary>
public interface ITextPanel
{
    /// <summary>Characters from left to right; frames for this panel have as many.</summary>
    int Columns { get; }

    /// <summary>Lines.</summary>
    int Rows { get; }

    /// <summary>
    /// Shows a text. Returns when the panel has it: what returns <see cref="DeviceOutcome.Done"/> can be read.
    /// Characters that the panel does not have are shown as the nearest that it has.
    /// </summary>
    /// <exception cref="OperationCanceledException">Between two transfers.</exception>
    DeviceOutcome Show(TextFrame frame, CancellationToken cancellation);
}
