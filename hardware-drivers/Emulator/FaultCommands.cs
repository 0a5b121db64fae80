using System.Globalization;
using System.Text;
using HardwareDrivers.Simulated;

namespace HardwareDrivers.Emulator;

/// <summary>The lines that let something go wrong with the chip, and put it right.</summary>
internal sealed class FaultCommands(Pn532Emulator emulator, EventLines events)
{
    /// <summary>For the help: one line each, and the names of the faults.</summary>
    public static string Help { get; } =
        $"""
          fault NAME [N [SKIP]]     lets a fault happen at its next N occasions (default 1; 0: not any more), behind
                                    SKIP others at which nothing happens (default 0); NAME is
                                    {string.Join("\n" + new string(' ', 28), Lines())}
          hang [CURE]               the firmware hangs until CURE: abort, reset or power; without it: until release
          release                   it goes on
          reset                     pulls RSTPD_N low for a moment
          power                     takes its supply away for long enough, and gives it back
        """;

    /// <summary>What may stand there, for messages.</summary>
    public const string Expected = "fault NAME [N [SKIP]], hang [abort|reset|power], release, reset, power";

    /// <summary>Does what a line says.</summary>
    /// <returns>False when it is none of these.</returns>
    public bool Obey(string[] words)
    {
        switch (words)
        {
            case ["fault", var name] when FaultOf(name) is { } fault:
                Arm(fault, 1);
                return true;
            case ["fault", var name, var times] when FaultOf(name) is { } fault && CountOf(times) is { } count:
                Arm(fault, count);
                return true;
            case ["fault", var name, var times, var skip]
                when FaultOf(name) is { } fault && CountOf(times) is { } count && CountOf(skip) is { } after:
                Arm(fault, count, after);
                return true;
            case ["hang"]:
                events.Hang(emulator.Hang(ChipHang.UntilReleased), "release");
                return true;
            case ["hang", var cure] when HangOf(cure) is { } hang:
                events.Hang(emulator.Hang(hang), cure);
                return true;
            case ["release"]:
                events.Plain(emulator.Release(), "release");
                return true;
            case ["reset"]:
                events.Plain(emulator.Reset(), "reset");
                return true;
            case ["power"]:
                events.Plain(emulator.PowerCycle(), "power");
                return true;
            default:
                return false;
        }
    }

    /// <summary>A fault as the command line calls it: <c>lost-acknowledge</c>.</summary>
    public static string NameOf(ChipFault fault)
    {
        var name = new StringBuilder();
        foreach (var letter in fault.ToString())
            name.Append(char.IsUpper(letter) && name.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        return name.ToString();
    }

    private void Arm(ChipFault fault, int times, int after = 0) =>
        events.Fault(emulator.Arm(fault, times, after), NameOf(fault), times);

    private static ChipFault? FaultOf(string name)
    {
        foreach (var fault in Enum.GetValues<ChipFault>())
            if (NameOf(fault) == name)
                return fault;
        return null;
    }

    private static int? CountOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static ChipHang? HangOf(string cure) => cure switch
    {
        "abort" => ChipHang.UntilAbort,
        "reset" => ChipHang.UntilReset,
        "power" => ChipHang.UntilPowerCycle,
        _ => null,
    };

    private static IEnumerable<string> Lines() =>
        Enum.GetValues<ChipFault>().Select(NameOf).Chunk(4).Select(few => string.Join(", ", few));
}
