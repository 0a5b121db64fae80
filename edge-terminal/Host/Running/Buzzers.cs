using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Linux;

namespace EdgeTerminal.Host;

/// <summary>The one place where a buzzer is made of its settings.</summary>
internal static class Buzzers
{
    /// <summary>Opens it, silent.</summary>
    /// <param name="settings">Which buzzer.</param>
    /// <param name="board">Where its PWM is.</param>
    /// <param name="outputs">Opened already: its line is silent.</param>
    /// <param name="time">For the length of notes.</param>
    /// <returns>Null: none is configured.</returns>
    /// <exception cref="LinkLostException">It is not there: says what to do.</exception>
    public static ISounder? Open(BuzzerSettings settings, IBoard board, SafeLines outputs, TimeProvider time)
    {
        if (settings.Driver == BuzzerDriver.None)
            return null;
        if (settings.IsOnPwm)
            return new PassiveBuzzer(
                PanelAdapters.All.First(adapter => adapter.Name == settings.Adapter)
                    .Tone(board.OpenPwm(settings.PwmChip, settings.PwmChannel)),
                time);
        if (outputs.Troubles.FirstOrDefault(trouble => trouble.Line == Outputs.BuzzerLine) is { } trouble)
            throw new LinkLostException(trouble.Detail);
        var line = outputs.Find(Outputs.BuzzerLine)!;
        return settings.Driver == BuzzerDriver.Active
            ? new ActiveBuzzer(line, time)
            : new PassiveBuzzer(new ToggledLine(line, new KernelPacer()), time);
    }
}
