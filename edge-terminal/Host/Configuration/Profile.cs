namespace EdgeTerminal.Host;

/// <summary>What a terminal can be.</summary>
/// <param name="Keys">Its section of the configuration, which has the profile's name.</param>
/// <param name="Read">Reads that section, for who has these keys.</param>
internal sealed record Profile(ConfigurationKey.Group Keys, Func<Section, KeySettings, StationSettings> Read)
{
    /// <summary>What stands under <c>profile</c>.</summary>
    public string Name => Keys.Name;
}
