using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// A display and a buzzer. Without them a station is mute, and tells verdicts as shown, because nobody can see.
/// </summary>
internal sealed class Station(PanelWorker? panel, ISounder? sounder, Action<LoopInput> post) : IStation
{
    public void Show(GuestScreen screen)
    {
        if (panel is null)
            post(new LoopInput.Shown(screen));
        else
            panel.Show(screen);
    }

    public void Sound(Cue cue) => sounder?.Play(Melodies.For(cue));

    public void Speak(ScreenWriter words) => panel?.Speak(words);
}
