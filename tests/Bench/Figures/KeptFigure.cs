namespace Tests.Bench;

/// <summary>One figure of the kept table.</summary>
/// <param name="Machine">What it was measured on: <see cref="Tests.Bench.Machine.Name"/>.</param>
/// <param name="Measure">Which measure.</param>
/// <param name="What">Which of its rows.</param>
/// <param name="Value">Milliseconds, a rate, a ratio or megabytes, as the row has it.</param>
/// <param name="Day">When: 2026-11-21.</param>
internal sealed record KeptFigure(string Machine, string Measure, string What, double Value, string Day);
