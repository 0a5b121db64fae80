using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>What came of an input.</summary>
/// <param name="Facts">What is durable now, in order; usually none or one.</param>
/// <param name="Ignored">Why nothing follows; null when something does.</param>
/// <param name="Failure">Why the journal takes no more; null when all is well.</param>
internal sealed record TerminalStep(ImmutableArray<Fact> Facts, string? Ignored, string? Failure);
