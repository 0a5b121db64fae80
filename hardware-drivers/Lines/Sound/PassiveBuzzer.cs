using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>A buzzer that sounds as the square wave on its line.</summary>
/// <param name="line">Belongs to the buzzer from now on.</param>
/// <param name="time">For the length of notes.</param>
public sealed class PassiveBuzzer(IToneLine line, TimeProvider time) : ISounder, IDisposable
{
    private readonly MelodyPlayer player = new("buzzer", line.Start, line.Stop, time);

    /// <inheritdoc/>
    public DeviceOutcome Play(Melody melody) => player.Play(melody);

    /// <summary>Silence, and the line is closed.</summary>
    public void Dispose()
    {
        player.Dispose();
        line.Dispose();
    }
}
