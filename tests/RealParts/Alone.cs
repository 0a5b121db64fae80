namespace Tests.RealParts;

/// <summary>
/// For tests that look at what the reader's driver does within its deadlines, which are no longer because a machine is
/// busy: they run after all others, one at a time.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
