using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>A line that the program drives.</summary>
internal sealed class VirtualOutputLine : IOutputLine
{
    private readonly VirtualBoard board;
    private readonly VirtualLine line;
    private readonly OutputLineSettings settings;
    private bool disposed;

    public VirtualOutputLine(VirtualBoard board, VirtualLine line, OutputLineSettings settings)
    {
        (this.board, this.line, this.settings) = (board, line, settings);
        if (settings.OpenDrain)
            line.Pull(high: true);
        Drive(settings.SafeIsActive);
    }

    public DeviceOutcome Set(bool active)
    {
        lock (board.Gate)
        {
            if (disposed || board.IsGone)
                return DeviceOutcome.Failed("The virtual line is gone.");
            Drive(active);
            return DeviceOutcome.Done;
        }
    }

    /// <summary>Safe, and kept so: a Raspberry Pi's kernel keeps a line as it was.</summary>
    public void Dispose()
    {
        lock (board.Gate)
        {
            if (disposed)
                return;
            if (!board.IsGone)
                Drive(settings.SafeIsActive);
            Release();
        }
    }

    /// <summary>Lets it go as it is: what a program that was killed does.</summary>
    internal void Release()
    {
        lock (board.Gate)
            (disposed, line.Consumer) = (true, null);
    }

    private void Drive(bool active)
    {
        var high = active != settings.ActiveLow;
        line.DriveFromInside(high && settings.OpenDrain ? null : high);
    }
}
