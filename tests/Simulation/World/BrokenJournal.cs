namespace Tests.Simulation;

/// <summary>A journal does not verify: the daemon does not start before somebody has looked at it.</summary>
internal sealed class BrokenJournal(string problem) : Exception(problem);
