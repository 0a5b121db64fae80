using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tests.Support;

/// <summary>In what another terminal of a running site differs from the site's own.</summary>
public sealed record NeighbourPlan
{
    /// <summary>What its display says when it serves.</summary>
    public string Title { get; init; } = "Welcome";

    /// <summary>Changes its configuration, which is the site's terminal's with another name.</summary>
    public Action<JsonObject> Configure { get; init; } = _ => { };

    /// <summary>Variables that it is started with.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
