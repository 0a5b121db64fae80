using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>How a running site starts its terminal.</summary>
/// <param name="Program">The program, as <c>dotnet</c> takes it.</param>
/// <param name="Environment">Variables beside those of the plan.</param>
public sealed record TerminalLaunch(string Program, ImmutableDictionary<string, string> Environment)
{
    /// <summary>The daemon as it is shipped.</summary>
    public static TerminalLaunch Shipped { get; } =
        new(Checkout.EdgeTerminal, ImmutableDictionary<string, string>.Empty);

    /// <summary>The same daemon on a storage that never syncs: the planted bug.</summary>
    public static TerminalLaunch Unsynced { get; } = Shipped with { Program = Checkout.PowerCuts };
}
