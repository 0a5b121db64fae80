using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>A buzzer with a pitch of its own: it sounds while its line is active. Melodies are their rhythm.</summary>
/// <param name="line">Belongs to the buzzer from now on; safe is silent.</param>
/// <param name="time">For the length of notes.</param>
public sealed class ActiveBuzzer(IOutputLine line, TimeProvider time) : ISounder, IDisposable
{
    private readonly MelodyPlayer player = new("buzzer", _ => line.Set(true), () => line.Set(false), time);

    /// <inheritdoc/>
    public DeviceOutcome Play(Melody melody) => player.Play(melody);

    /// <summary>Silence, and the line is closed.</summary>
    public void Dispose()
    {
        player.Dispose();
        line.Dispose();
    }
}
