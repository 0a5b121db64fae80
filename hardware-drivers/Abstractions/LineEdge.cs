namespace HardwareDrivers.Abstractions;

/// <summary>A change of an input line, as the kernel saw it.</summary>
/// <param name="Nanoseconds">When, on CLOCK_MONOTONIC.</param>
/// <param name="IsActive">What the line became: true for the level that its settings call active.</param>
/// <param name="Sequence">Counts the line's changes from 1, also those that were lost: a gap is a loss.</param>
public readonly record struct LineEdge(long Nanoseconds, bool IsActive, uint Sequence);
