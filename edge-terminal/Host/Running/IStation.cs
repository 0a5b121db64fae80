using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>What stands in front of the guest, as the loop sees it: orders go out, nothing is waited for.</summary>
internal interface IStation
{
    /// <summary>Shows a screen; an answer that can be seen comes back as <see cref="LoopInput.Shown"/>.</summary>
    void Show(GuestScreen screen);

    /// <summary>Sounds.</summary>
    void Sound(Cue cue);

    /// <summary>Orders one of the station's own devices; what comes of it is posted as an input.</summary>
    void Do(Effect.ToDevice order) =>
        throw new InvalidOperationException($"This station has no device for {order.GetType().Name}.");

    /// <summary>From the next screen on, these words.</summary>
    void Speak(ScreenWriter words);
}
