using System.Collections.Immutable;

namespace EdgeTerminal.Host;

/// <summary>The stations that this daemon can be.</summary>
internal static class Profiles
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Profile> All { get; } =
    [
        new(ConfigurationKeys.Kiosk.All, KioskReader.Read),
        new(ConfigurationKeys.Drink.All, (section, _) => DrinkReader.Read(section)),
        new(ConfigurationKeys.Gate.All, (section, _) => GateReader.Read(section)),
    ];

    /// <summary>By name; some other when there is none of that name.</summary>
    public static bool TryFind(string name, out Profile profile)
    {
        var found = All.FirstOrDefault(known => known.Name == name);
        profile = found ?? All[0];
        return found is not null;
    }
}
