namespace HardwareDrivers.Abstractions;

/// <summary>A line that can carry a square wave: hardware PWM, or a GPIO line that is toggled.</summary>
public interface IToneLine : IDisposable
{
    /// <summary>Starts a square wave, in place of the one before. Returns at once.</summary>
    /// <param name="frequencyHertz">Above 0.</param>
    DeviceOutcome Start(int frequencyHertz);

    /// <summary>Silence.</summary>
    DeviceOutcome Stop();
}
