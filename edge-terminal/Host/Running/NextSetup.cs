using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// A new configuration on its way into force: it waits for the guest who is being served, and from then on no card pays
/// before the display shows what it asks for now.
/// </summary>
internal sealed class NextSetup(LiveTerminal terminal, InputTranslation translation, IStation station)
{
    private LoopInput.Reconfigured? waiting;
    private bool isUnseen;

    /// <summary>It takes the place of one that waits.</summary>
    public void Offer(LoopInput.Reconfigured next) => waiting = next;

    /// <summary>Something came: may it be taken?</summary>
    /// <returns>False: a tap on a price that nobody has seen.</returns>
    public bool Admits(LoopInput input)
    {
        isUnseen &= !(input is LoopInput.Shown shown && ReferenceEquals(shown.Screen, terminal.Asked));
        return !(isUnseen && input.IsTap);
    }

    /// <summary>Between two guests: nobody chose by the old prices what the new ones are charged for.</summary>
    /// <param name="refused">Why what waited is not to come into force; null: it may, or nothing waited.</param>
    /// <returns>What is to be taken next for it; null: nothing.</returns>
    public Input.SetupChanged? Due(out string? refused)
    {
        refused = null;
        if (waiting is not { } next || !terminal.State.Present.Phase.IsAtRest)
            return null;
        waiting = null;
        var configuration = next.Configuration;
        var sent = configuration.Sent?.Sent;
        refused = sent is null ? null : Terminal.RefusalOf(terminal.State, sent.Version);
        if (refused is null)
        {
            isUnseen = true;
            terminal.Adopt(configuration.Station.Setup, configuration.Limits ?? terminal.Setup.Limits);
            translation.Keys = configuration.Station.Keys;
            station.Speak(configuration.Writer());
        }
        next.InForce.TrySetResult();
        return refused is null ? new Input.SetupChanged { Config = sent } : null;
    }
}
