namespace Tests.AdapterContracts;

/// <summary>
/// For tests that count what belongs to the whole process, or whose other end has deadlines in real time: they run
/// after all others, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
