using System.Collections.Immutable;

namespace HardwareDrivers.Abstractions;

/// <summary>What a buzzer plays: data, so that every sounder plays the same.</summary>
/// <param name="Name">For logs and tests: <c>approved</c>, <c>refused</c>.</param>
/// <param name="Notes">In order.</param>
public sealed record Melody(string Name, ImmutableArray<Note> Notes);
