namespace HardwareDrivers.Abstractions;

/// <summary>One tone or one pause of a melody.</summary>
/// <param name="FrequencyHertz">
/// 0 for a pause. An active buzzer, which has one pitch, plays anything above 0 as on.
/// </param>
/// <param name="Length">How long.</param>
public readonly record struct Note(int FrequencyHertz, TimeSpan Length);
