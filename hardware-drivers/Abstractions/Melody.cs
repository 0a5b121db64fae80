using System.Collections.Immutable;

namespace HardwareDrivers.Abstractions;

/// <summary>What a buzzer plays: data, so that every sounder plays the same.</summary>
/// <param name="Name">For logs and tests: <c>approved</c>, <c>refused</c>.</param>
/// <param name="Notes">In order.</param>
public sealed record Melody(string Name, ImmutableArray<Note> Notes);

/// <summary>One tone or one pause of a melody.</summary>
/// <param name="FrequencyHertz">0 for a pause. An active buzzer, which has one pitch, plays anything above 0 as
/// on.</param>
/// <param name="Length">How long.</param>
public readonly record struct Note(int FrequencyHertz, TimeSpan Length);
