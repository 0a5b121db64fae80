using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// The display of a machine, and what a guest in front of it can see. It says that it shows a screen once it does, and
/// nothing when another came before. Orders to the station's own devices go on to them.
/// </summary>
internal sealed class GuestPanel(Agenda agenda, Chance chance) : IStation
{
    private const long Patience = 2_000;

    private GuestScreen? wanted;
    private long? silentSince;

    /// <summary>What can be seen; null: nothing.</summary>
    public GuestScreen? Visible { get; private set; }

    /// <summary>It draws nothing, and says nothing.</summary>
    public bool IsSilent
    {
        get => silentSince is not null;
        set => silentSince = value ? silentSince ?? agenda.Now : null;
    }

    /// <summary>
    /// It has been silent for so long that the product takes it for lost, and nobody is served (<c>PanelWorker</c>).
    /// Here the terminal goes on, so that verdicts may stay unseen for as long as a story wants.
    /// </summary>
    public bool IsGivenUp => agenda.Now - silentSince >= Patience;

    /// <summary>Told what is to be shown, when it is said.</summary>
    public required Action<GuestScreen> Asked { get; init; }

    /// <summary>Told what is shown, when it is.</summary>
    public required Action<GuestScreen> Shown { get; init; }

    /// <summary>Carries out orders to the station's own devices.</summary>
    public required Action<Effect.ToDevice> Devices { get; init; }

    /// <inheritdoc/>
    public void Do(Effect.ToDevice order) => Devices(order);

    /// <inheritdoc/>
    public void Show(GuestScreen screen)
    {
        wanted = screen;
        Asked(screen);
        agenda.After(20 + chance.Below(180), Draw);
    }

    /// <inheritdoc/>
    public void Sound(Cue cue)
    {
    }

    /// <inheritdoc/>
    public void Speak(ScreenWriter words)
    {
    }

    /// <summary>The power is gone.</summary>
    public void GoDark() => (wanted, Visible) = (null, null);

    /// <summary>It works again, and draws what was asked last.</summary>
    public void Draw()
    {
        if (IsSilent || wanted is null || ReferenceEquals(wanted, Visible))
            return;
        Visible = wanted;
        Shown(wanted);
    }
}
