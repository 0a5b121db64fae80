using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// Somebody at a gate, perhaps with others: counts them by a key, holds a card, and they go through one by one, each
/// when the turnstile lets go.
/// </summary>
internal sealed class Entrant(World world, Happening.Visit visit) : Guest(world, visit)
{
    private const long Patience = 9_000;
    private const long LookEvery = 100;

    private readonly SimulatedTurnstile turnstile = (SimulatedTurnstile)world.Machines[visit.Terminal].Devices!;
    private int left = Math.Max(1, visit.People);
    private bool isRefused;

    /// <inheritdoc/>
    public override void Come()
    {
        for (var more = 1; more < left; more++)
            Press(Shop.MoreKey);
        switch (Visit.Manner)
        {
            case Manner.ChangesMind:
                After(ToCard, () => Press(KeyNames.Clear));
                After(ToCard, Leave);
                return;
            case Manner.TwoCards:
                After(ToCard, HoldSeveral);
                After(ToCard, Leave);
                return;
            case Manner.LeavesEarly:
                After(ToCard, Wave);
                After(ToCard + 500, Begin);
                break;
            case Manner.Slips:
                After(ToCard, Begin);
                After(ToCard + 900, Hold);
                break;
            default:
                After(ToCard, Begin);
                break;
        }
        After(ToCard + 1_500, TakeAway);
    }

    /// <inheritdoc/>
    public override void See(GuestScreen screen) => isRefused |= screen is GuestScreen.Refused;

    /// <inheritdoc/>
    protected override int Wishes => Math.Max(1, Visit.People);

    private void Begin()
    {
        Hold();
        if (Visit.Walks <= 0)
        {
            After(Patience, Leave);
            return;
        }
        var until = World.Agenda.Now + Patience;
        After(Visit.Walks, () => World.Agenda.Every(LookEvery, () => Look(until)));
    }

    /// <returns>False: nobody waits any more.</returns>
    private bool Look(long until)
    {
        if (turnstile.TryEnter())
            left--;
        if (left > 0 && !isRefused && World.Agenda.Now < until)
            return true;
        Leave();
        return false;
    }
}
