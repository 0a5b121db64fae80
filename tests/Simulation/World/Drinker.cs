namespace Tests.Simulation;

/// <summary>
/// A guest at a drink station: lays a card there, lets flow what he wants, and takes it away; sooner when nothing
/// comes.
/// </summary>
internal sealed class Drinker(World world, Happening.Visit visit) : Guest(world, visit)
{
    private const long LookEvery = 150;
    private const long Patience = 3_000;
    private const long ToGo = 2_500;

    private long begunAt;
    private bool hasPoured;

    /// <inheritdoc/>
    public override void Come()
    {
        switch (Visit.Manner)
        {
            case Manner.TwoCards:
                After(ToCard, HoldSeveral);
                After(ToCard + 2_000, TakeAway);
                After(ToCard + ToGo, Leave);
                return;
            case Manner.LeavesEarly:
                After(ToCard, Wave);
                After(ToCard + 500, Begin);
                break;
            case Manner.Slips:
                After(ToCard, Begin);
                After(ToCard + 1_200, TakeAway);
                After(ToCard + 2_000, Hold);
                break;
            case Manner.ChangesMind:
                After(ToCard, Begin);
                After(ToCard + 300, TakeAway);
                break;
            default:
                After(ToCard, Begin);
                break;
        }
    }

    private void Begin()
    {
        begunAt = World.Agenda.Now;
        Hold();
        World.Agenda.Every(LookEvery, Look);
    }

    /// <returns>False: it is over.</returns>
    private bool Look()
    {
        var valve = (SimulatedValve)Machine.Devices!;
        hasPoured |= valve.IsOpen;
        var goesOn = valve.IsOpen
            ? valve.Microlitres < Visit.Millilitres * 1_000
            : !hasPoured && World.Agenda.Now - begunAt < Patience;
        if (goesOn)
            return true;
        TakeAway();
        After(ToGo, Leave);
        return false;
    }
}
