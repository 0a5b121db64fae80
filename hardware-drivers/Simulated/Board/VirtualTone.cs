using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>A channel that remembers what was to be heard.</summary>
public sealed class VirtualTone : IToneLine
{
    private readonly VirtualBoard board;
    private readonly List<(long Nanoseconds, int Hertz)> heard = [];

    internal VirtualTone(VirtualBoard board) => this.board = board;

    /// <summary>From when on which tone; 0 for silence.</summary>
    public IReadOnlyList<(long Nanoseconds, int Hertz)> Heard
    {
        get
        {
            lock (board.Gate)
                return [.. heard];
        }
    }

    /// <inheritdoc/>
    public DeviceOutcome Start(int frequencyHertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHertz);
        return Note(frequencyHertz);
    }

    /// <inheritdoc/>
    public DeviceOutcome Stop() => Note(0);

    /// <summary>Silence.</summary>
    public void Dispose() => Stop();

    private DeviceOutcome Note(int hertz)
    {
        lock (board.Gate)
        {
            if (board.IsGone)
                return DeviceOutcome.Failed("The virtual channel is gone.");
            if ((heard.Count > 0 ? heard[^1].Hertz : 0) != hertz)
                heard.Add((board.Time.Now, hertz));
            return DeviceOutcome.Done;
        }
    }
}
