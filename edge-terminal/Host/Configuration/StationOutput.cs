namespace EdgeTerminal.Host;

/// <summary>An output of <c>lines</c> that a station drives.</summary>
/// <param name="Key">The key that names it.</param>
/// <param name="Name">The line's.</param>
internal sealed record StationOutput(string Key, string Name)
{
    /// <summary>Its only safe state, and why no other is; null: it may be either.</summary>
    public (bool IsActive, string Why)? Safe { get; init; }
}
