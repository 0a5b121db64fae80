using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
#if HAS_SYSTEM_DEVICE_GPIO
using HardwareDrivers.Iot;
#endif

namespace EdgeTerminal.Host;

/// <summary>The boards in this build. Which they are, eng/adapters decides; only this file asks.</summary>
internal static class Boards
{
    /// <summary>No machine's lines but files, to try things out: in every build, and nobody's default.</summary>
    public const string Files = "files";

    /// <summary>Wires of an emulated world, in another process: in every build, and nobody's default.</summary>
    public const string Emulator = "emulator";

    /// <summary>The kernel's own interfaces: always in the build.</summary>
    public const string Kernel = "linux";

    /// <summary>What the configuration calls them, and how each is made.</summary>
    public static ImmutableArray<(string Name, Func<TimeProvider, IBoard> Make)> All { get; } =
    [
#if HAS_SYSTEM_DEVICE_GPIO
        ("iot", time => new IotBoard(time, new LinuxBoard())),
#endif
        (Kernel, _ => new LinuxBoard()),
    ];

    /// <summary>The one to use where the configuration names none: the library's, where it is in the build.</summary>
    public static string Default => All[0].Name;

    /// <summary>What <c>hardware.adapter</c> can be in this build.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(board => board.Name), Files, Emulator];

    /// <summary>It has no lines of this machine.</summary>
    public static bool IsEmulated(string adapter) => adapter is Files or Emulator;

    /// <summary>The board that is configured.</summary>
    public static IBoard Make(HardwareSettings hardware, TimeProvider time) => hardware.Adapter switch
    {
        Files => new FileBoard(hardware.Folder),
        Emulator => new WireBoard(hardware.Socket),
        _ => All.First(board => board.Name == hardware.Adapter).Make(time),
    };
}
