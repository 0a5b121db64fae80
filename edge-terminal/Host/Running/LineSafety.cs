using System.Collections.Immutable;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>
/// Drives the outputs of a configuration file safe, and nothing else: for the moment after a daemon died, whatever it
/// died of. What is wrong with the rest of the file does not matter; a line that an error leaves in doubt is not
/// guessed at.
/// </summary>
internal static class LineSafety
{
    /// <param name="configuration">The file.</param>
    /// <param name="output">Told of each line that is safe.</param>
    /// <param name="errors">Told of each that may not be.</param>
    /// <returns>
    /// <see cref="ExitCode.Good"/>: all are safe. <see cref="ExitCode.BadConfiguration"/>: those that are known are.
    /// <see cref="ExitCode.Fault"/>: one could not be driven.
    /// </returns>
    public static int Run(string configuration, TextWriter output, TextWriter errors)
    {
        var wrong = ConfigurationReader.ReadWhatIsGood(configuration, out var read);
        if (read is null)
        {
            foreach (var error in wrong)
                errors.WriteLine($"{configuration}: {error}");
            errors.WriteLine("edge-terminal: no line is known, none was driven.");
            return ExitCode.BadConfiguration;
        }
        var doubts = wrong.Where(error => Concerns(error, read)).ToList();
        foreach (var error in doubts)
            errors.WriteLine($"{configuration}: {error}; what it is about was not driven");
        var known = Outputs.Of(read).Where(line => !wrong.Any(line.IsInDoubt)).Select(line => line.Line)
            .ToImmutableArray();
        var board = Board(read.Hardware);
        var troubles = Drive(board, known);
        foreach (var line in known.Where(line => troubles.All(trouble => trouble.Line != line.Name)))
            output.WriteLine($"{line.Name}: safe");
        foreach (var trouble in troubles)
            errors.WriteLine($"edge-terminal: {trouble.Line}: NOT known to be safe: {trouble.Detail}");
        if (!wrong.Any(IsOfBuzzer))
            Silence(board, read, errors);
        return !troubles.IsEmpty ? ExitCode.Fault : doubts.Count > 0 ? ExitCode.BadConfiguration : ExitCode.Good;
    }

    /// <summary>The kernel's own interfaces, whatever the daemon goes over: no library that could be missing.</summary>
    private static IBoard Board(HardwareSettings hardware) => Boards.Make(
        Boards.IsEmulated(hardware.Adapter) ? hardware : hardware with { Adapter = Boards.Kernel },
        TimeProvider.System);

    private static ImmutableArray<LineTrouble> Drive(IBoard board, ImmutableArray<NamedLine> lines)
    {
        using var safe = SafeLines.Open(board, lines);
        return [.. safe.Troubles, .. safe.MakeSafe()];
    }

    /// <summary>An output may be missing, or be another, that is read as none because of it.</summary>
    private static bool Concerns(ConfigurationError error, HostConfiguration read) =>
        error.Key.StartsWith("lines", StringComparison.Ordinal)
        || IsOfBuzzer(error)
        || error.Key.StartsWith("reader.resetLine", StringComparison.Ordinal)
        || error.Key.StartsWith("reader.supplyLine", StringComparison.Ordinal)
        || error.IsUnknown && error.Key.StartsWith("reader", StringComparison.Ordinal)
        || error.Key is "hardware.folder" or "hardware.socket"
        || Outputs.Of(read).Any(line => line.IsInDoubt(error));

    private static bool IsOfBuzzer(ConfigurationError error) =>
        error.Key.StartsWith("buzzer", StringComparison.Ordinal);

    /// <summary>A PWM channel sounds on when its program died. Nobody is hurt by that: it is no line. Nobody keeps a
    /// second program from it either, so a daemon that lives is asked for.</summary>
    private static void Silence(IBoard board, HostConfiguration read, TextWriter errors)
    {
        if (!read.Buzzer.IsOnPwm || TerminalFolder.IsInUse(read.State))
            return;
        try
        {
            board.OpenPwm(read.Buzzer.PwmChip, read.Buzzer.PwmChannel).Dispose();
        }
        catch (LinkLostException lost)
        {
            errors.WriteLine($"edge-terminal: the buzzer: {lost.Message}");
        }
    }
}
