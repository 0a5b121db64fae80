namespace HardwareDrivers.Abstractions;

/// <summary>A buzzer. Never waited for.</summary>
public interface ISounder
{
    /// <summary>Starts a melody and returns at once; one that is still playing ends.</summary>
    DeviceOutcome Play(Melody melody);
}
