using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
#if HAS_SYSTEM_DEVICE_GPIO
using HardwareDrivers.Iot;
#endif

namespace EdgeTerminal.Host;

/// <summary>The boards in this build. Which they are, eng/adapters decides; only this file asks.</summary>
internal static class Boards
{
    /// <summary>What the configuration calls them, and how each is made.</summary>
    public static ImmutableArray<(string Name, Func<TimeProvider, IBoard> Make)> All { get; } =
    [
#if HAS_SYSTEM_DEVICE_GPIO
        ("iot", time => new IotBoard(time, new LinuxBoard())),
#endif
        ("linux", _ => new LinuxBoard()),
    ];

    /// <summary>The one to use where the configuration names none: the library's, where it is in the build.</summary>
    public static string Default => All[0].Name;

    /// <summary>The board of a name in <see cref="All"/>.</summary>
    public static IBoard Make(string name, TimeProvider time) => All.First(board => board.Name == name).Make(time);
}
