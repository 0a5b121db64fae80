namespace CloudBridge.Contract;

/// <summary>Which key of a site's cards: no secret.</summary>
/// <param name="Population">As of <see cref="SiteCardKey"/>.</param>
/// <param name="Use">As of <see cref="SiteCardKey"/>.</param>
/// <param name="Version">As of <see cref="SiteCardKey"/>.</param>
public sealed record SiteCardKeyName(string Population, string Use, int Version)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Population} {Use} {Version}";
}
