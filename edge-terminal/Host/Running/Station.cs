using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// A display, a buzzer, and the station's own devices. Without a display it is mute, and tells verdicts as shown,
/// because nobody can see.
/// </summary>
internal sealed partial class Station(
    PanelWorker? panel,
    ISounder? sounder,
    Action<LoopInput> post,
    IStationDevices devices,
    ILogger<Station> logger) : IStation
{
    private DeviceOutcome buzzer = DeviceOutcome.Done;

    public void Do(Effect.ToDevice order) => devices.Do(order);

    public void Show(GuestScreen screen)
    {
        if (panel is null)
            post(new LoopInput.Shown(screen));
        else
            panel.Show(screen);
    }

    /// <summary>Only the loop calls it. A buzzer that fails is no fault: the display says the same.</summary>
    public void Sound(Cue cue)
    {
        if (sounder is null)
            return;
        var before = buzzer;
        buzzer = sounder.Play(Melodies.For(cue));
        if (buzzer == before)
            return;
        if (buzzer is DeviceOutcome.Failure failure)
            LogBuzzerFails(logger, failure.Detail);
        else
            LogBuzzerWorks(logger);
    }

    public void Speak(ScreenWriter words) => panel?.Speak(words);

    [LoggerMessage(LogLevel.Warning, "The buzzer fails: {Detail}")]
    private static partial void LogBuzzerFails(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Information, "The buzzer works again.")]
    private static partial void LogBuzzerWorks(ILogger logger);
}
