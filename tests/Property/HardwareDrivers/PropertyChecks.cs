using FsCheck;

namespace Tests.Property.HardwareDrivers;

/// <summary>How properties are checked here.</summary>
internal static class PropertyChecks
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    /// <summary>Tries a thousand cases. A failure prints the smallest one found and the seed that replays it.</summary>
    public static void HoldsAlways(this FsCheck.Property property) => Check.One(Thorough, property);
}
